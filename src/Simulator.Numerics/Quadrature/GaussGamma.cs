using System.Collections.Concurrent;
using MathNet.Numerics.LinearAlgebra;

namespace Simulator.Numerics.Quadrature;

/// <summary>
/// Gauss rules for gamma laws (generalised Laguerre): <c>E f(Y) ≈ Σ w_i f(y_i)</c> for Y with density ∝ y^{α−1} e^{−y}, exact for polynomials of
/// degree 2n − 1. The weights sum to 1. Half of a χ²_m variable is such a Y with α = m/2.
/// </summary>
public static class GaussGamma
{
    private static readonly ConcurrentDictionary<(double Shape, int Count), QuadratureRule> Rules = new();

    /// <summary>The rule with <paramref name="count"/> nodes.</summary>
    /// <param name="shape">α, positive.</param>
    /// <param name="count">Number of nodes, 1 … 64.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static QuadratureRule Rule(double shape, int count)
    {
        if (!(shape > 0 && double.IsFinite(shape))) throw new ArgumentOutOfRangeException(nameof(shape), shape, "The shape must be positive.");
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 64);
        return Rules.GetOrAdd((shape, count), key => Compute(key.Shape, key.Count));
    }

    private static QuadratureRule Compute(double shape, int n)
    {
        // Golub–Welsch with the recurrence y p_k = √β_{k+1} p_{k+1} + (2k + α) p_k + √β_k p_{k−1}, β_k = k(k + α − 1), shifted by the mean α.
        var jacobi = Matrix<double>.Build.Dense(n, n);
        for (int k = 0; k < n; k++)
        {
            jacobi[k, k] = 2.0 * k;
            if (k > 0) jacobi[k, k - 1] = jacobi[k - 1, k] = Math.Sqrt(k * (k + shape - 1));
        }

        var evd = jacobi.Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => evd.EigenValues[i].Real)];
        return new QuadratureRule(
            [.. order.Select(i => Math.Max(shape + evd.EigenValues[i].Real, 0))],
            [.. order.Select(i => evd.EigenVectors[0, i] * evd.EigenVectors[0, i])]);
    }
}
