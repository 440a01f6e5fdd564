using System.Collections.Concurrent;

namespace Simulator.Numerics.Quadrature;

/// <summary>
/// Rules for <c>E f(Z)</c>, Z standard normal, chosen by how far one standard deviation reaches on the grid that resolves f.
/// </summary>
/// <remarks>
/// A piecewise polynomial of degree 7 that is averaged over a small part of a cell needs few nodes: q Gauss–Hermite nodes miss
/// <c>q!/(2q)! κ^{2q} h^{2q} f^{(2q)}</c> at a spread of κ grid steps, which the thresholds below keep under the interpolation error
/// (10⁻³ h⁸ f⁽⁸⁾) by two digits. For wide spreads the trapezoidal rule takes over (one node per 1.5 grid steps resolves what the grid resolves): for a normal
/// weight it converges like exp(−2π²/τ²) in its step τ.
/// </remarks>
public static class NormalQuadrature
{
    /// <summary>Where the trapezoidal rule is cut off: the mass outside is below 1e-16.</summary>
    private const double CutOff = 8.3;

    /// <summary>Trapezoidal steps above this one would cost accuracy even for constants.</summary>
    private const double WidestStep = 0.5;

    private static readonly (double Spread, int Nodes)[] GaussUpTo =
        [(0.02, 3), (0.3, 4), (0.7, 6), (1.1, 8), (1.6, 10), (2.2, 14)];

    private static readonly ConcurrentDictionary<double, QuadratureRule> Trapezoids = new();

    /// <summary>The rule for a spread.</summary>
    /// <param name="spread">κ: standard deviation in grid steps, not negative and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="spread"/> is negative or not finite.</exception>
    public static QuadratureRule ForSpread(double spread)
    {
        if (!(spread >= 0 && double.IsFinite(spread)))
            throw new ArgumentOutOfRangeException(nameof(spread), spread, "A spread must be finite and not negative.");
        foreach ((double limit, int nodes) in GaussUpTo)
        {
            if (spread <= limit) return GaussHermite.Rule(nodes);
        }

        // Steps are rounded down to a geometric ladder, so that few distinct rules are ever made.
        double step = WidestStep;
        while (step * spread > 1.5) step /= Math.Sqrt(2);
        return Trapezoids.GetOrAdd(step, Trapezoid);
    }

    private static QuadratureRule Trapezoid(double step)
    {
        int half = (int)Math.Ceiling(CutOff / step);
        var nodes = new double[2 * half + 1];
        var weights = new double[nodes.Length];
        double total = 0;
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = (i - half) * step;
            weights[i] = Math.Exp(-0.5 * nodes[i] * nodes[i]);
            total += weights[i];
        }

        for (int i = 0; i < weights.Length; i++)
            weights[i] /= total;
        return new QuadratureRule([.. nodes], [.. weights]);
    }
}
