using System.Globalization;
using Simulator.Numerics;

namespace Simulator.Laws;

/// <summary>Comparisons that know how far off the numbers may be.</summary>
internal static class Judge
{
    /// <summary>Where two rules of a quadrature differ by more than this part of the scale, the law says nothing rather than too little.</summary>
    public const double Unsettled = 1e-4;

    /// <summary>Rounding of sums over some thousand nodes, relative to the scale.</summary>
    public const double Rounding = 1e-12;

    /// <summary>Found must be at most a bound.</summary>
    /// <param name="what">What was found, in words.</param>
    /// <param name="found">The value with the difference of its two quadrature rules.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="scale">The scale of the values.</param>
    public static Verdict AtMost(string what, Measured found, double bound, double scale)
    {
        double tolerance = found.Error + Rounding * scale;
        if (!(found.Value <= bound + tolerance))
            return Verdict.Violated(Text($"{what}: found {found.Value:G6}, expected at most {bound:G6} (tolerance {tolerance:G2})."));
        return found.Error <= Unsettled * scale
            ? Verdict.Held
            : Verdict.NotApplicable(Text($"{what}: two quadrature rules differ by {found.Error:G2}, too much to judge."));
    }

    /// <summary>Found must equal what is expected within an allowance.</summary>
    /// <param name="what">What was found, in words.</param>
    /// <param name="found">The value with the difference of its two quadrature rules.</param>
    /// <param name="expected">The expected value.</param>
    /// <param name="allowance">What the claim of the judged allows.</param>
    /// <param name="scale">The scale of the values.</param>
    public static Verdict Equal(string what, Measured found, double expected, double allowance, double scale)
    {
        double tolerance = allowance + found.Error + Rounding * scale;
        if (!(Math.Abs(found.Value - expected) <= tolerance))
            return Verdict.Violated(Text($"{what}: found {found.Value:G10}, expected {expected:G10} (tolerance {tolerance:G2})."));
        return found.Error <= Unsettled * scale
            ? Verdict.Held
            : Verdict.NotApplicable(Text($"{what}: two quadrature rules differ by {found.Error:G2}, too much to judge."));
    }

    /// <summary>A text whose numbers do not depend on the machine's language.</summary>
    /// <param name="text">The text.</param>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
