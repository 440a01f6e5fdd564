using Simulator.Flow;
using Simulator.Numerics.Functions;
using Simulator.Transport;

namespace Simulator.Theory;

/// <summary>
/// Theorem 1, equation (24) (S): <c>W1(f_T(X_T), X_1) ≤ C1 L_f³ d^{5/2} log⁵T/T + ε + ε_F</c>, held against a measured distance. The paper gives
/// C1 no value, so the bound is stated with C1 = 1 beside the C1 that the measurement implies.
/// </summary>
/// <param name="Log10Leading">log10 of L_f³ d^{5/2} log⁵T/T, the factor of C1.</param>
/// <param name="EpsilonLower">Lower end of ε, the estimation error summed over the steps.</param>
/// <param name="EpsilonUpper">Upper end of ε.</param>
/// <param name="EpsilonFLower">Lower end of ε_F, the approximation error summed over the steps.</param>
/// <param name="EpsilonFUpper">Upper end of ε_F.</param>
/// <param name="LipschitzUsed">Which Lipschitz constant stands in the bound: <c>global</c> or <c>typical</c>.</param>
public sealed record TheoremBound(double Log10Leading, double EpsilonLower, double EpsilonUpper, double EpsilonFLower, double EpsilonFUpper, string LipschitzUsed)
{
    /// <summary>Power of L_f in the bound.</summary>
    public const int LipschitzPower = 3;

    /// <summary>Power of d in the bound.</summary>
    public const double DimensionPower = 5.0 / 2;

    /// <summary>Power of log T in the bound.</summary>
    public const int LogPower = 5;

    /// <summary>The bound for a target and a number of steps.</summary>
    /// <param name="lipschitz">L_f.</param>
    /// <param name="dimension">d.</param>
    /// <param name="steps">T, at least 2.</param>
    /// <param name="epsilon">Both ends of ε.</param>
    /// <param name="epsilonF">Both ends of ε_F.</param>
    public static TheoremBound Of(LipschitzConstants lipschitz, int dimension, int steps, (double Lower, double Upper) epsilon, (double Lower, double Upper) epsilonF)
    {
        ArgumentNullException.ThrowIfNull(lipschitz);
        double log = LipschitzPower * lipschitz.LogUsed + DimensionPower * Math.Log(dimension)
            + LogPower * Math.Log(Math.Log(steps)) - Math.Log(steps);
        return new TheoremBound(log / Math.Log(10), epsilon.Lower, epsilon.Upper, epsilonF.Lower, epsilonF.Upper, lipschitz.Used);
    }

    /// <summary>log10 of the right side of (24) with a given C1 and the lower ends of ε and ε_F: a W1 below it is below the bound for certain.</summary>
    /// <param name="c1">C1, positive.</param>
    public double Log10(double c1) => Log10(c1, EpsilonLower + EpsilonFLower);

    private double Log10(double c1, double rest)
    {
        double leading = Log10Leading + Math.Log10(c1);
        if (rest == 0) return leading;
        double log = Math.Log10(rest), difference = (Math.Min(leading, log) - Math.Max(leading, log)) * Math.Log(10);
        return Math.Max(leading, log) + Elementary.Log1p(Math.Exp(difference)) / Math.Log(10);
    }

    /// <summary>
    /// log10 of the implied C1, <c>(W1 − ε − ε_F)/(L_f³ d^{5/2} log⁵T/T)</c> with the upper end of W1 and the lower ends of ε and ε_F; null if W1 is below
    /// ε + ε_F, when every C1 ≥ 0 satisfies the theorem.
    /// </summary>
    /// <param name="w1">The measured distance.</param>
    public double? Log10ImpliedC1(DistanceInterval w1)
    {
        ArgumentNullException.ThrowIfNull(w1);
        double excess = w1.Upper - EpsilonLower - EpsilonFLower;
        return excess > 0 ? Math.Log10(excess) - Log10Leading : null;
    }

    /// <summary>Whether the measurement contradicts the bound with a given C1: even the lower end of W1 is above it, with the upper ends of ε and ε_F.</summary>
    /// <param name="w1">The measured distance.</param>
    /// <param name="c1">C1, positive.</param>
    public bool IsViolatedBy(DistanceInterval w1, double c1)
    {
        ArgumentNullException.ThrowIfNull(w1);
        return w1.Lower > 0 && Math.Log10(w1.Lower) > Log10(c1, EpsilonUpper + EpsilonFUpper);
    }
}
