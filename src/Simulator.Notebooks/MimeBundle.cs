using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Simulator.Notebooks;

/// <summary>One value in several forms, of which whoever shows it takes the richest that it understands.</summary>
/// <param name="Forms">MIME type and text; bytes are in base64.</param>
public sealed record MimeBundle(ImmutableSortedDictionary<string, string> Forms)
{
    /// <summary>The MIME type of plain text.</summary>
    public const string Plain = "text/plain";

    /// <summary>The MIME type of markup.</summary>
    public const string Html = "text/html";

    /// <summary>The MIME type of a picture in pixels.</summary>
    public const string Png = "image/png";

    /// <summary>The MIME type of Markdown.</summary>
    public const string Markdown = "text/markdown";

    /// <summary>A value that is text alone.</summary>
    /// <param name="text">The text.</param>
    public static MimeBundle OfText(string text) => Of((Plain, text));

    /// <summary>A value in several forms.</summary>
    /// <param name="forms">MIME types and texts.</param>
    public static MimeBundle Of(params ReadOnlySpan<(string Type, string Text)> forms)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string type, string text) in forms)
            builder.Add(type, text);
        return new(builder.ToImmutable());
    }

    /// <summary>The plain text, or nothing.</summary>
    public string Text => Forms.GetValueOrDefault(Plain, "");

    /// <summary>The bundle as notebooks and messages have it.</summary>
    /// <param name="text">How text is written; bytes in base64 are one string everywhere.</param>
    internal JsonObject ToJson(Func<string, JsonNode> text)
    {
        var json = new JsonObject();
        foreach ((string type, string form) in Forms)
            json.Add(type, type == Png ? form : text(form));
        return json;
    }
}
