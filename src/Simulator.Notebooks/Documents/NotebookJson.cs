using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Simulator.Notebooks.Documents;

/// <summary>JSON byte for byte as Jupyter writes it, so that a notebook that went through both does not differ.</summary>
internal static partial class NotebookJson
{
    private static readonly JsonWriterOptions Style = new() { Indented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an object.</summary>
    /// <param name="root">The object.</param>
    public static string Write(JsonObject root)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Style))
            root.WriteTo(writer);
        return Escape().Replace(Encoding.UTF8.GetString(stream.ToArray()), Character) + "\n";
    }

    /// <summary>Characters stand for themselves, but for those that JSON forbids, and halves of one; the writer escapes some more, 😀 for instance.</summary>
    private static string Character(Match escape)
    {
        if (escape.Groups["high"].Success) return $"{Parse(escape.Groups["high"])}{Parse(escape.Groups["low"])}";
        if (!escape.Groups["one"].Success) return escape.Value;
        char only = Parse(escape.Groups["one"]);
        return only < ' ' || char.IsSurrogate(only) ? escape.Value.ToLowerInvariant() : only.ToString();
    }

    private static char Parse(Group hex) => (char)int.Parse(hex.ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Every escape from left to right, so that a backslash that is escaped itself begins none.</summary>
    [GeneratedRegex(@"\\(u(?<high>D[89AB][0-9A-F]{2})\\u(?<low>D[C-F][0-9A-F]{2})|u(?<one>[0-9A-F]{4})|.)", RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();
}
