namespace Simulator.Specifications;

/// <summary>
/// Syntax errors in words. The JSON library says what it found and, in a second sentence, what it expected; where it does not, or
/// speaks of its own options, the words are ours.
/// </summary>
internal static class JsonProblems
{
    /// <summary>There is nothing but blanks and comments.</summary>
    public const string NothingThere = "found an empty file, expected a JSON object";

    private static readonly (string Start, string Words)[] Replacements =
    [
        ("The input does not contain any JSON tokens", NothingThere),
        ("'0x0A' is invalid within a JSON string", "the string is not closed on its line, expected a '\"'"),
        ("'0x0D' is invalid within a JSON string", "the string is not closed on its line, expected a '\"'"),
        ("The maximum configured depth", "values are nested more than 64 deep, expected fewer levels"),
    ];

    /// <summary>The problem without a full stop.</summary>
    /// <param name="message">The message of the library.</param>
    public static string InWords(string message)
    {
        foreach ((string start, string words) in Replacements)
        {
            if (message.StartsWith(start, StringComparison.Ordinal)) return words;
        }

        int cut = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string[] sentences = (cut >= 0 ? message[..cut] : message).Split(". ", 2, StringSplitOptions.TrimEntries);
        string text = string.Join("; ", sentences.Select(s => LowerFirst(s.TrimEnd('.'))));
        if (text.EndsWith("is an invalid start of a value", StringComparison.Ordinal))
            text += "; expected a number, a string in double quotes, true, false, null, an array or an object";
        else if (!text.Contains("expect", StringComparison.Ordinal) && !text.Contains("should", StringComparison.Ordinal))
            text += "; expected JSON, in which comments and trailing commas are allowed";
        return text;
    }

    private static string LowerFirst(string text) => text.Length > 0 ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
