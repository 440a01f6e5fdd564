using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Simulator.Experiments;

namespace Simulator.Sweeps;

/// <summary>Many experiments that differ in a grid of fields.</summary>
/// <param name="Name">Name, used for the folder of results.</param>
/// <param name="Axes">The names of the axes, in the order of the table's columns.</param>
/// <param name="Cells">The cells, in the order of the table's rows.</param>
/// <param name="Accuracies">The ε for which the smallest T is searched in every cell, descending; empty where every cell has its T.</param>
/// <param name="Document">The specification as it was written, with defaults left out.</param>
public sealed record SweepSpecification(
    string Name,
    ImmutableArray<string> Axes,
    ImmutableArray<SweepCell> Cells,
    ImmutableArray<double> Accuracies,
    JsonNode Document)
{
    /// <summary>The address of the whole: equal for equal cells in equal order under equal names, code and kernels.</summary>
    public string Address { get; } = CellAddress.Hash(JsonSerializer.Serialize(new { Axes, Cells = Cells.Select(c => new { c.Key, c.Labels }) }));
}

/// <summary>One experiment of a sweep.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Labels">Its value on every axis: doubles and strings.</param>
/// <param name="Experiment">The experiment, with one T: its own or, where the smallest T is searched, the largest one to try.</param>
/// <param name="Key">Its address: SHA-256 of the canonical specification, the data, the code and the kernels.</param>
public sealed record SweepCell(int Index, ImmutableArray<object> Labels, ExperimentSpecification Experiment, string Key)
{
    /// <summary>The only T of the experiment.</summary>
    public int Steps => Experiment.Steps[0];

    /// <summary>A cell in words, e.g. <c>cell 3 (family = sphere, d = 10)</c>.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="axes">The names of the axes.</param>
    /// <param name="labels">Its values on them.</param>
    internal static string Describe(int index, IEnumerable<string> axes, IEnumerable<object> labels)
        => $"cell {index} ({string.Join(", ", axes.Zip(labels, (a, l) => $"{a} = {ResultTable.Plain(l)}"))})";
}

/// <summary>Content addresses.</summary>
internal static class CellAddress
{
    /// <summary>Nothing that is measured depends on these.</summary>
    private static readonly string[] Irrelevant = ["name"];

    /// <summary>The address of a cell.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="accuracies">The ε for which T is searched.</param>
    /// <param name="backend">Name of the linear-algebra backend.</param>
    public static string Of(ExperimentSpecification experiment, ImmutableArray<double> accuracies, string backend)
    {
        JsonObject identity = RunIdentity.Of(experiment, Irrelevant);
        identity["build"] = Manifest.Build;
        identity["backend"] = backend;
        if (!accuracies.IsEmpty) identity["accuracy"] = new JsonArray([.. accuracies.Select(a => (JsonNode)a)]);
        return Hash(identity.ToJsonString());
    }

    /// <summary>SHA-256 in hexadecimal digits.</summary>
    /// <param name="text">The text.</param>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
