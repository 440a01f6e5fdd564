using System.Globalization;
using System.Text.RegularExpressions;

namespace Simulator.Notebooks.Documents;

/// <summary>
/// Compares texts of outputs: words must be the same, numbers nearly. Another processor adds in another order, so that last digits may differ.
/// </summary>
public static partial class OutputComparison
{
    /// <summary>Numbers below this are rounding errors of numbers of order 1, and any two are as good as each other.</summary>
    private const double Noise = 1e-11;

    /// <summary>The first difference in a sentence, or null.</summary>
    /// <param name="expected">The text that is known.</param>
    /// <param name="found">The text that came.</param>
    /// <param name="tolerance">How far numbers may be off, relatively; beyond that a unit of the last shown digit is let pass.</param>
    public static string? Difference(string expected, string found, double tolerance = 1e-6)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(found);
        string[] first = Tokens(expected), second = Tokens(found);
        for (int i = 0; i < Math.Max(first.Length, second.Length); i++)
        {
            string a = i < first.Length ? first[i] : "the end", b = i < second.Length ? second[i] : "the end";
            if (a != b && !Near(a, b, tolerance)) return $"expected '{a}', found '{b}'{Context(first, i)}";
        }

        return null;
    }

    private static string[] Tokens(string text) => [.. Token().Matches(text).Select(t => t.Value)];

    private static bool Near(string a, string b, double tolerance)
    {
        if (!IsNumber(a, out double x) || !IsNumber(b, out double y)) return false;
        double size = Math.Max(Math.Abs(x), Math.Abs(y));
        return size < Noise || Math.Abs(x - y) <= tolerance * size + 1.001 * Math.Max(Unit(a), Unit(b));
    }

    private static bool IsNumber(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>A unit of the last digit that is shown; whole numbers are exact.</summary>
    private static double Unit(string number)
    {
        int e = number.IndexOfAny(['e', 'E']), dot = number.IndexOf('.', StringComparison.Ordinal);
        if (e < 0 && dot < 0) return 0;
        int exponent = e < 0 ? 0 : int.Parse(number.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), decimals = dot < 0 ? 0 : (e < 0 ? number.Length : e) - dot - 1;
        return Math.Pow(10, exponent - decimals);
    }

    private static string Context(string[] tokens, int i) => i == 0 ? "" : $" after '{string.Join(' ', tokens.Take(Math.Min(i, tokens.Length)).TakeLast(4))}'";

    [GeneratedRegex(@"[-−+]?\d+(\.\d+)?([eE][-+]?\d+)?|[^\s\d]+")]
    private static partial Regex Token();
}
