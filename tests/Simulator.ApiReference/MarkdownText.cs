using System.Text;

namespace Simulator.ApiReference;

/// <summary>Text as Markdown shows it, and the anchors of its headings.</summary>
public static class MarkdownText
{
    /// <summary>Text in which nothing is taken for markup.</summary>
    /// <param name="text">The text.</param>
    public static string Escaped(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var escaped = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            // An underscore inside of a word (f_T, E‖ξ_T‖) is none of Markdown's; at its edge it would begin emphasis.
            bool isInside = i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            if (text[i] is '\\' or '*' or '<' or '[' or ']' or '`' or '|' || (text[i] == '_' && !isInside)) escaped.Append('\\');
            escaped.Append(text[i]);
        }

        return escaped.ToString();
    }

    /// <summary>Code inside of a line.</summary>
    /// <param name="code">The code.</param>
    public static string Code(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Contains('`', StringComparison.Ordinal) ? $"`` {code} ``" : $"`{code}`";
    }

    /// <summary>The anchor that GitHub gives to a heading: lower case, punctuation left out, blanks as dashes. It is the first of that name on its page.</summary>
    /// <param name="heading">The heading as it is shown.</param>
    public static string Anchor(string heading)
    {
        ArgumentNullException.ThrowIfNull(heading);
        return string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ').Select(c => c == ' ' ? '-' : c));
    }
}
