namespace Simulator.Theory;

/// <summary>
/// The regime number <c>ρ = L_f √r</c> of section 7 (D), L_f of Φ_{T→1}. Consistency training smooths Φ over a variance of order r: for ρ ≫ 1 a
/// steep map is not resolved and W1 falls like √(log T/T); for ρ ≪ 1 like log T/T. A slope of ½ is a regime, not a refutation.
/// </summary>
public static class Regime
{
    /// <summary>From here on a map counts as steep in words.</summary>
    public const double SteepFrom = 3;

    /// <summary>Up to here a map counts as smooth in words.</summary>
    public const double SmoothUpTo = 1;

    /// <summary>log ρ.</summary>
    /// <param name="logLipschitz">log L_f of Φ_{T→1}.</param>
    /// <param name="rate">r.</param>
    public static double LogNumber(double logLipschitz, double rate) => logLipschitz + 0.5 * Math.Log(rate);
}
