using System.Globalization;

namespace Simulator.Reports.Html;

/// <summary>Numbers on a page: rounded for the eye, exact in the element's value, which hovering and tapping show.</summary>
internal static class PageNumber
{
    private static readonly HtmlText s_none = new("–");

    /// <summary>A number; a dash where there is none.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">Significant digits that are shown.</param>
    public static HtmlText Of(double? value, int digits = 4) => value is { } v && double.IsFinite(v) ? Shown(v, Figures.Significant(v, digits)) : s_none;

    /// <summary>A number with a fixed count of decimals, as exponents have.</summary>
    /// <param name="value">The number.</param>
    public static HtmlText Exponent(double? value)
        => value is { } v && double.IsFinite(v) ? Shown(v, (Math.Round(v, 3) + 0.0).ToString("0.000", CultureInfo.InvariantCulture).Replace('-', '−')) : s_none;

    /// <summary>A positive number that is known by its log10, which is the exact one.</summary>
    /// <param name="log10">log10 of the number.</param>
    /// <param name="digits">Significant digits that are shown.</param>
    public static HtmlText OfLog10(double? log10, int digits = 3) => log10 is { } log && double.IsFinite(log)
        ? HtmlText.Of($"<data value=\"{Exact(log)}\" title=\"log10 = {Exact(log)}\" data-prefix=\"10^\">{Figures.OfLog10(log, digits)}</data>")
        : s_none;

    /// <summary>An interval; one number where both ends look alike.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="digits">Significant digits that are shown.</param>
    public static HtmlText Interval(double? low, double? high, int digits = 4) => HtmlText.Of($"[{Of(low, digits)}, {Of(high, digits)}]");

    /// <summary>The digits that give a double back.</summary>
    /// <param name="value">The double.</param>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static HtmlText Shown(double exact, string shown) => HtmlText.Of($"<data value=\"{Exact(exact)}\" title=\"{Exact(exact)}\">{shown}</data>");
}
