using System.Collections.Immutable;

namespace Simulator.Schedules;

/// <summary>A hypothesis of the theorem with its measured slack.</summary>
/// <param name="Name">Number of the statement in the paper, e.g. <c>27b</c>.</param>
/// <param name="Statement">What must hold.</param>
/// <param name="Met">Whether it holds; null where it makes no sense, with <paramref name="Reason"/>.</param>
/// <param name="Slack">How many times larger the right side is than the left (≥ 1 exactly when met); null as <paramref name="Met"/>.</param>
/// <param name="SlackLog10">log10 of the slack, which does not underflow.</param>
/// <param name="AtStep">The step t at which the statement is tightest, if it is about steps.</param>
/// <param name="Reason">Why there is no verdict, or what should be known beside it.</param>
/// <param name="LogLeft">Natural logarithm of the left side, where there are sides.</param>
/// <param name="LogRight">Natural logarithm of the right side.</param>
public sealed record Hypothesis(
    string Name, string Statement, bool? Met, double? Slack, double? SlackLog10, int? AtStep = null, string? Reason = null, double? LogLeft = null, double? LogRight = null)
{
    /// <summary>The hypothesis "left ≤ right" for positive sides given by their natural logarithms.</summary>
    internal static Hypothesis Of(string name, string statement, double logLeft, double logRight, int? atStep = null, string? reason = null)
    {
        double log = logRight - logLeft;
        return new(name, statement, log >= 0, Math.Exp(log), log / Math.Log(10), atStep, reason, logLeft, logRight);
    }

    /// <summary>A hypothesis that says nothing about this input.</summary>
    internal static Hypothesis NotApplicable(string name, string statement, string reason)
        => new(name, statement, null, null, null, null, reason);
}

/// <summary>
/// The schedule lemma (27): (27a–c) reconstructed from sister papers (R), (27d) quoted (S). These are hypotheses of the theorem; whether a
/// schedule meets them is a finding and never an error. With c2 = 1000, (27d) needs c1 ≈ c0 + 1000, and then T of 20 000 and more before (27a) holds; with the usual constants it is met at no T.
/// </summary>
public static class ScheduleLemma
{
    private static readonly (string Name, string Statement)[] Statements =
    [
        ("27a", "1 − β_t ≥ 1 − r (R)"),
        ("27a-rate", "1 − r ≥ 1/2 (R)"),
        ("27b", "β_t/(1 − ᾱ_t) ≤ 8r (R)"),
        ("27c", "1 ≤ (1 − ᾱ_t)/(1 − ᾱ_{t−1}) ≤ 1 + 4r (R)"),
        ("27d", "ᾱ_T ≤ T^(−c2), c2 = 1000 (S)"),
    ];

    /// <summary>c2 of (27d).</summary>
    private const double C2 = 1000;

    /// <summary>Checks (27a–d) for 2 ≤ t ≤ T.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="rate">r, or null for families without one; then only (27d) can be checked.</param>
    public static ImmutableArray<Hypothesis> Check(Schedule schedule, double? rate)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        int steps = schedule.Steps;
        Hypothesis last = Hypothesis.Of(
            Statements[4].Name, Statements[4].Statement, schedule[steps].LogAlphaBar, -C2 * Math.Log(steps),
            reason: $"here ᾱ_T = T^(−{-schedule[steps].LogAlphaBar / Math.Log(steps):0.00})");
        if (rate is not { } r)
        {
            const string Reason = "r is defined for two-phase schedules only";
            return [.. Statements[..4].Select(s => Hypothesis.NotApplicable(s.Name, s.Statement, Reason)), last];
        }

        var (largestBeta, largestRatio, largestGrowth) = (2, 2, 2);
        double Ratio(int t) => Math.Log(schedule.Beta(t)) - schedule[t].LogOneMinusAlphaBar;
        double Growth(int t) => schedule[t].LogOneMinusAlphaBar - schedule[t - 1].LogOneMinusAlphaBar;
        for (int t = 3; t <= steps; t++)
        {
            if (schedule.Beta(t) > schedule.Beta(largestBeta)) largestBeta = t;
            if (Ratio(t) > Ratio(largestRatio)) largestRatio = t;
            if (Growth(t) > Growth(largestGrowth)) largestGrowth = t;
        }

        // β_t = r on the plateau, up to rounding: no slack there.
        double beta = schedule.Beta(largestBeta), logKept = Math.Abs(beta - r) <= 1e-12 * r ? Math.Log(1 - r) : Math.Log(1 - beta);
        return
        [
            Hypothesis.Of(Statements[0].Name, Statements[0].Statement, Math.Log(1 - r), logKept, largestBeta),
            Hypothesis.Of(Statements[1].Name, Statements[1].Statement, Math.Log(0.5), Math.Log(1 - r)),
            Hypothesis.Of(Statements[2].Name, Statements[2].Statement, Ratio(largestRatio), Math.Log(8 * r), largestRatio),
            Hypothesis.Of(Statements[3].Name, Statements[3].Statement, Growth(largestGrowth), Math.Log(1 + 4 * r), largestGrowth),
            last,
        ];
    }
}
