using System.Globalization;
using System.Text;
using Simulator.Experiments;

namespace Simulator.Reports;

/// <summary>The running supremum of the implied C1 for a reader.</summary>
public static class SupremumReport
{
    /// <summary>The report as plain text.</summary>
    /// <param name="result">The supremum.</param>
    public static string Text(SupremumResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{result.Folder}: {result.Files} results, {result.Rows} rows that imply a C1 of (24) (S); the running supremum, file by file:");
        text.Append(TextTable.Render(
            ["file", "experiment", "d", "T", "implied C1", "L_f"],
            result.Running.Select(r => (IEnumerable<string>)
            [
                r.File, r.Name, r.Dimension.ToString(CultureInfo.InvariantCulture), r.Steps.ToString(CultureInfo.InvariantCulture), Figures.OfLog10(r.ImpliedC1Log10), r.LipschitzUsed,
            ])));
        foreach (SkippedFile file in result.Skipped)
            text.AppendLine(CultureInfo.InvariantCulture, $"- Skipped {file.File}: {file.Reason}.");
        foreach ((string reason, int count) in result.LeftOut)
            text.AppendLine(CultureInfo.InvariantCulture, $"- Left out {count} row{(count == 1 ? "" : "s")}: {reason}.");
        text.AppendLine(result.Supremum is { } largest
            ? $"- No measurement here needs a C1 above {Figures.OfLog10(largest.ImpliedC1Log10)} ({largest.Name}, d = {largest.Dimension}, T = {largest.Steps}); Theorem 1 with a smaller C1 is refuted by that row, if its hypotheses hold."
            : "- No row implies a C1.");
        return text.ToString();
    }
}
