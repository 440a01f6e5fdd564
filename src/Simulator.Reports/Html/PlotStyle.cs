using System.Text.Json.Serialization;
using ScottPlot;
using Simulator.Reports.Plotting;

namespace Simulator.Reports.Html;

/// <summary>A <see cref="CurveStyle"/> in the words of the page's plotting library, so that paper and page look alike.</summary>
/// <param name="Colour">Colour, hexadecimal.</param>
/// <param name="Dash">Dashes.</param>
/// <param name="Width">Width of the line; 0 for markers alone.</param>
/// <param name="Symbol">Shape of the marker; null for a line alone.</param>
/// <param name="Size">Size of the marker.</param>
internal sealed record PlotStyle(
    string Colour, string Dash, double Width, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Symbol, double Size)
{
    /// <summary>Paper has more room for markers that nest.</summary>
    private const double SizeOnPage = 0.9;

    /// <summary>The style of a curve.</summary>
    /// <param name="style">How it looks on paper.</param>
    public static PlotStyle Of(CurveStyle style) => new(
        $"#{style.Colour.R:X2}{style.Colour.G:X2}{style.Colour.B:X2}",
        style.Pattern.Equals(LinePattern.Dashed) ? "9px,5px" : style.Pattern.Equals(LinePattern.DenselyDashed) ? "5px,2.5px" : style.Pattern.Equals(LinePattern.Dotted) ? "2px,3px" : "solid",
        Math.Round(style.Width, 2),
        Symbols(style.Marker),
        Math.Round(SizeOnPage * style.MarkerSize, 1));

    /// <summary>The style of one of many curves: beyond those that paper can tell apart, colours come again with other dashes and markers.</summary>
    /// <param name="index">Which, from 0.</param>
    public static PlotStyle Series(int index)
    {
        int count = CurveStyle.Series.Length;
        PlotStyle style = Of(CurveStyle.Series[index % count]);
        return index < count ? style : style with { Dash = Series((index + index / count) % count).Dash, Symbol = Series((index + index / count) % count).Symbol };
    }

    private static string? Symbols(MarkerShape marker) => marker switch
    {
        MarkerShape.None => null,
        MarkerShape.FilledSquare => "square",
        MarkerShape.FilledTriangleUp => "triangle-up",
        MarkerShape.FilledDiamond => "diamond",
        MarkerShape.OpenCircle => "circle-open",
        MarkerShape.OpenSquare => "square-open",
        MarkerShape.OpenTriangleUp => "triangle-up-open",
        MarkerShape.OpenDiamond => "diamond-open",
        MarkerShape.Eks => "x-thin-open",
        _ => "circle",
    };
}
