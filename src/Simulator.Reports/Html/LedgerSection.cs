using System.Globalization;
using Simulator.Experiments;
using Simulator.Reports.Plotting;

namespace Simulator.Reports.Html;

/// <summary>A result of <c>ledger</c>: the links of the proof and what each of them gives away.</summary>
internal static class LedgerSection
{
    /// <summary>The section.</summary>
    /// <param name="file">The result.</param>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="data">Where plots go.</param>
    public static HtmlText Of(ResultFile<LedgerResult> file, int number, PageData data)
    {
        LedgerResult result = file.Result;
        return HtmlText.Of($"""
            <section id="ledger-{number}"><h2>The proof as a ledger: {result.Name}</h2>
            <p>{result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner, T = {result.Steps}; {file.Name}.</p>
            {PageTable.List(LedgerReport.Findings(result))}{PageTable.Of("links", ["link", "statement", "left", "right", "slack", "verdict", "at t"], result.Links.Select(l => ((string?)null, Cells(l))))}{Waterfall(result, data)}{PageTable.Of(
                "stages",
                ["from W₁ to the bound", "size", "factor", "because"],
                result.Chain.Select(s => ((string?)null, new[] { HtmlText.Of($"{s.Quantity}"), PageNumber.OfLog10(s.Log10), s.FactorLog10 is null ? HtmlText.Empty : HtmlText.Of($"× {PageNumber.OfLog10(s.FactorLog10)}"), HtmlText.Of($"{s.By}") })))}</section>

            """);
    }

    private static HtmlText[] Cells(LinkRecord link) =>
    [
        HtmlText.Of($"({link.Id}) {link.Name}"),
        HtmlText.Of($"{link.Statement}{(link.Reason is { } reason ? $"; {reason}" : "")}{(link.ScaledLog10 is null ? HtmlText.Empty : HtmlText.Of($" = {PageNumber.OfLog10(link.ScaledLog10)}"))}"),
        Side(link.Left, link.LeftLog10),
        Side(link.Right, link.RightLog10),
        PageNumber.OfLog10(link.SlackLog10),
        HtmlText.Of($"{link.Verdict}"),
        HtmlText.Of($"{link.AtStep?.ToString(CultureInfo.InvariantCulture) ?? ""}"),
    ];

    private static HtmlText Side(double? value, double? log10) => value is { } v && double.IsFinite(v) ? PageNumber.Of(v) : PageNumber.OfLog10(log10);

    private static HtmlText Waterfall(LedgerResult result, PageData data)
    {
        if (result.Chain.Any(s => s.Log10 is null)) return HtmlText.Of($"<p class=\"note\">No waterfall: a stage of the chain is 0.</p>\n");
        ChartBar[] bars =
        [
            .. result.Chain.Select((stage, i) => new ChartBar(
                LedgerFigure.Name(stage),
                i == 0 ? stage.Log10!.Value : result.Chain[i - 1].Log10!.Value,
                stage.Log10!.Value,
                i == 0 ? Figures.OfLog10(stage.Log10) : $"× {Figures.OfLog10(stage.FactorLog10)}",
                $"{stage.Quantity}\nlog10 = {PageNumber.Exact(stage.Log10.Value)}\n{stage.By}",
                PlotStyle.Of(i == 0 ? CurveStyle.W1 : stage.FactorLog10 < 0 ? CurveStyle.ProofForm : CurveStyle.W2),
                stage.FactorLog10 < 0)),
        ];
        double total = result.Chain[^1].Log10!.Value - result.Chain[0].Log10!.Value;
        return data.Add(
            new PageChart("From the measured W₁ to the bound", new ChartAxis("log₁₀ of the quantity", false), new ChartAxis("", false), []) { Bars = [.. bars] },
            [$"In all a factor of {Figures.OfLog10(total)}. Each bar is what one link gives away; hatched: gains."]);
    }
}
