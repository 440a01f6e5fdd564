using System.Text.Json.Nodes;

namespace Simulator.Tests.Notebooks.Documents;

/// <summary>Notebooks as Jupyter writes them.</summary>
internal static class Notebook
{
    /// <summary>A notebook of code cells without outputs.</summary>
    public static string Of(params string[] cells) => With([.. cells.Select(source => Cell(source))]);

    public static string With(params JsonObject[] cells) => new JsonObject
    {
        ["cells"] = new JsonArray([.. cells]),
        ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["display_name"] = "C# (Simulator)", ["language"] = "C#", ["name"] = "simulator-csharp" } },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString();

    public static JsonObject Cell(string source, params string[] tags) => new()
    {
        ["cell_type"] = "code",
        ["execution_count"] = null,
        ["id"] = $"c{Guid.NewGuid():N}",
        ["metadata"] = tags.Length == 0 ? [] : new JsonObject { ["tags"] = new JsonArray([.. tags.Select(t => (JsonNode)t)]) },
        ["outputs"] = new JsonArray(),
        ["source"] = source,
    };

    public static JsonObject Prose(string source) => new()
    {
        ["cell_type"] = "markdown",
        ["id"] = $"c{Guid.NewGuid():N}",
        ["metadata"] = new JsonObject(),
        ["source"] = source,
    };
}
