using System.Collections.Concurrent;
using MathNet.Numerics.LinearAlgebra;

namespace Simulator.Numerics.Quadrature;

/// <summary>
/// Gauss–Hermite rules for the standard normal law: <c>E f(Z) ≈ Σ w_i f(z_i)</c>, exact for polynomials of degree 2n − 1.
/// The weights sum to 1.
/// </summary>
public static class GaussHermite
{
    /// <summary>Beyond this many nodes the outermost weights underflow and the trapezoidal rule is better anyway.</summary>
    public const int MaximumCount = 200;

    private static readonly ConcurrentDictionary<int, QuadratureRule> Rules = new();

    /// <summary>The rule with <paramref name="count"/> nodes.</summary>
    /// <param name="count">Number of nodes, 1 … <see cref="MaximumCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    public static QuadratureRule Rule(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumCount);
        return Rules.GetOrAdd(count, Compute);
    }

    private static QuadratureRule Compute(int n)
    {
        // Golub–Welsch: the nodes are the eigenvalues of the Jacobi matrix with off-diagonal √k; Newton then restores full accuracy.
        var jacobi = Matrix<double>.Build.Dense(n, n);
        for (int k = 1; k < n; k++)
            jacobi[k, k - 1] = jacobi[k - 1, k] = Math.Sqrt(k);
        double[] start = n == 1 ? [0.0] : [.. jacobi.Evd(Symmetricity.Symmetric).EigenValues.Select(v => v.Real).Order()];

        var nodes = new double[n];
        var weights = new double[n];
        for (int i = 0; i < (n + 1) / 2; i++)
        {
            double z = 2 * i + 1 == n ? 0 : start[n - 1 - i];
            for (int iteration = 0; iteration < 4 && z != 0; iteration++)
            {
                (double value, double previous) = Orthonormal(n, z);
                z -= value / (Math.Sqrt(n) * previous);
            }

            // Christoffel numbers: w = 1/(n h_{n−1}(z)²), with h the orthonormal polynomials.
            (_, double last) = Orthonormal(n, z);
            nodes[n - 1 - i] = z;
            nodes[i] = -z;
            weights[i] = weights[n - 1 - i] = 1 / (n * last * last);
        }

        return new QuadratureRule([.. nodes], [.. weights]);
    }

    /// <summary>Orthonormal Hermite polynomials h_n and h_{n−1} at z; h_n' = √n h_{n−1}.</summary>
    private static (double Value, double Previous) Orthonormal(int n, double z)
    {
        double previous = 0, current = 1;
        for (int k = 1; k <= n; k++)
            (previous, current) = (current, (z * current - Math.Sqrt(k - 1) * previous) / Math.Sqrt(k));
        return (current, previous);
    }
}
