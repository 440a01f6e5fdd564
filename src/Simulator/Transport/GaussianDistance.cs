using System.Collections.Immutable;
using Simulator.Numerics.Functions;

namespace Simulator.Transport;

/// <summary>
/// One group of axes of two Gaussian laws with commuting covariances: the first has deviation <c>Base + Difference</c>, the second
/// <c>Base</c>, and their means differ by a vector of length Shift in this group.
/// </summary>
/// <param name="Count">Number of axes.</param>
/// <param name="Base">Standard deviation of the second law.</param>
/// <param name="Difference">How much larger the deviation of the first law is; kept apart because it may be tiny.</param>
/// <param name="Shift">Length of the difference of the means.</param>
public readonly record struct GaussianAxes(int Count, double Base, double Difference, double Shift);

/// <summary>W1 and W2 between two Gaussian laws with commuting covariances.</summary>
public static class GaussianDistance
{
    /// <summary>Rounding errors of the closed forms, relative.</summary>
    private const double Rounding = 1e-14;

    /// <summary>
    /// W2 by Bures' formula; for commuting covariances <c>W2² = ‖Δm‖² + Σ (s_i − s_i')²</c>.
    /// </summary>
    /// <param name="axes">The axes, grouped.</param>
    public static DistanceInterval W2(ImmutableArray<GaussianAxes> axes)
    {
        double square = axes.Sum(a => a.Count * a.Difference * a.Difference + a.Shift * a.Shift);
        return DistanceInterval.Around(Math.Sqrt(square), Rounding * Math.Sqrt(square), "closed form (Bures)");
    }

    /// <summary>
    /// W1: closed form on the line and for centred isotropic laws, else enclosed by the product bounds of section 5 (D):
    /// <c>max{(Σ W1_b²)^{1/2}, |E‖X‖ − E‖Y‖|} ≤ W1 ≤ min{E√ΣQ_b, W2}</c>.
    /// </summary>
    /// <param name="axes">The axes, grouped.</param>
    public static DistanceInterval W1(ImmutableArray<GaussianAxes> axes)
    {
        int dimension = axes.Sum(a => a.Count);
        if (dimension == 1)
        {
            double value = FoldedMean(axes[0].Difference, axes[0].Shift);
            return DistanceInterval.Around(value, Rounding * value, "closed form (monotone coupling)");
        }

        double coupling = OptimalCoupling(axes), error = BlockNorm.RelativeError * coupling;
        if (axes.Length == 1 && axes[0].Shift == 0)
            return DistanceInterval.Around(coupling, error, "radial laws: W1 of the radii");

        DistanceInterval w2 = W2(axes);
        (double upper, string upperBy) = coupling + error <= w2.Upper
            ? (coupling + error, "blockwise optimal coupling (Laplace integral)")
            : (w2.Upper, "W2 (Bures)");

        double product = Math.Sqrt(axes.Sum(SquareOfLineDistances));
        double shift = Math.Sqrt(axes.Sum(a => a.Shift * a.Shift));
        double first = Norm(axes, a => new AffineBlock(a.Count, a.Base + a.Difference, a.Shift));
        double second = Norm(axes, a => new AffineBlock(a.Count, a.Base, 0));
        double norm = Math.Abs(first - second) - BlockNorm.RelativeError * (first + second);
        (double Value, string By)[] lowers =
        [
            (product, "norm of the distances on the axes"),
            (shift, "distance of the means"),
            (norm, "1-Lipschitz test function: the norm"),
        ];
        var best = lowers.MaxBy(l => l.Value);
        return new DistanceInterval(Math.Min(best.Value * (1 - Rounding), upper), upper, best.By, upperBy);
    }

    /// <summary>E‖·‖ of the coupling that is optimal on every axis (and optimal for W2).</summary>
    /// <param name="axes">The axes, grouped.</param>
    public static double OptimalCoupling(ImmutableArray<GaussianAxes> axes)
        => Norm(axes, a => new AffineBlock(a.Count, a.Difference, a.Shift));

    /// <summary>E|αZ + γ|, the mean of a folded normal law.</summary>
    /// <param name="alpha">α.</param>
    /// <param name="gamma">γ.</param>
    public static double FoldedMean(double alpha, double gamma)
    {
        double a = Math.Abs(alpha), g = Math.Abs(gamma);
        if (a == 0) return g;
        double z = g / a;
        return 2 * a * Normal.Pdf(z) + g * (1 - 2 * Normal.Cdf(-z));
    }

    /// <summary>Σ W1² over the axes of a group, rotated so that the mean lies along one of them.</summary>
    private static double SquareOfLineDistances(GaussianAxes a)
    {
        double shifted = FoldedMean(a.Difference, a.Shift), centred = FoldedMean(a.Difference, 0);
        return shifted * shifted + (a.Count - 1) * centred * centred;
    }

    private static double Norm(ImmutableArray<GaussianAxes> axes, Func<GaussianAxes, AffineBlock> block)
        => BlockNorm.Expectation([.. axes.Select(block)]);
}
