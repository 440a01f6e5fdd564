using System.Collections.Immutable;
using System.Globalization;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Reports.Plotting;

namespace Simulator.Reports.Html;

/// <summary>A result of <c>verify</c>: its table, what it says in words, and W1 against T.</summary>
internal static class VerifySection
{
    /// <summary>A bound this many decades away from the data would flatten them into a line.</summary>
    private const double FarFromData = 3;

    /// <summary>Points of a guide, which is no straight line: log T/T bends.</summary>
    private const int GuidePoints = 33;

    /// <summary>The section.</summary>
    /// <param name="file">The result.</param>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="data">Where plots go.</param>
    public static HtmlText Of(ResultFile<VerifyResult> file, int number, PageData data)
    {
        VerifyResult result = file.Result;
        VerifyRow[] rows = [.. result.Rows.OrderBy(r => r.Steps)];
        return HtmlText.Of($"""
            <section id="verify-{number}"><h2>Measured: {result.Name}</h2>
            <p>{result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner, {result.Target.Solver} solver; {file.Name}.</p>
            {PageTable.List(result.Target.Notes)}{PageTable.Of(
                "verify",
                ["T", "W₁(f_T(Z), X₁)", "initialisation", "proof form", "L_f", "ρ", "bound, C₁ = 1", "implied C₁", "status"],
                rows.Select(r => ((string?)ReportedRow.Id(file, r.Steps), Cells(r))))}{PageTable.List(VerifyFindings.Of(result))}{Plot(file, rows, data)}</section>

            """);
    }

    private static HtmlText[] Cells(VerifyRow row) =>
    [
        HtmlText.Of($"{row.Steps}"),
        Distance(row.W1),
        PageNumber.Of(row.Initialisation, 3),
        row.ProofForm is { } proof ? PageNumber.Of(proof) : Why(row.ProofFormReason),
        HtmlText.Of($"{PageNumber.OfLog10(ReportedRow.LipschitzOf(row))} {(row.Bound?.LipschitzUsed ?? "typical")}"),
        row.Regime is { } rho ? PageNumber.Of(rho, 3) : Why(row.RegimeReason),
        row.Bound is { } bound ? PageNumber.OfLog10(bound.Log10WithC1Equal1) : Why(row.BoundReason),
        row.Bound is { ImpliedC1Log10: { } implied } ? PageNumber.OfLog10(implied) : Why(row.Bound?.ImpliedC1Reason ?? row.BoundReason),
        HtmlText.Of($"{row.Outcome.Name()}{(row.StatusReason is { } reason ? $": {reason}" : "")}"),
    ];

    /// <summary>Both ends; as many digits as tell them apart.</summary>
    private static HtmlText Distance(DistanceRecord w1)
    {
        double width = (w1.Upper - w1.Lower) / w1.Upper;
        int digits = width > 0 && double.IsFinite(width) ? Math.Clamp(1 + (int)Math.Ceiling(-Math.Log10(width)), 4, 7) : 4;
        return HtmlText.Of($"<span title=\"lower: {w1.LowerBy}; upper: {w1.UpperBy}\">{PageNumber.Interval(w1.Lower, w1.Upper, digits)}</span>");
    }

    private static HtmlText Why(string? reason) => HtmlText.Of($"<span title=\"{reason}\">–</span>");

    private static HtmlText Plot(ResultFile<VerifyResult> file, VerifyRow[] rows, PageData data)
    {
        ImmutableArray<double?> steps = [.. rows.Select(r => (double?)r.Steps)];
        ImmutableArray<string> ids = [.. rows.Select(r => ReportedRow.Id(file, r.Steps))];
        var curves = new List<ChartCurve>();
        string far = "";
        if (rows.FirstOrDefault(r => r.W1.Upper > 0) is { } start && rows[^1].Steps > start.Steps)
        {
            Guide("guide ∝ r, r = log T/T", CurveStyle.FastGuide, 1);
            Guide("guide ∝ √r", CurveStyle.SlowGuide, 0.5);

            void Guide(string name, CurveStyle style, double power)
            {
                double from = Math.Log(start.Steps), to = Math.Log(rows[^1].Steps);
                double[] logs = [.. Enumerable.Range(0, GuidePoints).Select(i => from + (to - from) * i / (GuidePoints - 1))];
                double Rate(double log) => log * Math.Exp(-log);
                curves.Add(new ChartCurve(name, PlotStyle.Of(style), [.. logs.Select(l => (double?)Math.Exp(l))], [.. logs.Select(l => (double?)(Middle(start.W1) * Math.Pow(Rate(l) / Rate(from), power)))]) { Guide = true });
            }
        }

        double[] measured = [.. rows.SelectMany(r => new[] { r.W1.Upper, r.W2.Upper, r.ProofForm ?? 0 }).Where(v => v > 0).Select(Math.Log10)];
        double[] bounds = [.. rows.Select(r => r.Bound?.Log10WithC1Equal1).OfType<double>()];
        if (bounds.Length > 0 && measured.Length > 0)
        {
            if (bounds.Max() <= measured.Max() + FarFromData && bounds.Min() >= measured.Min() - FarFromData)
                Add("Theorem 1, (24), C₁ = 1", CurveStyle.Bound, r => r.Bound is { } b ? Math.Pow(10, b.Log10WithC1Equal1) : null, null);
            else
                far = $"Theorem 1, (24), with C₁ = 1 is far off this axis: {Figures.OfLog10(bounds.Max())} … {Figures.OfLog10(bounds.Min())}.";
        }

        if (rows.Any(r => r.ProofForm is not null)) Add("proof form, at least W₁", CurveStyle.ProofForm, r => r.ProofForm, null);
        Add("W₂", CurveStyle.W2, r => Middle(r.W2), r => r.W2);
        if (rows.Any(r => r.LeadingOrder is not null)) Add("leading order (D)", CurveStyle.LeadingOrder, r => r.LeadingOrder?.Predicted, null);
        Add("W₁", CurveStyle.W1, r => Middle(r.W1), r => r.W1);
        return data.Add(
            new PageChart("W₁ and its bounds against the number of steps T", new ChartAxis("number of steps T", true), new ChartAxis("distance of f_T(Z) and X₁", true), [.. curves]),
            ["Bars are intervals; a click on a point leads to its row.", far]);

        void Add(string name, CurveStyle style, Func<VerifyRow, double?> value, Func<VerifyRow, DistanceRecord>? interval)
        {
            curves.Add(new ChartCurve(name, PlotStyle.Of(style), steps, [.. rows.Select(r => value(r) is > 0 and { } v ? v : (double?)null)])
            {
                Low = interval is null ? null : [.. rows.Select(r => interval(r).Lower is > 0 and var low ? low : (double?)null)],
                High = interval is null ? null : [.. rows.Select(r => (double?)interval(r).Upper)],
                Ids = ids,
                Texts = [.. rows.Select(r => Text(r, value(r), interval?.Invoke(r)))],
                Ringed = name == "W₁" ? [.. Enumerable.Range(0, rows.Length).Where(i => rows[i].Outcome != Status.Ok)] : null,
            });
        }
    }

    private static string Text(VerifyRow row, double? value, DistanceRecord? interval)
    {
        string number = interval is { } d ? $"[{PageNumber.Exact(d.Lower)}, {PageNumber.Exact(d.Upper)}]" : value is { } v ? PageNumber.Exact(v) : "";
        return string.Create(CultureInfo.InvariantCulture, $"T = {row.Steps}\n{number}\nstatus {row.Outcome.Name()}");
    }

    private static double Middle(DistanceRecord distance) => 0.5 * (distance.Lower + distance.Upper);
}
