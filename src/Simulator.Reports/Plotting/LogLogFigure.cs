using ScottPlot;
using ScottPlot.Plottables;

namespace Simulator.Reports.Plotting;

/// <summary>A figure with two logarithmic axes.</summary>
internal sealed class LogLogFigure : Figure
{
    /// <summary>Free room around the data, as a part of what they span.</summary>
    private const double Padding = 0.08;

    /// <summary>Less than this many decades would show rounding as drama.</summary>
    private const double LeastDecades = 1, LeastDecadesAcross = 0.3;

    /// <summary>An interval of fewer decades hides behind its marker, since an axis has at least <see cref="LeastDecades"/>.</summary>
    private const double LeastVisible = 0.01;

    private readonly List<(double X, double Y)> _points = [];
    private readonly List<(CurveStyle Style, IReadOnlyList<Interval> Intervals)> _intervals = [];

    /// <summary>An empty figure.</summary>
    /// <param name="title">The title.</param>
    /// <param name="lines">Lines of text under the title.</param>
    /// <param name="across">What stands on the horizontal axis.</param>
    /// <param name="up">What stands on the vertical axis.</param>
    public LogLogFigure(string title, IEnumerable<string> lines, string across, string up)
        : base(title, lines, across, up)
    {
    }

    /// <summary>A curve; points whose value is not positive cannot be shown and are left out.</summary>
    /// <param name="legend">What it is.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="points">log10 of the points, from left to right.</param>
    public void Add(string legend, CurveStyle style, IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)[] shown = [.. points.Where(p => double.IsFinite(p.Y))];
        _points.AddRange(shown);
        AddGuide(legend, style, shown);
    }

    /// <summary>A curve to compare with, which does not move the axes: it may leave the paper.</summary>
    /// <param name="legend">What it is.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="shown">log10 of the points, from left to right.</param>
    public void AddGuide(string legend, CurveStyle style, IReadOnlyCollection<(double X, double Y)> shown)
    {
        Scatter scatter = Plot.Add.Scatter(shown.Select(p => p.X).ToArray(), shown.Select(p => p.Y).ToArray());
        scatter.LegendText = legend;
        scatter.LineColor = scatter.MarkerColor = style.Colour;
        scatter.LinePattern = style.Pattern;
        scatter.LineWidth = style.Width;
        scatter.MarkerShape = style.Marker;
        scatter.MarkerSize = style.MarkerSize;
        scatter.MarkerLineWidth = 1.6f;
    }

    /// <summary>Bars from the lower to the upper end of intervals. A lower end of 0 (log −∞) is drawn down to the axis.</summary>
    /// <param name="style">How they look.</param>
    /// <param name="intervals">The intervals.</param>
    /// <returns>Whether any of them is long enough to be seen.</returns>
    public bool AddIntervals(CurveStyle style, IEnumerable<Interval> intervals)
    {
        Interval[] shown = [.. intervals.Where(i => double.IsFinite(i.High) && i.High - i.Low > LeastVisible)];
        _points.AddRange(shown.SelectMany(i => new[] { (i.X, i.Low), (i.X, i.High) }).Where(p => double.IsFinite(p.Item2)));
        _intervals.Add((style, shown));
        return shown.Length > 0;
    }

    /// <summary>Sets the axes by what was added, and the legend.</summary>
    /// <param name="ticks">Values to be marked on the horizontal axis.</param>
    public void Finish(IReadOnlyCollection<int> ticks)
    {
        (double left, double right) = Range(ticks.Select(t => Math.Log10(t)), LeastDecadesAcross);
        Finish(left, right, LogAxis.At(ticks, left, right));
    }

    /// <summary>Sets the axes by what was added, with powers of ten on the horizontal axis, and the legend.</summary>
    public void Finish()
    {
        (double left, double right) = Range(_points.Select(p => p.X), LeastDecadesAcross);
        Finish(left, right, LogAxis.Powers(left, right));
    }

    private void Finish(double left, double right, Tick[] ticks)
    {
        (double low, double high) = Range(_points.Select(p => p.Y), LeastDecades);
        foreach ((CurveStyle style, IReadOnlyList<Interval> intervals) in _intervals)
            AddBars(style, intervals, low);
        Plot.Axes.SetLimits(left, right, low, high);
        Plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(ticks);
        Plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(LogAxis.Powers(low, high));

        ShowLegend();
    }

    private void AddBars(CurveStyle style, IReadOnlyList<Interval> intervals, double floor)
    {
        double[] x = [.. intervals.Select(i => i.X)], high = [.. intervals.Select(i => i.High)];
        double[] down = [.. intervals.Select(i => i.High - Math.Max(i.Low, floor))];
        Plot.PlottableList.Insert(0, new ErrorBar(x, high, null, null, null, down)
        {
            LineColor = style.Colour,
            LineWidth = style.Width,
            CapSize = style.MarkerSize,
        });
    }

    /// <summary>A range around values with room at both ends, at least so many decades long.</summary>
    private static (double Low, double High) Range(IEnumerable<double> logs, double least)
    {
        double[] values = [.. logs.DefaultIfEmpty(0)];
        double low = values.Min(), high = values.Max(), room = Padding * (high - low), missing = Math.Max(0, least - (high - low) - 2 * room);
        return (low - room - 0.5 * missing, high + room + 0.5 * missing);
    }

    /// <summary>An interval at a place, all as log10; <paramref name="Low"/> may be −∞.</summary>
    /// <param name="X">The place.</param>
    /// <param name="Low">Lower end.</param>
    /// <param name="High">Upper end.</param>
    public readonly record struct Interval(double X, double Low, double High);
}
