using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.Specifications;
using Simulator.Targets;

namespace Simulator.Experiments;

/// <summary>
/// Steps of regressions in files, one a number of steps T, so that a run that was stopped goes on where it was, and <c>trace</c>, <c>ledger</c>, <c>evaluate</c> and <c>sample</c> need not learn again what
/// <c>verify</c> has learned. Everything random is named by (seed, T, t), so that a run that goes on gives the same bits as one that was never stopped.
/// </summary>
public sealed class Checkpoints : IStepLogs, IDisposable
{
    /// <summary>Fields of a specification that no step depends on.</summary>
    private static readonly string[] Irrelevant = ["name", "steps", "theorem", "samples"];

    private readonly string _directory;
    private readonly JsonObject _identity;
    private readonly Dictionary<int, StepFile> _files = [];

    /// <summary>The checkpoints of a specification in a folder, which is made if need be.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="specification">The specification, with a learner that takes samples.</param>
    /// <exception cref="SpecificationException">The folder cannot be made.</exception>
    public Checkpoints(string directory, ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        _directory = directory;
        JsonObject canonical = specification.ToJson();
        foreach (string field in Irrelevant)
            canonical.Remove(field);
        if (!ReferenceEquals(specification.Target.Resolved, specification.Target)) canonical["target"] = specification.Target.Resolved.ToJson();
        _identity = new JsonObject { ["version"] = Manifest.ProgramVersion, ["kernel"] = Manifest.KernelPath, ["specification"] = canonical };
        if (DataLaw.Of(specification.Target.Structure) is CloudDataLaw { Cloud: { } cloud }) _identity["data"] = Digest(cloud);
        Guard(() => Directory.CreateDirectory(directory));
    }

    /// <summary>The log of a recursion; steps of an earlier run are in it.</summary>
    /// <param name="steps">T.</param>
    /// <exception cref="SpecificationException">The file belongs to another specification, or cannot be read or made.</exception>
    public IStepLog Open(int steps) => Guard(() => Find(steps, create: true)!);

    /// <summary>How many steps of a recursion are there already.</summary>
    /// <param name="steps">T.</param>
    /// <exception cref="SpecificationException">The file belongs to another specification, or cannot be read.</exception>
    public int Kept(int steps) => Guard(() => Find(steps, create: false))?.Count ?? 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StepFile file in _files.Values)
            file.Dispose();
    }

    /// <summary>The file for a number of steps.</summary>
    /// <param name="steps">T.</param>
    public string PathOf(int steps) => Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"T{steps}.steps"));

    private StepFile? Find(int steps, bool create)
    {
        lock (_files)
        {
            if (!_files.TryGetValue(steps, out StepFile? file) && (file = Read(steps, create)) is not null) _files.Add(steps, file);
            return file;
        }
    }

    private StepFile? Read(int steps, bool create)
    {
        string path = PathOf(steps);
        if (!File.Exists(path)) return create ? StepFile.Create(path, Text(steps)) : null;
        StepFile file = StepFile.Open(path);
        if (file.Header.Length == 0)
        {
            file.Dispose();
            throw new SpecificationException($"{path}: found a damaged checkpoint or another file, expected a checkpoint; take another folder or remove the file.");
        }

        if (Difference(file.Header, Text(steps)) is { } difference)
        {
            file.Dispose();
            throw new SpecificationException($"{path}: found a checkpoint of another run ({difference}), expected one of this specification; take another folder or remove the file.");
        }

        return file;
    }

    /// <summary>Runs what touches files; what goes wrong names the option.</summary>
    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"--checkpoint {_directory}: cannot be used ({e.Message.TrimEnd('.')}).", e);
        }
    }

    /// <summary>The data themselves: a file of the same name may hold others.</summary>
    private static string Digest(PointCloud cloud)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(cloud.Points.Span));
        hash.AppendData(MemoryMarshal.AsBytes(cloud.Weights.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private string Text(int steps)
    {
        var identity = (JsonObject)_identity.DeepClone();
        identity["specification"]!["steps"] = steps;
        return identity.ToJsonString();
    }

    /// <summary>The first field that differs, in words; null if none does.</summary>
    private static string? Difference(string found, string wanted)
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
