using System.Collections.Immutable;
using System.Globalization;
using Simulator.Numerics;
using Simulator.Reports.Plotting;
using Simulator.Sweeps;

namespace Simulator.Reports.Html;

/// <summary>What a sweep found: verdicts, exponents, the smallest T, plots, and all of its rows.</summary>
internal static class SweepSection
{
    /// <summary>More searches than this are read in the table of rows and in the file.</summary>
    private const int MostSearches = 200;

    /// <summary>The section.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="data">Where plots and rows go.</param>
    public static HtmlText Of(SweepResult sweep, int number, PageData data)
    {
        SweepSummary summary = sweep.Summary;
        int table = data.Add(sweep.Table, ReportedRow.Prefix(sweep));
        string axes = summary.Axes.IsEmpty ? "" : $" over {string.Join(", ", summary.Axes)}";
        string bad = string.Join(", ", summary.Statuses.Where(s => s.Key != Status.Ok.Name()).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Value} {s.Key}")));
        return HtmlText.Of($"""
            <section id="sweep-{number}"><h2>Sweep: {summary.Name}</h2>
            <p>{summary.Cells} cells{axes}, {summary.Rows} rows in {sweep.Folder}{SweepResults.TableName}{(bad.Length > 0 ? $"; rows that are not ok: {bad}" : ", all of them ok")}.</p>
            {PageTable.List(summary.Fits.Select(f => f.Verdict))}{Exponents(summary)}{Searches(sweep)}{SweepCharts.Of(sweep.Table, summary).Select(c => Plot(c, sweep, table, data))}
            <h3 id="rows-{number}">All rows</h3>
            <p class="note">Every row of {sweep.Folder}{SweepResults.TableName} (the same numbers as in {SweepResults.CsvName} beside it). A click on a head sorts; a number shows all its digits under the pointer, or when it is tapped. Points of the plots lead to their rows.</p>
            <div class="rows" data-table="{table}"><noscript><p>The rows need JavaScript; they are in {sweep.Folder}{SweepResults.CsvName}, too.</p></noscript></div>
            </section>

            """);
    }

    private static HtmlText Exponents(SweepSummary summary) => summary.Fits.IsEmpty ? HtmlText.Empty : HtmlText.Of($"""
        <h3>Exponents</h3>
        {PageTable.Of(
            "exponents",
            ["family", "quantity", "against", "exponent", "95 % interval", "over log T", "95 % interval", "stated (S)", "points", "left out", "ρ = L_f √r"],
            summary.Fits.Select(f => ((string?)null, new[]
            {
                HtmlText.Of($"{(f.Family.Length > 0 ? f.Family : "all")}"),
                HtmlText.Of($"{(f.Quantity == "steps" ? "smallest T" : "W₁")}"),
                HtmlText.Of($"{f.Against switch { "dimension" => "d", "1/accuracy" => "1/ε", "steps" => "T", "lipschitz" => "L_f", _ => f.Against }}"),
                PageNumber.Exponent(f.Exponent.Value),
                Ends(f.Exponent.Low, f.Exponent.High, f.Exponent.Reason),
                PageNumber.Exponent(f.LogCorrected?.Value),
                f.LogCorrected is { } log ? Ends(log.Low, log.High, log.Reason) : PageNumber.Exponent(null),
                HtmlText.Of($"{PageNumber.Exact(f.Stated).Replace('-', '−')}"),
                HtmlText.Of($"{f.Points}"),
                HtmlText.Of($"{f.LeftOut}"),
                f.Regime is { } rho ? HtmlText.Of($"{PageNumber.Of(rho.From, 3)} … {PageNumber.Of(rho.To, 3)}") : PageNumber.Of(null),
            })))}<p class="note">From summary.json: slopes of log against log, a constant for every curve, with bootstrap intervals of 95 %. “Over log T” is the slope once the logarithm is divided out, for what goes like log T/T; a dash where no logarithm is expected.</p>

        """);

    private static HtmlText Ends(double? low, double? high, string? reason) => low is null || high is null
        ? HtmlText.Of($"<span title=\"{reason}\">–</span>")
        : HtmlText.Of($"[{PageNumber.Exponent(low)}, {PageNumber.Exponent(high)}]");

