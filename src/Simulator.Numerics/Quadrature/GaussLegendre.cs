using System.Collections.Concurrent;

namespace Simulator.Numerics.Quadrature;

/// <summary>Gauss–Legendre rules: <c>∫_{−1}^{1} f(x) dx</c>, exact for polynomials of degree 2n − 1.</summary>
public static class GaussLegendre
{
    private static readonly ConcurrentDictionary<int, QuadratureRule> Rules = new();

    /// <summary>The rule with <paramref name="count"/> nodes on [−1, 1].</summary>
    /// <param name="count">Number of nodes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public static QuadratureRule Rule(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Rules.GetOrAdd(count, Compute);
    }

    private static QuadratureRule Compute(int n)
    {
        var nodes = new double[n];
        var weights = new double[n];
        for (int i = 0; i < (n + 1) / 2; i++)
        {
            // Tricomi's asymptotic root, then Newton on P_n.
            double x = (1 - (n - 1) / (8.0 * n * n * n)) * Math.Cos(Math.PI * (4 * i + 3) / (4 * n + 2));
            double derivative = 0;
            for (int iteration = 0; iteration < 6; iteration++)
            {
                (double p, derivative) = Polynomial(n, x);
                double step = p / derivative;
                x -= step;
                if (Math.Abs(step) < 1e-15) break;
            }

            if (2 * i + 1 == n) x = 0;
            (_, derivative) = Polynomial(n, x);
            nodes[n - 1 - i] = x;
            nodes[i] = -x;
            weights[i] = weights[n - 1 - i] = 2 / ((1 - x * x) * derivative * derivative);
        }

        return new QuadratureRule([.. nodes], [.. weights]);
    }

    /// <summary>P_n and its derivative at x by the three-term recurrence.</summary>
    private static (double Value, double Derivative) Polynomial(int n, double x)
    {
        double previous = 1, current = x;
        for (int k = 2; k <= n; k++)
            (previous, current) = (current, ((2 * k - 1) * x * current - (k - 1) * previous) / k);
        return (current, n * (x * current - previous) / (x * x - 1));
    }
}
