using Simulator.Experiments;
using Simulator.Reports.Plotting;
using Simulator.Sweeps;

namespace Simulator.Reports;

/// <summary>The charts of a sweep on paper.</summary>
public static class SweepFigures
{
    private static readonly string[] AllNames = ["W1-T", "C1-T", "T-d", "W1-d", "C1-d", "T-accuracy", "T-lipschitz", "W1-lipschitz", "C1-lipschitz"];

    /// <summary>More lines above a figure would push it off the paper; the rest stands in the summary.</summary>
    private const int MostLines = 4;

    /// <summary>Draws the charts, each as <c>.png</c>, <c>.svg</c> and <c>.pdf</c>, and removes those of an earlier run.</summary>
    /// <param name="table">The table.</param>
    /// <param name="summary">What was found.</param>
    /// <param name="directory">The folder.</param>
    /// <param name="draw">Whether to draw at all.</param>
    /// <returns>The names of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(ResultTable table, SweepSummary summary, string directory, bool draw)
    {
        foreach (string name in AllNames)
            FigureWriter.Remove(directory, name);
        return draw ? [.. SweepCharts.Of(table, summary).SelectMany(chart => FigureWriter.Write(() => Figure(chart), directory, chart.Name))] : [];
    }

    internal static LogLogFigure Figure(SweepChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ChartSeries[] shown = Spread(chart.Series, CurveStyle.Series.Length);
        IEnumerable<string> lines = chart.Lines.Length <= MostLines ? chart.Lines : [.. chart.Lines[..(MostLines - 1)], $"… and {chart.Lines.Length - MostLines + 1} more in {SweepResults.SummaryName}"];
        if (shown.Length < chart.Series.Length) lines = lines.Append($"{shown.Length} of {chart.Series.Length} curves; the page of 'report' has all");
        var figure = new LogLogFigure(chart.Title, lines, chart.Across, chart.Up);
        if (shown.Length == 0) return figure;
        ChartPoint[] start = [.. shown[0].Points.Where(p => double.IsFinite(p.Middle))];
        foreach (ChartGuide guide in chart.Guides)
        {
            // From the first point on; where it leaves the data, it leaves the paper.
            double from = start[0].X, to = shown.Max(s => s.Points.Max(p => p.X));
            figure.AddGuide(guide.Label, CurveStyle.FastGuide, [(from, start[0].Middle), (to, start[0].Middle + guide.Exponent * (to - from))]);
        }

        ChartPoint[] doubtful = [.. shown.SelectMany(s => s.Points).Where(p => !p.IsGood)];
        if (doubtful.Length > 0) figure.Add("status is not ok", CurveStyle.Doubtful, doubtful.Select(p => (p.X, p.Middle)));
        for (int i = shown.Length - 1; i >= 0; i--)
        {
            CurveStyle style = CurveStyle.Series[i];
            figure.AddIntervals(style, shown[i].Points.Select(p => new LogLogFigure.Interval(p.X, p.Low, p.High)));
            figure.Add(shown[i].Label.Length > 0 ? shown[i].Label : chart.Up, style, shown[i].Points.Select(p => (p.X, p.Middle)));
        }

        figure.Finish();
        return figure;
    }

    /// <summary>At most so many, evenly from the first to the last.</summary>
    private static ChartSeries[] Spread(IReadOnlyList<ChartSeries> series, int most) => series.Count <= most
        ? [.. series]
        : [.. Enumerable.Range(0, most).Select(i => series[(int)Math.Round((double)i * (series.Count - 1) / (most - 1))])];
}
