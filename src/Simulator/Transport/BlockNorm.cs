using Simulator.Numerics.Functions;

namespace Simulator.Transport;

/// <summary>Independent coordinates <c>αZ_i</c>, i = 1 … Count, of which one is shifted: the vector has the mean of length Shift.</summary>
/// <param name="Count">How many coordinates.</param>
/// <param name="Scale">α.</param>
/// <param name="Shift">Length of the mean vector of these coordinates.</param>
public readonly record struct AffineBlock(int Count, double Scale, double Shift)
{
    /// <summary>E‖·‖² of the block.</summary>
    public double SecondMoment => Count * Scale * Scale + Shift * Shift;

    /// <summary>log E exp(−u‖·‖²): noncentral χ².</summary>
    /// <param name="u">Not negative.</param>
    public double LogLaplace(double u)
    {
        double spread = 2 * u * Scale * Scale;
        return -0.5 * Count * Elementary.Log1p(spread) - u * Shift * Shift / (1 + spread);
    }
}

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

    /// <summary>Relative accuracy of <see cref="Expectation"/>: rounding in a few hundred terms.</summary>
    public const double RelativeError = 1e-13;

    /// <summary>E‖·‖ over independent affine blocks.</summary>
    /// <param name="blocks">The blocks.</param>
    public static double Expectation(ReadOnlySpan<AffineBlock> blocks)
    {
        double second = 0;
        foreach (AffineBlock block in blocks)
            second += block.SecondMoment;
        if (second == 0) return 0;

        double centre = -Math.Log(second), sum = 0;
        for (int i = 0; i <= 2 * Reach / Step; i++)
        {
            double v = centre - Reach + i * Step, u = Math.Exp(v), log = 0;
            foreach (AffineBlock block in blocks)
                log += block.LogLaplace(u);
            sum += -Elementary.Expm1(log) * Math.Exp(-0.5 * v);
        }

        return sum * Step / (2 * Math.Sqrt(Math.PI));
    }
}
