using System.Globalization;
using System.Text;
using Simulator.Experiments;
using Simulator.Numerics;

namespace Simulator.Reports;

/// <summary>The result of <c>sample</c> for a reader.</summary>
public static class SampleReport
{
    /// <summary>The report as plain text.</summary>
    /// <param name="result">The result.</param>
    public static string Text(SampleResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{result.Name}: {result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner, {result.Target.Solver} solver, T = {result.Steps}");
        foreach (string note in result.Target.Notes)
            text.AppendLine("  " + note);
        foreach (string finding in Findings(result))
            text.AppendLine("- " + finding);
        return text.ToString();
    }

    private static IEnumerable<string> Findings(SampleResult result)
    {
        if (result.StatusReason is { } reason) yield return $"The samples are {result.Outcome.Name()}: {reason}.";
        yield return $"{result.Count} sample{(result.Count == 1 ? "" : "s")} {Way(result)}, {result.Seconds.ToString("0.00", CultureInfo.InvariantCulture)} seconds.";
        yield return result.Quality is { } quality
            ? $"Between {Samples(quality.Points)} and as many draws of X_1 W1 is {Figures.Significant(quality.Upper, 3)}, but {Figures.Significant(quality.Floor.Upper, 3)} between two sets of such draws themselves: {quality.Bias}."
            : $"How far they are from X_1 was not measured: {result.QualityReason}.";
    }

    /// <summary>How samples came about, as in <c>f_100(Z) in one step</c>.</summary>
    internal static string Way(SampleResult result) => result.Through.IsEmpty
        ? $"f_{result.Steps}(Z) in one step"
        : $"in {result.Through.Length + 1} steps, t = {string.Join(", ", result.Through.Prepend(result.Steps).Select(t => t.ToString(CultureInfo.InvariantCulture)))}";

    private static string Samples(int count) => count == 1 ? "1 sample" : $"{count} samples";
}
