using MathNet.Numerics.LinearAlgebra;

namespace Simulator.Numerics.Quadrature;

/// <summary>
/// Gauss rules for discrete measures: few nodes that give the weighted sum of a smooth function over many points. The points are gathered in panels,
/// and a rule of n nodes is exact on a panel for polynomials of degree 2n − 1 (Gautschi 2004, section 2.2: Stieltjes' procedure and Golub–Welsch).
/// </summary>
public static class DiscreteGauss
{
    /// <summary>Compresses a weighted sum.</summary>
    /// <param name="points">Points, ascending.</param>
    /// <param name="weights">Positive weights, as many.</param>
    /// <param name="width">Greatest width of a panel: the function must be smooth over it.</param>
    /// <param name="count">Nodes to a panel; panels with no more points than that are kept as they are.</param>
    /// <exception cref="ArgumentException">Points and weights are not equally many.</exception>
    public static QuadratureRule Compress(ReadOnlySpan<double> points, ReadOnlySpan<double> weights, double width, int count)
    {
        if (points.Length != weights.Length) throw new ArgumentException("Points and weights must be equally many.", nameof(weights));
        var nodes = new List<double>();
        var masses = new List<double>();
        for (int from = 0, to; from < points.Length; from = to)
        {
            to = from + 1;
            while (to < points.Length && points[to] - points[from] <= width)
                to++;
            if (to - from <= count)
            {
                nodes.AddRange(points[from..to]);
                masses.AddRange(weights[from..to]);
                continue;
            }

            AddPanel(points[from..to], weights[from..to], count, nodes, masses);
        }

        return new QuadratureRule([.. nodes], [.. masses]);
    }

    private static void AddPanel(ReadOnlySpan<double> points, ReadOnlySpan<double> weights, int n, List<double> nodes, List<double> masses)
    {
        // Orthonormal polynomials of the measure at its points, on [−1, 1] so that nothing grows.
        double centre = 0.5 * (points[^1] + points[0]), half = 0.5 * (points[^1] - points[0]), mass = 0;
        foreach (double weight in weights)
            mass += weight;
        double[] previous = new double[points.Length], current = new double[points.Length];
        Array.Fill(current, 1 / Math.Sqrt(mass));
        var jacobi = Matrix<double>.Build.Dense(n, n);
        double off = 0;
        for (int k = 0; k < n; k++)
        {
            double diagonal = 0, square = 0;
            for (int i = 0; i < points.Length; i++)
                diagonal += weights[i] * (points[i] - centre) / half * current[i] * current[i];
            for (int i = 0; i < points.Length; i++)
            {
                double next = ((points[i] - centre) / half - diagonal) * current[i] - off * previous[i];
                square += weights[i] * next * next;
                (previous[i], current[i]) = (current[i], next);
            }

            jacobi[k, k] = diagonal;
            if (k + 1 == n) break;
            off = Math.Sqrt(square);
            jacobi[k, k + 1] = jacobi[k + 1, k] = off;
            for (int i = 0; i < points.Length; i++)
                current[i] /= off;
        }

        var evd = jacobi.Evd(Symmetricity.Symmetric);
        foreach (int i in Enumerable.Range(0, n).OrderBy(i => evd.EigenValues[i].Real))
        {
            nodes.Add(centre + half * evd.EigenValues[i].Real);
            masses.Add(mass * evd.EigenVectors[0, i] * evd.EigenVectors[0, i]);
        }
    }
}
