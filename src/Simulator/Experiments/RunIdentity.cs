using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Simulator.Diffusion;
using Simulator.Targets;

namespace Simulator.Experiments;

/// <summary>What decides the bits of a result: the specification with nothing left to look up, the data themselves, the code and the kernels.</summary>
internal static class RunIdentity
{
    /// <summary>The identity of a run.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="irrelevant">Fields on which the result does not depend.</param>
    public static JsonObject Of(ExperimentSpecification specification, IEnumerable<string> irrelevant)
    {
        JsonObject canonical = specification.ToJson();
        foreach (string field in irrelevant)
            canonical.Remove(field);
        if (!ReferenceEquals(specification.Target.Resolved, specification.Target)) canonical["target"] = specification.Target.Resolved.ToJson();
        var identity = new JsonObject { ["version"] = Manifest.ProgramVersion, ["kernel"] = Manifest.KernelPath, ["specification"] = canonical };
        if (DataLaw.Of(specification.Target.Structure) is CloudDataLaw { Cloud: { } cloud }) identity["data"] = Digest(cloud);
        return identity;
    }

    /// <summary>The first field in which two identities differ, in words; null if they are one.</summary>
    /// <param name="found">What was found, as JSON.</param>
    /// <param name="wanted">What was wanted, as JSON.</param>
    public static string? Difference(string found, string wanted)
    {
        JsonNode? there;
        try
        {
            there = JsonNode.Parse(found);
        }
        catch (JsonException)
        {
            return "its header is damaged";
        }

        return Difference("", there, JsonNode.Parse(wanted));
    }

    /// <summary>The data themselves: a file of the same name may hold others.</summary>
    private static string Digest(PointCloud cloud)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(cloud.Points.Span));
        hash.AppendData(MemoryMarshal.AsBytes(cloud.Weights.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string? Difference(string path, JsonNode? found, JsonNode? wanted)
    {
        if (JsonNode.DeepEquals(found, wanted)) return null;
        if (found is JsonObject a && wanted is JsonObject b)
        {
            foreach (string field in b.Select(p => p.Key).Union(a.Select(p => p.Key)))
            {
                if (Difference(path.Length == 0 || path == "specification" ? field : $"{path}.{field}", a[field], b[field]) is { } inside) return inside;
            }
        }

        return $"{path}: {Short(found)} there, {Short(wanted)} here";
    }

    private static string Short(JsonNode? node)
    {
        const int Longest = 40;
        string text = node?.ToJsonString() ?? "nothing";
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }
}
