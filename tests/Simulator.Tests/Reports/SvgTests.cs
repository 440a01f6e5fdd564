using System.Text;
using System.Text.RegularExpressions;
using Simulator.Reports.Plotting;
using Xunit;

namespace Simulator.Tests.Reports;

public class SvgTests
{
    [Fact]
    public void Figures_have_no_black_background()
    {
        (byte[] png, byte[] svg) = FigureWriter.Pictures(() =>
        {
            var figure = new LinearFigure("A figure", [], "x", "y");
            figure.Add("line", CurveStyle.Series[0], [(0, 0), (1, 1)]);
            figure.Finish();
            return figure;
        });

        // A rectangle without a fill is black. The PNG is opaque white where nothing is drawn.
        string[] rectangles = [.. Encoding.UTF8.GetString(svg).Split('<').Where(element => element.StartsWith("rect ", StringComparison.Ordinal))];
        Assert.All(rectangles, r => Assert.True(r.Contains("fill=", StringComparison.Ordinal) || r.Contains("x=", StringComparison.Ordinal), r));
        using var bitmap = SkiaSharp.SKBitmap.Decode(png);
        Assert.Equal(SkiaSharp.SKColors.White, bitmap.GetPixel(0, 0));
    }

    [Fact]
    public void Curves_without_names_are_drawn_and_have_no_legend()
    {
        byte[] Svg(string legend) => FigureWriter.Pictures(() =>
        {
            var figure = new LinearFigure("A figure", [], "x", "y");
            figure.Add(legend, CurveStyle.Series[0] with { Marker = ScottPlot.MarkerShape.None }, [(0, 0), (1, 1)]);
            figure.Finish();
            return figure;
        }).Svg;
        string blue = CurveStyle.Series[0].Colour.ToHex();
        Assert.Contains($"stroke=\"{blue}\"", Encoding.UTF8.GetString(Svg("line")), StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"stroke=\"{blue}\"", Encoding.UTF8.GetString(Svg("")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_part_that_is_referred_to_is_there()
    {
        byte[] svg = FigureWriter.Pictures(() => new ImageSheetFigure("Images", [], [new("one", new double[,] { { 0, 1 } }), new("two", new double[,] { { 1 } })], 0, 1)).Svg;
        string text = Encoding.UTF8.GetString(svg);
        string[] parts = [.. Regex.Matches(text, "id=\"([^\"]+)\"").Select(m => m.Groups[1].Value)], used = [.. Regex.Matches(text, "(?:url\\(|href=\")#([^\")]+)").Select(m => m.Groups[1].Value)];
        Assert.Equal(parts.Length, parts.Distinct().Count());
        Assert.Equal(2, Regex.Count(text, "<image "));
        Assert.All(used, part => Assert.Contains(part, parts));
    }
}
