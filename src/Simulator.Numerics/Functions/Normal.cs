using MathNet.Numerics;

namespace Simulator.Numerics.Functions;

/// <summary>
/// The standard normal law, accurate relative to the smaller tail. Tail probabilities are also given as logarithms, so that
/// no argument underflows.
/// </summary>
public static class Normal
{
    /// <summary>log √(2π).</summary>
    public const double LogSqrtTwoPi = 0.91893853320467274178;

    /// <summary>Beyond this many standard deviations the continued fraction replaces the complementary error function.</summary>
    private const double AsymptoticFrom = 12;

    private const double Sqrt2 = 1.41421356237309504880;

    /// <summary>The density at <paramref name="z"/>.</summary>
    /// <param name="z">Argument.</param>
    public static double Pdf(double z) => Math.Exp(LogPdf(z));

    /// <summary>The logarithm of the density at <paramref name="z"/>.</summary>
    /// <param name="z">Argument.</param>
    public static double LogPdf(double z) => -0.5 * z * z - LogSqrtTwoPi;

    /// <summary>P(Z ≤ z), with full relative precision in the lower tail.</summary>
    /// <param name="z">Argument.</param>
    public static double Cdf(double z) => z < -AsymptoticFrom ? Math.Exp(LogCdf(z)) : 0.5 * SpecialFunctions.Erfc(-z / Sqrt2);

    /// <summary>P(Z &gt; z), with full relative precision in the upper tail.</summary>
    /// <param name="z">Argument.</param>
    public static double UpperTail(double z) => Cdf(-z);

    /// <summary>log P(Z ≤ z); finite for every finite argument above −1e154.</summary>
    /// <param name="z">Argument.</param>
    public static double LogCdf(double z)
    {
        if (z >= 0) return Elementary.Log1p(-Cdf(-z));
        if (z >= -AsymptoticFrom) return Math.Log(Cdf(z));
        return LogPdf(z) + Math.Log(MillsRatio(-z));
    }

    /// <summary>log P(Z &gt; z).</summary>
    /// <param name="z">Argument.</param>
    public static double LogUpperTail(double z) => LogCdf(-z);

    /// <summary>The z with P(Z ≤ z) = <paramref name="p"/>.</summary>
    /// <param name="p">A probability; 0 gives −∞ and 1 gives +∞.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not in [0, 1].</exception>
    public static double Quantile(double p)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability must lie in [0, 1].");
        if (p == 0) return double.NegativeInfinity;
        if (p == 1) return double.PositiveInfinity;
        return p <= 0.5 ? LowerQuantile(p) : -LowerQuantile(1 - p);
    }

    /// <summary>The z with log P(Z ≤ z) = <paramref name="logP"/>, accurate however small the probability is.</summary>
    /// <param name="logP">Logarithm of a probability, at most log ½ for full precision.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="logP"/> is positive or NaN.</exception>
    public static double QuantileOfLog(double logP)
    {
        if (!(logP <= 0))
            throw new ArgumentOutOfRangeException(nameof(logP), logP, "The logarithm of a probability must be at most 0.");
        if (logP > -600) return Quantile(Math.Exp(logP));
        if (double.IsNegativeInfinity(logP)) return double.NegativeInfinity;

        // Leading asymptotics, then Newton on log Φ, whose slope is 1/Mills ratio.
        double z = -Math.Sqrt(-2 * (logP + LogSqrtTwoPi + 0.5 * Math.Log(-2 * logP)));
        for (int i = 0; i < 4; i++)
            z -= (LogCdf(z) - logP) * MillsRatio(-z);
        return z;
    }

    /// <summary>
    /// The Mills ratio P(Z &gt; z)/φ(z) for z &gt; 0, by the continued fraction 1/(z + 1/(z + 2/(z + 3/(z + …)))).
    /// </summary>
    private static double MillsRatio(double z)
    {
        const int Terms = 24; // at z = 12 the relative error is below 1e-16
        double tail = z;
        for (int k = Terms; k >= 1; k--)
            tail = z + k / tail;
        return 1 / tail;
    }

    /// <summary>Inversion for p ≤ ½: a library start, then one Halley step against our own distribution function.</summary>
    private static double LowerQuantile(double p)
    {
        double z = -Sqrt2 * SpecialFunctions.ErfcInv(2 * p);
        double pdf = Pdf(z);
        if (pdf == 0) return z;
        double newton = (Cdf(z) - p) / pdf;
        return z - newton / (1 + 0.5 * z * newton);
    }
}
