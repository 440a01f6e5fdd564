using System.Globalization;
using System.Text.RegularExpressions;

namespace Simulator.Notebooks.Documents;

/// <summary>
/// Compares texts of outputs: words and whole numbers must be the same, other numbers to six significant digits, since another processor adds in another order. What stands behind ± is an estimate of an error and need only be of the
/// same order. A cell whose numbers are nothing but rounding should not print them.
/// </summary>
public static partial class OutputComparison
{
    private const int Digits = 6;

    private const double SameOrder = 10;

    /// <summary>The first difference in a sentence, or null.</summary>
    /// <param name="expected">The text that is known.</param>
    /// <param name="found">The text that came.</param>
    public static string? Difference(string expected, string found)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(found);
        string[] first = Tokens(expected), second = Tokens(found);
        for (int i = 0; i < Math.Max(first.Length, second.Length); i++)
        {
            string a = i < first.Length ? first[i] : "the end", b = i < second.Length ? second[i] : "the end";
            if (a != b && !Near(a, b, isError: i > 0 && first[i - 1] == "±")) return $"expected '{a}', found '{b}'{Context(first, i)}";
        }

        return null;
    }

    private static string[] Tokens(string text) => [.. Token().Matches(text).Select(t => t.Value)];

    private static bool Near(string a, string b, bool isError)
    {
        if (IsWhole(a) && IsWhole(b)) return false;
        if (!IsNumber(a, out double x) || !IsNumber(b, out double y) || !double.IsFinite(x) || !double.IsFinite(y)) return false;
        double size = Math.Max(Math.Abs(x), Math.Abs(y));
        if (isError) return size <= SameOrder * Math.Min(Math.Abs(x), Math.Abs(y));

        // A unit of the last of the digits, with room for the rounding of the difference.
        return Math.Abs(x - y) <= 1.000001 * Math.Pow(10, Math.Floor(Math.Log10(size)) + 1 - Digits);
    }

    private static bool IsWhole(string text) => text.All(c => char.IsAsciiDigit(c) || c is '-' or '+' or '−');

    private static bool IsNumber(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static string Context(string[] tokens, int i) => i == 0 ? "" : $" after '{string.Join(' ', tokens.Take(Math.Min(i, tokens.Length)).TakeLast(4))}'";

    [GeneratedRegex(@"[-−+]?\d+(\.\d+)?([eE][-+]?\d+)?|[^\s\d]+")]
    private static partial Regex Token();
}
