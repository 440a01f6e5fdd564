using System.Globalization;
using System.Text;
using Simulator.Experiments;
using Simulator.Numerics;

namespace Simulator.Reports;

/// <summary>A trace for a reader: some of its rows, its sums, and what they say in words.</summary>
public static class TraceReport
{
    /// <summary>Rows that are shown; the files have all.</summary>
    private const int ShownRows = 16;

    /// <summary>The report as plain text.</summary>
    /// <param name="result">The trace.</param>
    public static string Text(TraceResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{result.Name}: {result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner, T = {result.Steps}");
        foreach (string note in result.Target.Notes)
            text.AppendLine("  " + note);
        text.AppendLine("  All terms of (34) are E‖·‖ with X_t ~ q_t.");
        TraceRow[] shown = [.. Shown(result.Rows.Length).Select(i => result.Rows[i])];
        text.Append(TextTable.Render(
            ["t", "log sigma", "xi_t", "tower", "T1_t", "T2_t", "remainder", "f-f^F", "f^F-f*", "identity"], shown.Select(Cells)));
        foreach (string finding in Findings(result))
            text.AppendLine("- " + finding);
        return text.ToString();
    }

    /// <summary>What the trace says.</summary>
    internal static IEnumerable<string> Findings(TraceResult result)
    {
        if (result.StatusReason is { } reason) yield return $"The trace is {result.Outcome.Name()}: {reason}.";
        TraceSums sums = result.Sums;
        double last = result.Rows[^1].Xi, added = sums.T1 + sums.T2 + sums.Estimation + sums.Approximation;
        string parts = $"E‖T1‖ {Figures.Significant(sums.T1)}";
        if (result.MissingReason is { } missing)
        {
            bool learned = sums.Approximation is > 0;
            if (learned) parts += $", estimation {Figures.Significant(sums.Estimation)}, approximation {Figures.Significant(sums.Approximation)}";
            yield return $"Sum over the steps: {parts} (T1 ± {Figures.Significant(sums.T1Error, 2)}), E‖xi_T‖ = {Figures.Significant(last)}.{(learned ? "" : " Composed DDIM steps are a learner of T1 alone to first order (D).")}";
            yield return $"{(learned ? "Tower, T2 and identity" : "Tower, T2, approximation and identity")} are not known: {missing}. {Sampled(result)}";
            yield break;
        }

        parts += $", E‖T2‖ {Figures.Significant(sums.T2)}";
        if (sums.Estimation > 0) parts += $", estimation {Figures.Significant(sums.Estimation)}";
        if (sums.Approximation > 0) parts += $", approximation {Figures.Significant(sums.Approximation)}";
        yield return $"Sums over the steps: {parts}. E‖xi_T‖ = {Figures.Significant(last)}"
            + (last > 0 ? $": errors add and are never multiplied (Jensen, (D)); adding norms instead of vectors loses a factor {Figures.Significant(added / last, 3)}." : ".");
        TraceRow widest = result.Rows.MaxBy(r => r.T1 + r.T2)!;
        yield return $"Largest local error at t = {widest.T}, log sigma = {widest.S.ToString("0.00", CultureInfo.InvariantCulture)}.";
        if (result.FlowLines is not null) yield return $"{Sampled(result)} The identity (34) defines T2 here and checks nothing.";
        else if (sums.LargestIdentityResidual is { } residual)
            yield return $"The identity (34) closes to {Figures.Significant(residual, 2)} of the largest E‖xi_t‖.";
        VarianceRecord variance = result.Variance;
        if (double.IsFinite(variance.Irreducible)) yield return variance.Residual is { } gap
            ? $"Variance identity: {Figures.Significant(variance.Target)} − {Figures.Significant(variance.Learned)} = {Figures.Significant(variance.Irreducible)} averaged away over the steps, to {Figures.Significant(Math.Abs(gap), 2)}."
            : $"Variance {Figures.Significant(variance.Learned)} of {Figures.Significant(variance.Target)} is left; the variance identity is {variance.ResidualReason}.";
        if (result.RemainderReason is { } remainder) yield return $"Some remainders are missing: {remainder}.";
    }

    private static string Sampled(TraceResult result) => $"Means are over {result.FlowLines} flow lines, with 99.9 % intervals in the files.";

    /// <summary>Indices of the rows that are shown, evenly spread.</summary>
    private static IEnumerable<int> Shown(int rows)
        => rows <= ShownRows
            ? Enumerable.Range(0, rows)
            : Enumerable.Range(0, ShownRows).Select(i => (int)Math.Round(i * (rows - 1.0) / (ShownRows - 1)));

    private static IEnumerable<string> Cells(TraceRow row) =>
    [
        row.T.ToString(CultureInfo.InvariantCulture),
        row.S.ToString("0.00", CultureInfo.InvariantCulture),
        Cell(row.Xi),
        Cell(row.Tower),
        Cell(row.T1),
        Cell(row.T2),
        row.Remainder is { } remainder ? Cell(remainder) : "-",
        Cell(row.Estimation),
        Cell(row.Approximation),
        double.IsNaN(row.IdentityResidual) ? "-" : row.IdentityResidual == 0 ? "0" : row.IdentityResidual.ToString("0e+0", CultureInfo.InvariantCulture),
    ];

    private static string Cell(double value) => double.IsNaN(value) ? "-" : value == 0 ? "0" : value.ToString("0.000e+0", CultureInfo.InvariantCulture);
}
