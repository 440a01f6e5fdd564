using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Simulator.Numerics;
using Simulator.Specifications;

namespace Simulator.Experiments;

/// <summary>
/// The running supremum of the implied C1 over a folder of results. C1 of (24) has no value in the paper (S): every measurement implies a lower bound of the C1
/// with which the theorem could hold, and the largest one is what is known of it.
/// </summary>
public static class ImpliedC1
{
    private const string FileName = "results.json";

    /// <summary>Reads every results.json below a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="SpecificationException">There is no such folder, or no results in it.</exception>
    public static SupremumResult Over(string folder)
    {
        if (!Directory.Exists(folder)) throw new SpecificationException($"{folder}: found no such folder, expected one with results of verify.");
        string[] files = [.. Directory.EnumerateFiles(folder, FileName, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new SpecificationException($"{folder}: found no {FileName} in it or below, expected results of verify.");
        var skipped = ImmutableArray.CreateBuilder<SkippedFile>();
        var leftOut = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var implied = new List<ImpliedC1Record>();
        foreach (string file in files)
        {
            string name = Path.GetRelativePath(folder, file);
            try
            {
                implied.AddRange(Read(name, JsonNode.Parse(File.ReadAllText(file)), leftOut));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException)
            {
                skipped.Add(new SkippedFile(name, "not the results of verify"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                skipped.Add(new SkippedFile(name, "cannot be read"));
            }
        }

        var running = ImmutableArray.CreateBuilder<ImpliedC1Record>();
        foreach (ImpliedC1Record record in implied)
        {
            if (running.Count == 0 || record.ImpliedC1Log10 > running[^1].ImpliedC1Log10) running.Add(record);
        }

        return new SupremumResult(
            folder,
            files.Length - skipped.Count,
            implied.Count,
            running.Count > 0 ? running[^1] : null,
            running.ToImmutable(),
            skipped.ToImmutable(),
            leftOut.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private static List<ImpliedC1Record> Read(string file, JsonNode? document, SortedDictionary<string, int> leftOut)
    {
        var found = new List<ImpliedC1Record>();
        var reasons = new List<string>();
        string name = Text(document, "name");
        int dimension = Child(Child(document, "target"), "dimension").GetValue<int>();
        foreach (JsonNode? row in Child(document, "rows").AsArray())
        {
            string status = Text(row, "status");
            if (row!["bound"] is not { } bound) reasons.Add("no bound: Theorem 1 is about two-phase schedules");
            else if (status != Status.Ok.Name()) reasons.Add($"status {status}");
            else if (bound["impliedC1Log10"] is not { } log) reasons.Add("W1 is below ε + ε_F");
            else
            {
                double log10 = log.GetValue<double>();
                found.Add(new ImpliedC1Record(
                    file, name, Child(row, "steps").GetValue<int>(), dimension, Math.Pow(10, log10), log10, Text(bound, "lipschitzUsed")));
            }
        }

        // Only once the whole file is understood does it count.
        foreach (string reason in reasons)
            leftOut[reason] = leftOut.GetValueOrDefault(reason) + 1;
        return found;
    }

    private static JsonNode Child(JsonNode? node, string field) => node?[field] ?? throw new KeyNotFoundException(field);

    private static string Text(JsonNode? node, string field) => Child(node, field).GetValue<string>();
}
