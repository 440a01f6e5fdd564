using Simulator.Numerics.Functions;

namespace Simulator.Transport;

/// <summary>
/// Expected Euclidean norms over independent blocks in any dimension, by the Laplace integral of section 4 (D):
/// <c>E√ΣQ_b = (1/(2√π)) ∫_0^∞ (1 − Π_b E e^{−uQ_b}) u^{−3/2} du</c>, with u = eᵛ.
/// </summary>
public static class BlockNorm
{
    /// <summary>
    /// Step of the trapezoidal rule in v. The integrand is analytic and decays in the strip |Im v| &lt; π/2, so the error is about
    /// exp(−π²/step) = 7e-18.
    /// </summary>
    private const double Step = 0.25;

    /// <summary>The integrand falls like e^{−|v|/2} from its place v = −log E ΣQ.</summary>
    private const double Reach = 76;

    /// <summary>A term of the rule this much smaller than the sum, beyond the place of the integrand, ends it.</summary>
    private const double Negligible = 1e-17;

    /// <summary>Relative accuracy of the expectations: rounding in a few hundred terms.</summary>
    public const double RelativeError = 1e-13;

    /// <summary>E‖·‖ over independent affine blocks.</summary>
    /// <param name="blocks">The blocks.</param>
    public static double Expectation(ReadOnlySpan<AffineBlock> blocks)
    {
        var repeated = new RepeatedNorm[blocks.Length];
        for (int b = 0; b < blocks.Length; b++)
            repeated[b] = new RepeatedNorm(blocks[b], 1);
        return Expectation(repeated);
    }

    /// <summary>E‖·‖ over independent blocks of any kind, each repeated.</summary>
    /// <param name="blocks">The blocks.</param>
    public static double Expectation(IReadOnlyCollection<RepeatedNorm> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        double second = blocks.Sum(b => b.Count * b.Norm.SecondMoment);
        if (second == 0) return 0;
        if (blocks.Count == 1 && blocks.First() is { Count: 1, Norm.Mean: { } mean }) return mean;

        double centre = -Math.Log(second), sum = 0;
        double term = double.PositiveInfinity;

        // Heavy tails put E ΣQ far above what ‖·‖² usually is: the integrand then goes on for longer.
        for (int i = 0; i <= 2 * Reach / Step || term > Negligible * sum; i++)
        {
            double v = centre - Reach + i * Step, u = Math.Exp(v), log = 0;
            foreach ((IRandomNorm norm, long count) in blocks)
                log += count * norm.LogLaplace(u);
            term = -Elementary.Expm1(log) * Math.Exp(-0.5 * v);
            sum += term;
        }

        return sum * Step / (2 * Math.Sqrt(Math.PI));
    }
}
