using System.Collections.Immutable;
using System.Globalization;
using Simulator.Experiments;
using Simulator.Reports.Plotting;

namespace Simulator.Reports.Html;

/// <summary>A result of <c>trace</c>: the terms of (34) over the noise.</summary>
internal static class TraceSection
{
    /// <summary>More points than this would only thicken lines.</summary>
    private const int MostPoints = 1500;

    /// <summary>Below this part of the highest point a curve leaves the plot.</summary>
    private const double Depth = 1e-8;

    /// <summary>The section.</summary>
    /// <param name="file">The result.</param>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="data">Where plots go.</param>
    public static HtmlText Of(ResultFile<TraceResult> file, int number, PageData data)
    {
        TraceResult result = file.Result;
        int stride = 1 + (result.Rows.Length - 1) / MostPoints;
        TraceRow[] rows = [.. result.Rows.Where((_, i) => i % stride == 0 || i == result.Rows.Length - 1)];
        double least = Depth * rows.Max(r => r.Xi);
        var curves = new List<ChartCurve>();
        Add("remainder: T₂ less second order", CurveStyle.SlowGuide, r => r.Remainder);
        Add("f_t^F − f_t*, approximation", CurveStyle.ProofForm with { Marker = ScottPlot.MarkerShape.None }, r => r.Approximation);
        Add("f_t − f_t^F, estimation", CurveStyle.Bound with { Marker = ScottPlot.MarkerShape.None }, r => r.Estimation);
        Add("T₂_t", CurveStyle.Shares[2], r => r.T2);
        Add("T₁_t", CurveStyle.Shares[0], r => r.T1);
        Add("tower: E[ξ_{t−1} given X_t]", CurveStyle.LeadingOrder with { Marker = ScottPlot.MarkerShape.None }, r => r.Tower);
        Add("ξ_t = f_t − Φ_t", CurveStyle.Density, r => r.Xi);
        return HtmlText.Of($"""
            <section id="trace-{number}"><h2>Error over the steps: {result.Name}</h2>
            <p>{result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner, T = {result.Steps}; {file.Name}.</p>
            {PageTable.List(TraceReport.Findings(result))}{PageTable.Of("trace", ["sum over the steps", "value"], Sums(result).Select(s => ((string?)null, new[] { HtmlText.Of($"{s.Name}"), PageNumber.Of(s.Value, 6) })))}{data.Add(
                new PageChart("Terms of the error recursion (34)", new ChartAxis("log σ_t", false), new ChartAxis("E‖·‖ with X_t ~ q_t", true), [.. curves]),
                [stride > 1 ? string.Create(CultureInfo.InvariantCulture, $"Every {stride}th step is shown; the file has all.") : "", "A curve ends where its term is not known, 0, or less than 1e-8 of the largest ξ_t."])}</section>

            """);

        void Add(string name, CurveStyle style, Func<TraceRow, double?> value)
        {
            ImmutableArray<double?> values = [.. rows.Select(r => value(r) is { } v && v > 0 && v >= least ? v : (double?)null)];
            if (values.All(v => v is null)) return;
            curves.Add(new ChartCurve(name, PlotStyle.Of(style), [.. rows.Select(r => (double?)r.S)], values)
            {
                Texts = [.. rows.Zip(values, (r, v) => string.Create(CultureInfo.InvariantCulture, $"t = {r.T}, log σ = {PageNumber.Exact(r.S)}\n{(v is { } known ? PageNumber.Exact(known) : "")}"))],
            });
        }
    }

    private static IEnumerable<(string Name, double? Value)> Sums(TraceResult result)
    {
        yield return ("E‖ξ_T‖, the last of them", result.Rows[^1].Xi);
        yield return ("Σ E‖T1_t‖", result.Sums.T1);
        yield return ("Σ E‖T2_t‖", result.Sums.T2);
        yield return ("ε = Σ E‖f_t − f_t^F‖", result.Sums.Estimation);
        yield return ("ε_F = Σ E‖f_t^F − f_t*‖", result.Sums.Approximation);
        yield return ("largest residual of the identity (34), relative", result.Sums.LargestIdentityResidual);
    }
}
