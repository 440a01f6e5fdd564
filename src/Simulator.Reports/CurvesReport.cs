using System.Globalization;
using System.Text;
using Simulator.Experiments;
using Simulator.Numerics;

namespace Simulator.Reports;

/// <summary>Curves for a reader: what they say in words. The curves themselves are in the files and figures.</summary>
public static class CurvesReport
{
    /// <summary>More gaps than this are only counted.</summary>
    private const int MostGaps = 4;

    /// <summary>Digits that a distribution function leaves of a mass: less is rounding.</summary>
    private const double LeastMass = 1e-14;

    /// <summary>The report as plain text.</summary>
    /// <param name="result">The curves.</param>
    public static string Text(CurvesResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{result.Name}: {Setting(result)}");
        foreach (string note in result.Target.Notes)
            text.AppendLine("  " + note);
        foreach (string finding in Findings(result))
            text.AppendLine("- " + finding);
        return text.ToString();
    }

    /// <summary>What was learned and how, in one line.</summary>
    internal static string Setting(CurvesResult result)
        => $"{result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner, T = {result.Steps}";

    /// <summary>W1 as far as it is known.</summary>
    internal static string Distance(CurvesResult result) => double.IsFinite(result.W1.Upper)
        ? $"W₁(f_T(Z), X₁) = {Figures.WithError(result.W1.Lower, result.W1.Upper)}"
        : "W₁(f_T(Z), X₁) is not known";

    /// <summary>A place on the line.</summary>
    internal static string Place(double x) => x.ToString("0.000", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A mass in percent.</summary>
    internal static string Percent(double mass) => mass < LeastMass ? "less than 1e-12 %" : $"{Figures.Significant(100 * mass, 3)} %";

    /// <summary>What they say.</summary>
    internal static IEnumerable<string> Findings(CurvesResult result)
    {
        if (result.StatusReason is { } reason) yield return $"The curves are {result.Outcome.Name()}: {reason}; the error of f_T is about {Figures.Significant(result.NumericalError, 2)} on average.";
        if (result.CoarseReason is { } coarse) yield return $"The curves are coarse: {coarse}.";
        yield return $"{Distance(result)}.";
        if (result.Largest is { } largest)
            yield return $"For |z| ≤ {CurvesRunner.CentralReach} f_T and Φ_{{T→1}} differ most at z = {Place(largest.Z)}, by {Figures.Significant(largest.Difference, 3)}: f_T = {Place(largest.F)}, Φ_{{T→1}} = {Place(largest.Flow)}.";
        if (result is { LearnedLipschitzLog10: { } learned, FlowLipschitzLog10: { } flow })
            yield return $"The largest slope of f_T is {Figures.OfLog10(learned)}, that of Φ_{{T→1}} {Figures.OfLog10(flow)}.";
        foreach (string gap in Gaps(result))
            yield return gap;
        if (result.TurnsReason is { } turns) yield return $"{turns}.";
    }

    private static IEnumerable<string> Gaps(CurvesResult result)
    {
        if (result.Gaps.IsEmpty)
        {
            yield return "q_1 has no gap (nowhere between two peaks is it below a tenth of the lower one).";
            yield break;
        }

        if (result.Gaps.Length > MostGaps)
        {
            yield return $"q_1 has {result.Gaps.Length} gaps (below a tenth of the lower peak beside each): q_1 has {Percent(result.Gaps.Sum(g => g.Target))} of its mass there, f_T(Z) {Percent(result.Gaps.Sum(g => g.Learned))}.";
            yield break;
        }

        foreach (GapMass gap in result.Gaps)
            yield return $"In the gap of q_1 from {Place(gap.Low)} to {Place(gap.High)} (below a tenth of the lower peak beside it) q_1 has {Percent(gap.Target)} of its mass, f_T(Z) {Percent(gap.Learned)}.";
    }
}
