using System.Text;
using System.Text.RegularExpressions;

namespace Simulator.Tests;

/// <summary>A line of a shell, as far as documents use one: words, quotes, and the file that stdout goes to.</summary>
/// <param name="Words">The words without quotes.</param>
/// <param name="Output">The file behind &gt; or &gt;&gt;, or null.</param>
internal sealed record ShellCommand(string[] Words, string? Output)
{
    /// <summary>Reads a line; a comment at its end is left out.</summary>
    /// <exception cref="FormatException">A quote is not closed.</exception>
    public static ShellCommand Parse(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool isWord = false;
        char quote = '\0';
        foreach (char c in line)
        {
            if (quote != '\0' && c == quote) quote = '\0';
            else if (quote != '\0') word.Append(c);
            else if (c is '"' or '\'') (quote, isWord) = (c, true);
            else if (char.IsWhiteSpace(c)) End();
            else if (c == '#' && !isWord) break;
            else (isWord, _) = (true, word.Append(c));
        }

        if (quote != '\0') throw new FormatException($"The quote {quote} is not closed: {line}");
        End();
        int into = words.FindIndex(w => w is ">" or ">>");
        return into < 0 ? new ShellCommand([.. words], null) : new ShellCommand([.. words[..into]], words[into + 1]);

        void End()
        {
            if (isWord) words.Add(word.ToString());
            word.Clear();
            isWord = false;
        }
    }

    /// <summary>The files and folders that a word of a shell stands for: with * and {a,b}, several.</summary>
    /// <param name="root">The folder to which the word is relative.</param>
    /// <param name="word">The word.</param>
    public static IEnumerable<string> Matches(string root, string word) => Alternatives(word).SelectMany(w => Expand(root, w));

    private static IEnumerable<string> Alternatives(string word)
    {
        Match braces = Regex.Match(word, @"\{([^{}]*,[^{}]*)\}");
        return braces.Success
            ? braces.Groups[1].Value.Split(',').SelectMany(part => Alternatives(word[..braces.Index] + part + word[(braces.Index + braces.Length)..]))
            : [word];
    }

    private static IEnumerable<string> Expand(string root, string word)
    {
        IEnumerable<string> found = [root];
        foreach (string part in word.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = part.Contains('*', StringComparison.Ordinal)
                ? found.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, part)).Order(StringComparer.Ordinal)
                : found.Select(folder => Path.Combine(folder, part)).Where(Path.Exists);
        }

        return found;
    }
}
