using System.Text.Json.Nodes;

namespace Simulator.Tests.Reference;

/// <summary>The reference values beside this file.</summary>
internal static class ReferenceValues
{
    public static JsonNode Document { get; } =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "reference.json")))!;

    public static double Number(params string[] path)
        => path.Aggregate(Document, (node, name) => node[name]!).GetValue<double>();

    public static double[] Numbers(params string[] path)
        => [.. path.Aggregate(Document, (node, name) => node[name]!).AsArray().Select(n => n!.GetValue<double>())];
}
