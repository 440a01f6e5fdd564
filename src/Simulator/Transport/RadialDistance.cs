using Simulator.Numerics;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;

namespace Simulator.Transport;

/// <summary>
/// Distances between rotation invariant laws of ℝ^d, one of them the image of the other under an increasing map of radii. W_p in ℝ^d is exactly
/// the W_p of the radii (section 5): the norm is 1-Lipschitz, and points may be moved along their own direction.
/// </summary>
public static class RadialDistance
{
    private const double RelativeTolerance = 1e-10;

    /// <summary>∫ |difference(v)| weight(v) dv over radii v ≥ 0.</summary>
    /// <param name="weightedDifference">difference · weight at many radii.</param>
    /// <param name="law">The law of radii that spans the range of v.</param>
    public static Outcome<double> MeanAbsolute(BatchFunction weightedDifference, RadialMixture law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return AdaptiveQuadrature.IntegrateAbsolute(weightedDifference, law.Breakpoints(), Floor(law), RelativeTolerance);
    }

    /// <summary>(∫ difference² weight dv)^{1/2} over radii v ≥ 0.</summary>
    /// <param name="weightedSquare">difference² · weight at many radii.</param>
    /// <param name="law">The law of radii that spans the range of v.</param>
    /// <param name="relativeTolerance">Wanted relative error of the mean square.</param>
    public static Outcome<double> RootMeanSquare(BatchFunction weightedSquare, RadialMixture law, double relativeTolerance = RelativeTolerance)
    {
        ArgumentNullException.ThrowIfNull(law);
        double floor = Floor(law);
        Outcome<double> square = AdaptiveQuadrature.Integrate(weightedSquare, law.Breakpoints(), floor * floor, relativeTolerance);
        double root = Math.Sqrt(Math.Max(square.Value, 0));
        double error = root > 0 ? square.Diagnostics.ErrorEstimate / (2 * root) : Math.Sqrt(square.Diagnostics.ErrorEstimate);
        return new Outcome<double>(root, square.Status, new Diagnostics(error, square.Diagnostics.Evaluations));
    }

    /// <summary>The law of difference(V)², V a radius with a density that a law spans.</summary>
    /// <param name="difference">The difference at many radii.</param>
    /// <param name="density">The density of V.</param>
    /// <param name="law">The law of radii that spans the range of V.</param>
    public static Outcome<SampledNorm> LawOf(BatchFunction difference, BatchFunction density, RadialMixture law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return SampledNorm.Of(difference, density, law.Breakpoints(), Floor(law), RelativeTolerance);
    }

    /// <summary>W1 between two rotation invariant laws in the form ∫ |F − G| over radii.</summary>
    /// <param name="first">One law.</param>
    /// <param name="second">The other, of the same dimension.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static Outcome<double> W1(RadialMixture first, RadialMixture second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Dimension != second.Dimension) throw new ArgumentException("The dimensions differ.", nameof(second));
        return AdaptiveQuadrature.IntegrateAbsolute(
            (r, y) =>
            {
                for (int i = 0; i < r.Length; i++)
                    y[i] = CdfDifference(first, second, r[i]);
            },
            [.. first.Breakpoints().Union(second.Breakpoints()).Order()],
            Math.Max(Floor(first), Floor(second)),
            RelativeTolerance);
    }

    /// <summary>F(r) − G(r), from the tail in which F is smaller.</summary>
    /// <param name="first">The law with distribution function F.</param>
    /// <param name="second">The law with distribution function G.</param>
    /// <param name="r">A radius.</param>
    public static double CdfDifference(RadialMixture first, RadialMixture second, double r)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        (double lower, double upper) = first.LogTails(r);
        (double otherLower, double otherUpper) = second.LogTails(r);
        return lower <= upper ? Math.Exp(lower) - Math.Exp(otherLower) : Math.Exp(otherUpper) - Math.Exp(upper);
    }

    /// <summary>Absolute accuracy below which nothing is asked for: the logarithm of a density is rounded like d.</summary>
    private static double Floor(RadialMixture law) => (1e-12 + 2e-15 * law.Dimension) * Math.Sqrt(law.SecondMoment);
}
