using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Simulator.Reports.Plotting;

/// <summary>A figure with two linear axes.</summary>
internal sealed class LinearFigure : Figure
{
    /// <summary>Free room around the data, as a part of what they span.</summary>
    private const double Padding = 0.04;

    /// <summary>Ticks relative to the library's own choice, whose grid would outshine pale curves.</summary>
    private const double Density = 0.55;

    private static readonly Color AreaColour = Color.FromHex("#DCDCDC");

    private readonly List<(double X, double Y)> _points = [];

    /// <summary>An empty figure.</summary>
    /// <param name="title">The title.</param>
    /// <param name="lines">Lines of text under the title.</param>
    /// <param name="across">What stands on the horizontal axis.</param>
    /// <param name="up">What stands on the vertical axis.</param>
    public LinearFigure(string title, IEnumerable<string> lines, string across, string up)
        : base(title, lines, across, up)
    {
    }

    /// <summary>A curve; points that are not finite are left out.</summary>
    /// <param name="legend">What it is.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="points">The points, in the order in which they are joined.</param>
    /// <param name="area">Whether the area down to 0 is filled, palely, so that a narrow peak keeps its place and height beside a curve.</param>
    public void Add(string legend, CurveStyle style, IEnumerable<(double X, double Y)> points, bool area = false)
    {
        (double X, double Y)[] shown = [.. points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))];
        if (shown.Length == 0) return;
        _points.AddRange(shown);
        Scatter scatter = Plot.Add.Scatter(shown.Select(p => p.X).ToArray(), shown.Select(p => p.Y).ToArray());
        scatter.LegendText = legend;
        scatter.LineColor = scatter.MarkerColor = style.Colour;
        scatter.LinePattern = style.Pattern;
        scatter.LineWidth = style.Width;
        scatter.MarkerShape = style.Marker;
        scatter.MarkerSize = style.MarkerSize;
        scatter.MarkerLineWidth = 1.6f;
        scatter.FillY = area;
        scatter.FillYColor = AreaColour;
    }

    /// <summary>Sets the axes by what was added, and the legend.</summary>
    /// <param name="ceiling">Where the vertical axis ends at the latest; what is higher is cut off.</param>
    public void Finish(double ceiling = double.PositiveInfinity)
    {
        (double left, double right) = Range(_points.Select(p => p.X));
        (double low, double high) = Range(_points.Select(p => Math.Min(p.Y, ceiling)));
        Plot.Axes.SetLimits(left, right, low, high);
        Plot.Axes.Bottom.TickGenerator = Ticks();
        Plot.Axes.Left.TickGenerator = Ticks();
        ShowLegend();
    }

    private static NumericAutomatic Ticks() => new()
    {
        LabelFormatter = Label,
        TickDensity = Density,
        MinorTickGenerator = new EvenlySpacedMinorTickGenerator(2),
    };

    /// <summary>The same text in every country, with a true minus; the last digits of ticks are rounding.</summary>
    private static string Label(double value) => Math.Round(value, 10).ToString("G10", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A range around values with room at both ends.</summary>
    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        double[] all = [.. values.DefaultIfEmpty(0)];
        double low = all.Min(), high = all.Max(), room = high > low ? Padding * (high - low) : 0.5;
        return (low - room, high + room);
    }
}
