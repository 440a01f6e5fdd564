using System.Text.Json.Nodes;

namespace Simulator.Notebooks;

/// <summary>Text of a notebook's file, where it is a list of lines that keep their ends, so that versions can be compared line by line.</summary>
internal static class CellText
{
    /// <summary>Text as a list of lines.</summary>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start) is var found && found < 0 ? text.Length : found + 1;
            lines.Add((JsonNode)text[start..end]);
            start = end;
        }

        return lines;
    }

    /// <summary>Text from a list of lines or from one string; null when it is neither.</summary>
    public static string? Join(JsonNode? node) => node switch
    {
        JsonArray lines when lines.All(IsText) => string.Concat(lines.Select(l => l!.GetValue<string>())),
        not null when IsText(node) => node.GetValue<string>(),
        _ => null,
    };

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out _);
}
