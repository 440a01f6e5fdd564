using System.Globalization;
using Simulator.Reports.Plotting;

namespace Simulator.Notebooks;

/// <summary>A chart of curves in the style of all figures of the project, shown as a picture.</summary>
public sealed class Chart : IDisplayable
{
    private readonly string _title, _across, _up;
    private readonly bool _logarithmic;
    private readonly List<Curve> _curves = [];
    private int _series;

    /// <summary>A chart without curves.</summary>
    /// <param name="title">The title.</param>
    /// <param name="across">What stands on the horizontal axis.</param>
    /// <param name="up">What stands on the vertical axis.</param>
    /// <param name="logarithmic">Whether both axes are logarithmic; values that are not positive are then left out.</param>
    public Chart(string title, string across, string up, bool logarithmic = false) => (_title, _across, _up, _logarithmic) = (title, across, up, logarithmic);

    /// <summary>Lines under the title.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Where the vertical axis ends at the latest; on logarithmic axes it has no effect.</summary>
    public double Ceiling { get; init; } = double.PositiveInfinity;

    /// <summary>Adds a line.</summary>
    /// <param name="legend">What it is.</param>
    /// <param name="x">Where.</param>
    /// <param name="y">As many values.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public Chart Line(string legend, IEnumerable<double> x, IEnumerable<double> y) => Add(legend, NextStyle() with { Marker = ScottPlot.MarkerShape.None }, Points(x, y), area: false);

    /// <summary>Adds a line through marked points.</summary>
    /// <param name="legend">What it is.</param>
    /// <param name="x">Where.</param>
    /// <param name="y">As many values.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public Chart Marks(string legend, IEnumerable<double> x, IEnumerable<double> y) => Add(legend, NextStyle(), Points(x, y), area: false);

    /// <summary>Adds marked points that nothing joins.</summary>
    /// <param name="legend">What they are.</param>
    /// <param name="x">Where.</param>
    /// <param name="y">As many values.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public Chart Scatter(string legend, IEnumerable<double> x, IEnumerable<double> y) => Add(legend, NextStyle() with { Width = 0, MarkerSize = 5 }, Points(x, y), area: false);

    /// <summary>Adds a pale curve to compare with; on linear axes filled down to 0.</summary>
    /// <param name="legend">What it is.</param>
    /// <param name="x">Where.</param>
    /// <param name="y">As many values.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public Chart Guide(string legend, IEnumerable<double> x, IEnumerable<double> y) => Add(legend, _logarithmic ? CurveStyle.FastGuide : CurveStyle.Data, Points(x, y), area: !_logarithmic);

    /// <inheritdoc/>
    public MimeBundle ToBundle() => Pictures.Of(_title, Figure);

    private static (double X, double Y)[] Points(IEnumerable<double> x, IEnumerable<double> y)
    {
        double[] across = [.. x], up = [.. y];
        if (across.Length != up.Length)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{across.Length} places and {up.Length} values."), nameof(y));
        return [.. across.Zip(up)];
    }

    private CurveStyle NextStyle() => CurveStyle.Series[_series++ % CurveStyle.Series.Length];

    private Chart Add(string legend, CurveStyle style, (double X, double Y)[] points, bool area)
    {
        _curves.Add(new(legend, style, points, area));
        return this;
    }

    private Figure Figure() => _logarithmic ? LogLog() : Linear();

    private LogLogFigure LogLog()
    {
        var figure = new LogLogFigure(_title, Notes, _across, _up);
        foreach (Curve curve in _curves)
            figure.Add(curve.Legend, curve.Style, curve.Points.Where(p => p.X > 0 && p.Y > 0).Select(p => (Math.Log10(p.X), Math.Log10(p.Y))));
        figure.Finish();
        return figure;
    }

    private LinearFigure Linear()
    {
        var figure = new LinearFigure(_title, Notes, _across, _up);
        foreach (Curve curve in _curves)
            figure.Add(curve.Legend, curve.Style, curve.Points, curve.Area);
        figure.Finish(Ceiling);
        return figure;
    }

    private sealed record Curve(string Legend, CurveStyle Style, (double X, double Y)[] Points, bool Area);
}
