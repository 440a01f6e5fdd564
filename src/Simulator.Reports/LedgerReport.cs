using System.Globalization;
using System.Text;
using Simulator.Experiments;
using Simulator.Numerics;

namespace Simulator.Reports;

/// <summary>A ledger for a reader: the links, the chain from W1 to the bound, and what the fits say.</summary>
public static class LedgerReport
{
    /// <summary>The report as plain text.</summary>
    /// <param name="result">The ledger.</param>
    public static string Text(LedgerResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{result.Name}: {result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner, T = {result.Steps}");
        foreach (string note in result.Target.Notes)
            text.AppendLine("  " + note);
        text.Append(TextTable.Render(["link", "left", "right", "slack", "verdict", "at t"], result.Links.Select(Cells)));
        foreach (LinkRecord link in result.Links)
            text.AppendLine(CultureInfo.InvariantCulture, $"  ({link.Id}) {link.Statement}{(link.Reason is { } reason ? $"; {reason}" : "")}{Scaled(link)}");
        text.Append(TextTable.Render(["from W1 to the bound", "size", "factor", "because"], result.Chain.Select(stage => (IEnumerable<string>)
        [
            stage.Quantity, Figures.OfLog10(stage.Log10), stage.FactorLog10 is { } factor ? "x " + Figures.OfLog10(factor) : "", stage.By,
        ])));
        foreach (string finding in Findings(result))
            text.AppendLine("- " + finding);
        return text.ToString();
    }

    /// <summary>What the fits over the dimension say, once for several ledgers.</summary>
    /// <param name="fits">The fits.</param>
    public static IEnumerable<string> DimensionFindings(IEnumerable<LedgerFit> fits)
        => fits.GroupBy(f => f.Steps).Select(g => $"Over the dimension at T = {g.Key}: {string.Join("; ", g.Select(f => $"{f.Quantity} grows like d^{Exponent(f)}"))}. Theorem 1 states d^2.5 (S).");

    /// <summary>What it says.</summary>
    internal static IEnumerable<string> Findings(LedgerResult result)
    {
        foreach (LedgerRun run in result.Runs.Where(r => r.Outcome != Status.Ok))
            yield return $"T = {run.Steps} is {run.Outcome.Name()}: {run.StatusReason}.";
        string[] holds = Ids(result, "holds"), not = Ids(result, "not met"), broken = Ids(result, "violated");
        yield return $"Links that hold: {string.Join(", ", holds)}." + (not.Length > 0 ? $" Not met, as hypotheses or stated orders may be: {string.Join(", ", not)}." : "")
            + (broken.Length > 0 ? $" VIOLATED: {string.Join(", ", broken)}." : "");
        StageRecord? largest = result.Chain.MaxBy(s => s.FactorLog10 ?? double.NegativeInfinity);
        if (largest?.FactorLog10 is > 0)
            yield return $"Most is given away at ({largest.Id}): a factor {Figures.OfLog10(largest.FactorLog10)} ({largest.By}).";
        LedgerFit[] fits = [.. result.Fits.Where(f => f.Against == "steps")];
        if (fits.Length > 0)
            yield return $"Logarithms, as the p of (log T)^p/T: {string.Join("; ", fits.Select(f => $"{f.Quantity}: {Exponent(f)}"))}. Theorem 1 states 5 (S).";
    }

    private static string[] Ids(LedgerResult result, string verdict) => [.. result.Links.Where(l => l.Verdict == verdict).Select(l => l.Id)];

    private static string Exponent(LedgerFit fit) => (Math.Round(fit.Exponent.Value, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Scaled(LinkRecord link) => link.ScaledLog10 is { } scaled ? $" = {Figures.OfLog10(scaled)}" : "";

    private static IEnumerable<string> Cells(LinkRecord link) =>
    [
        $"({link.Id}) {link.Name}",
        Side(link.Left, link.LeftLog10),
        Side(link.Right, link.RightLog10),
        link.SlackLog10 is { } slack ? Figures.OfLog10(slack) : "-",
        link.Verdict,
        link.AtStep?.ToString(CultureInfo.InvariantCulture) ?? "",
    ];

    private static string Side(double? value, double? log10) => log10 is not null ? Figures.OfLog10(log10) : value == 0 ? "0" : "-";
}
