using ScottPlot;
using ScottPlot.TickGenerators;

namespace Simulator.Reports.Plotting;

/// <summary>
/// A chain of growing quantities from top to bottom over a logarithmic axis: each bar reaches from the quantity above to its own, so that its length is
/// the factor that is lost there.
/// </summary>
internal sealed class WaterfallFigure : Figure
{
    private const double BarSize = 0.52, Padding = 0.06, LeastDecades = 1, LabelGap = 0.012;

    private const float LabelSize = 12;

    /// <summary>A finished waterfall.</summary>
    /// <param name="title">The title.</param>
    /// <param name="lines">Lines of text under the title.</param>
    /// <param name="across">What stands on the horizontal axis.</param>
    /// <param name="bars">The bars, from top to bottom; the first starts the chain.</param>
    public WaterfallFigure(string title, IEnumerable<string> lines, string across, IReadOnlyList<Bar> bars)
        : base(title, lines, across, "")
    {
        double low = bars.Min(b => b.Log10), high = bars.Max(b => b.Log10), span = Math.Max(LeastDecades, high - low);
        double left = low - 3 * Padding * span, right = high + 5 * Padding * span;
        for (int i = 0; i < bars.Count; i++)
        {
            double place = bars.Count - 1 - i, from = i == 0 ? left : bars[i - 1].Log10, to = bars[i].Log10;
            Add(bars[i], place, Math.Min(from, to), Math.Max(from, to));
            ScottPlot.Plottables.Text label = Plot.Add.Text(bars[i].Label, Math.Max(from, to) + LabelGap * span, place);
            label.LabelFontSize = LabelSize;
            label.LabelFontName = FigureFonts.Family;
            label.LabelAlignment = Alignment.MiddleLeft;
            if (i + 1 == bars.Count) continue;
            var guide = Plot.Add.Line(to, place - BarSize / 2, to, place - 1 + BarSize / 2);
            guide.LineWidth = 1;
            guide.LineColor = Color.FromHex("#808080");
        }

        Plot.Axes.SetLimits(left, right, -0.6, bars.Count - 0.4);
        Plot.Axes.Bottom.TickGenerator = new NumericManual(LogAxis.Powers(left, right));
        Plot.Axes.Left.TickGenerator = new NumericManual([.. bars.Select((b, i) => Tick.Major(bars.Count - 1 - i, b.Name))]);
        Plot.Grid.YAxisStyle.IsVisible = false;
    }

    private void Add(Bar bar, double place, double from, double to)
    {
        ScottPlot.Plottables.BarPlot plot = Plot.Add.Bars(new ScottPlot.Bar[] { new()
        {
            Position = place,
            ValueBase = from,
            Value = to,
            Size = BarSize,
            Orientation = Orientation.Horizontal,
            FillColor = bar.Style.Colour,
            LineWidth = 0,
        } });
        plot.Horizontal = true;
    }

    /// <summary>A quantity of the chain.</summary>
    /// <param name="Name">What it is; may have several lines.</param>
    /// <param name="Log10">log10 of it.</param>
    /// <param name="Label">What stands beside its bar.</param>
    /// <param name="Style">How it looks.</param>
    public sealed record Bar(string Name, double Log10, string Label, CurveStyle Style);
}
