using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Simulator.Reports.Html;

/// <summary>A piece of a page. Whatever stands in the holes of an interpolated string is escaped, unless it is a piece itself: no text of the data can become markup.</summary>
/// <param name="Markup">The markup.</param>
internal readonly record struct HtmlText(string Markup)
{
    /// <summary>Nothing.</summary>
    public static HtmlText Empty { get; } = new("");

    /// <summary>A piece from an interpolated string.</summary>
    /// <param name="text">The string, markup but for its holes.</param>
    public static HtmlText Of(ref Handler text) => new(text.Markup);

    /// <summary>Pieces after each other.</summary>
    /// <param name="pieces">The pieces.</param>
    public static HtmlText Join(IEnumerable<HtmlText> pieces) => new(string.Concat(pieces.Select(p => p.Markup)));

    /// <summary>Text as it stands in markup and in attributes.</summary>
    /// <param name="text">The text.</param>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Puts a piece together; used by the compiler.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Handler
    {
        private readonly StringBuilder _text;

        public Handler(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + 16 * formattedCount);

        /// <summary>The markup.</summary>
        public string Markup => _text.ToString();

        public void AppendLiteral(string text) => _text.Append(text);

        public void AppendFormatted(HtmlText piece) => _text.Append(piece.Markup);

        public void AppendFormatted(IEnumerable<HtmlText> pieces) => _text.Append(Join(pieces).Markup);

        public void AppendFormatted(string? text) => _text.Append(Escape(text ?? ""));

        public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));
    }
}
