using System.Collections.Immutable;
using Simulator.Numerics;

namespace Simulator.Reports.Html;

/// <summary>Theorem 1, its formula, and the numbers that stand in it here.</summary>
internal static class TheoremSection
{
    private const string Formula = """
        <math display="block"><mrow>
        <msub><mi>W</mi><mn>1</mn></msub><mo>(</mo><msub><mi>f</mi><mi>T</mi></msub><mo>(</mo><msub><mi>X</mi><mi>T</mi></msub><mo>)</mo><mo>,</mo><msub><mi>X</mi><mn>1</mn></msub><mo>)</mo>
        <mo>≤</mo>
        <msub><mi>C</mi><mn>1</mn></msub><mfrac><mrow><msubsup><mi>L</mi><mi>f</mi><mn>3</mn></msubsup><msup><mi>d</mi><mrow><mn>5</mn><mo>/</mo><mn>2</mn></mrow></msup><msup><mi>log</mi><mn>5</mn></msup><mi>T</mi></mrow><mi>T</mi></mfrac>
        <mo>+</mo><mi>ε</mi><mo>+</mo><msub><mi>ε</mi><mi mathvariant="normal">F</mi></msub>
        </mrow></math>
        """;

    /// <summary>The section.</summary>
    /// <param name="rows">Everything that was measured.</param>
    public static HtmlText Of(ImmutableArray<ReportedRow> rows) => HtmlText.Of($"""
        <section id="theorem"><h2>Theorem 1</h2>
        <p>Li, Huang and Wei (arXiv 2402.07802) state for consistency training with the schedule (23), equation (24) <abbr title="quoted from a report about the paper">(S)</abbr>:</p>
        {new HtmlText(Formula)}
        <p class="marks">Marks: (S) is quoted from a report about the paper, whose own text was not at hand; (D) is derived here and was checked by two independent numerical routes; (R) is reconstructed: the only reading consistent with the rest.
        C₁ has no value in the paper (S); the bound is shown with C₁ = 1 beside the C₁ that each measurement implies, (W₁ − ε − ε_F) T/(L_f³ d^(5/2) log⁵T), with the upper end of W₁. ε and ε_F are sums of estimation and approximation errors over the steps (R).</p>
        {(rows.IsEmpty ? HtmlText.Of($"<p>Nothing here was held against the bound: there are no results of sweeps or of verify.</p>\n") : Numbers(rows))}</section>

        """);

    private static HtmlText Numbers(ImmutableArray<ReportedRow> rows)
    {
        ReportedRow? largest = Largest(rows);
        double[] logs = [.. rows.Select(r => Math.Pow(Math.Log(r.Steps), 5))];
        string[] used = [.. rows.Where(r => r.BoundLog10 is not null).Select(r => r.LipschitzUsed).Distinct().Order(StringComparer.Ordinal)];
        (string, HtmlText, HtmlText)[] lines =
        [
            ("C₁", HtmlText.Of($"has no value (S); 1 in the bound shown here"), HtmlText.Empty),
            ($"L_f{(used.Length > 0 ? $", {string.Join(" or ", used)}" : "")}", Range(rows.Select(r => r.LipschitzLog10), PageNumber.OfLog10), AtLargest(r => PageNumber.OfLog10(r.LipschitzLog10))),
            ("d", Range(rows.Select(r => (double?)r.Dimension), Whole), AtLargest(r => Whole(r.Dimension, 0))),
            ("T", Range(rows.Select(r => (double?)r.Steps), Whole), AtLargest(r => Whole(r.Steps, 0))),
            ("log⁵T", Range(logs.Select(l => (double?)l), PageNumber.Of), AtLargest(r => PageNumber.Of(Math.Pow(Math.Log(r.Steps), 5)))),
            ("ε, upper end", Range(rows.Select(r => r.Epsilon), PageNumber.Of), AtLargest(r => PageNumber.Of(r.Epsilon))),
            ("ε_F, upper end", Range(rows.Select(r => r.EpsilonF), PageNumber.Of), AtLargest(r => PageNumber.Of(r.EpsilonF))),
            ("right side with C₁ = 1", Range(rows.Select(r => r.BoundLog10), PageNumber.OfLog10), AtLargest(r => PageNumber.OfLog10(r.BoundLog10))),
            ("W₁, upper end", Range(rows.Select(r => r.W1Upper), PageNumber.Of), AtLargest(r => PageNumber.Of(r.W1Upper))),
            ("implied C₁", Range(rows.Where(r => r.Outcome == Status.Ok).Select(r => r.ImpliedC1Log10), PageNumber.OfLog10), AtLargest(r => PageNumber.OfLog10(r.ImpliedC1Log10))),
        ];
        HtmlText table = PageTable.Of(
            "theorem",
            largest is null ? ["in (24)", "range over all rows"] : ["in (24)", "range over all rows", "where C₁ is largest"],
            lines.Select(l => ((string?)null, largest is null ? new[] { HtmlText.Of($"{l.Item1}"), l.Item2 } : [HtmlText.Of($"{l.Item1}"), l.Item2, l.Item3])));
        HtmlText supremum = largest is null
            ? HtmlText.Of($"<p>No row implies a C₁.</p>\n")
            : HtmlText.Of($"<p class=\"key\">The supremum of the implied C₁ over all rows whose status is ok is <strong>{PageNumber.OfLog10(largest.ImpliedC1Log10)}</strong>, at {largest.Link} (d = {largest.Dimension}, {largest.LipschitzUsed} L_f). No measurement here asks for a larger one.</p>\n");
        return HtmlText.Of($"{supremum}{table}");

        HtmlText AtLargest(Func<ReportedRow, HtmlText> value) => largest is null ? HtmlText.Empty : value(largest);
    }

    /// <summary>The row with the largest implied C1 among those whose status is ok; null where there is none.</summary>
    /// <param name="rows">The rows.</param>
    public static ReportedRow? Largest(IEnumerable<ReportedRow> rows) => rows.Where(r => r.Outcome == Status.Ok && r.ImpliedC1Log10 is not null).MaxBy(r => r.ImpliedC1Log10);

    private static HtmlText Range(IEnumerable<double?> values, Func<double?, int, HtmlText> shown)
    {
        double[] known = [.. values.OfType<double>().Where(double.IsFinite)];
        if (known.Length == 0) return shown(null, 0);
        double low = known.Min(), high = known.Max();
        return low == high ? shown(low, 4) : HtmlText.Of($"{shown(low, 4)} … {shown(high, 4)}");
    }

    private static HtmlText Whole(double? value, int digits) => value is { } v ? HtmlText.Of($"{(int)v}") : PageNumber.Of(null, digits);
}