    private static HtmlText Searches(SweepResult sweep)
    {
        ImmutableArray<ComplexityRecord> found = sweep.Summary.Complexity;
        if (found.IsEmpty) return HtmlText.Empty;
        string prefix = ReportedRow.Prefix(sweep);
        HtmlText more = found.Length > MostSearches ? HtmlText.Of($"<p class=\"note\">{found.Length - MostSearches} more in {sweep.Folder}{SweepResults.ComplexityName}.</p>\n") : HtmlText.Empty;
        return HtmlText.Of($"""
            <h3>Smallest T with W₁ ≤ ε</h3>
            {PageTable.Of("searches", ["cell", .. sweep.Summary.Axes, "ε", "smallest T", "status"], found.Take(MostSearches).Select(c => ((string?)null, Cells(c))))}{more}
            """);

        HtmlText[] Cells(ComplexityRecord c)
        {
            int row = Enumerable.Range(0, sweep.Table.Rows.Length).First(i => sweep.Table.Number(i, MeasurementColumns.Cell) == c.Cell);
            HtmlText steps = c.Steps is { } t
                ? HtmlText.Of($"<a href=\"#{prefix}{c.Cell}-{t}\">{(c.Insufficient is { } below && below < t - 1 ? string.Create(CultureInfo.InvariantCulture, $"{below + 1} … {t}") : t.ToString(CultureInfo.InvariantCulture))}</a>")
                : HtmlText.Of($"none");
            return
            [
                HtmlText.Of($"{c.Cell}"),
                .. sweep.Summary.Axes.Select(a => HtmlText.Of($"{sweep.Table.Text(row, a)}")),
                HtmlText.Of($"{PageNumber.Exact(c.Accuracy)}"),
                steps,
                HtmlText.Of($"{c.Outcome.Name()}{(c.Reason is { } reason ? $": {reason}" : "")}"),
            ];
        }
    }

    private static HtmlText Plot(SweepChart chart, SweepResult sweep, int table, PageData data)
    {
        Dictionary<(int, int), int> rows = [];
        for (int i = 0; i < sweep.Table.Rows.Length; i++)
            rows[((int)sweep.Table.Number(i, MeasurementColumns.Cell)!, (int)sweep.Table.Number(i, MeasurementColumns.Steps)!)] = i;
        ChartPoint[] all = [.. chart.Series.SelectMany(s => s.Points)];
        var across = ChartAxis.OfLogs(chart.Across, all.Select(p => p.X));
        var up = ChartAxis.OfLogs(chart.Up, all.SelectMany(p => new[] { p.Low, p.High }));
        bool searched = chart.Name.StartsWith("T-", StringComparison.Ordinal);
        ChartCurve Curve(ChartSeries s, int index) => new(
            s.Label.Length > 0 ? s.Label : chart.Up, PlotStyle.Series(index), [.. s.Points.Select(p => across.Place(p.X))], [.. s.Points.Select(p => up.Place(p.Middle))])
        {
            Low = [.. s.Points.Select(p => up.Place(p.Low))],
            High = [.. s.Points.Select(p => up.Place(p.High))],
            Table = table,
            Rows = [.. s.Points.Select(p => rows[(p.Cell, p.Steps)])],
            Texts = searched ? [.. s.Points.Select(Searched)] : null,
            Ringed = [.. Enumerable.Range(0, s.Points.Length).Where(i => !s.Points[i].IsGood)],
        };
        ChartPoint[] start = [.. chart.Series.Take(1).SelectMany(s => s.Points).Where(p => double.IsFinite(p.Middle))];
        IEnumerable<ChartCurve> guides = start.Length == 0 ? [] : chart.Guides.Select(g =>
        {
            double from = all.Min(p => p.X), to = all.Max(p => p.X);
            double[] ends = [from, to];
            return new ChartCurve(g.Label, PlotStyle.Of(CurveStyle.FastGuide), [.. ends.Select(across.Place)], [.. ends.Select(x => up.Place(start[0].Middle + g.Exponent * (x - start[0].X)))]) { Guide = true };
        });
        int open = all.Count(p => !double.IsFinite(p.Low));
        string[] lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"{all.Length} points; bars are intervals{(all.Any(p => !p.IsGood) ? ", rings mark rows whose status is not ok" : "")}. A click on a point leads to its row."),
            open > 0 ? string.Create(CultureInfo.InvariantCulture, $"{open} intervals reach down to 0: their bars are cut off.") : "",
        ];
        return data.Add(new PageChart($"{chart.Up} against {chart.Across}", across, up, [.. guides, .. chart.Series.Select(Curve)]), lines);
    }

    private static string Searched(ChartPoint p) => string.Create(CultureInfo.InvariantCulture, $"smallest T: {Math.Round(Math.Pow(10, p.Low))} … {p.Steps}");
}
