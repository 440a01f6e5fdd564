using Simulator.Numerics;
using Simulator.Numerics.Quadrature;

namespace Simulator.Laws.Reference;

/// <summary>
/// A quadrature rule for a law in ℝ^d with a coarser rule on the same nodes: every mean comes with the difference of the two, which for smooth
/// integrands is far above the error of the finer one.
/// </summary>
/// <param name="dimension">d.</param>
/// <param name="nodes">n × d.</param>
/// <param name="fine">The weights, n, with sum 1.</param>
/// <param name="coarse">The weights of the coarser rule, n, with sum 1.</param>
internal sealed class NestedRule(int dimension, double[] nodes, double[] fine, double[] coarse)
{
    /// <summary>Half the mass of N(0, 1) beyond the outermost nodes on the line is below 1e-16.</summary>
    private const double Reach = 8.4, Step = 0.2;

    private static readonly Lazy<NestedRule> OnLine = new(Trapezoid), InPlane = new(() => Tensor(2, 12, 9)), InSpace = new(() => Tensor(3, 5, 4));

    /// <summary>d.</summary>
    public int Dimension => dimension;

    /// <summary>n.</summary>
    public int Count => fine.Length;

    /// <summary>The nodes, n × d.</summary>
    public double[] Nodes => nodes;

    /// <summary>The weights.</summary>
    public double[] Fine => fine;

    /// <summary>The weights of the coarser rule.</summary>
    public double[] Coarse => coarse;

    /// <summary>
    /// A rule for N(0, I) in at most three dimensions: on the line the trapezoidal rule, which converges like exp(−2π²/h²) in its step h; above, tensor
    /// products of Gauss–Hermite rules.
    /// </summary>
    /// <param name="dimension">1, 2 or 3.</param>
    public static NestedRule StandardNormal(int dimension) => dimension switch
    {
        1 => OnLine.Value,
        2 => InPlane.Value,
        3 => InSpace.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "Rules are for one to three dimensions."),
    };

    /// <summary>The mean of values at the nodes, and what the coarser rule differs by.</summary>
    /// <param name="values">n values.</param>
    public Measured Mean(ReadOnlySpan<double> values)
    {
        double mean = 0, other = 0;
        for (int i = 0; i < fine.Length; i++)
        {
            mean += fine[i] * values[i];
            other += coarse[i] * values[i];
        }

        return new Measured(mean, Math.Abs(mean - other));
    }

    /// <summary>The mean of vectors at the nodes.</summary>
    /// <param name="values">n × m.</param>
    /// <param name="mean">Receives the mean, m numbers.</param>
    /// <returns>The distance from the mean of the coarser rule.</returns>
    public double Mean(ReadOnlySpan<double> values, Span<double> mean)
    {
        int width = mean.Length;
        Span<double> difference = stackalloc double[width];
        mean.Clear();
        difference.Clear();
        for (int i = 0; i < fine.Length; i++)
        {
            for (int j = 0; j < width; j++)
            {
                double value = values[i * width + j];
                mean[j] += fine[i] * value;
                difference[j] += (fine[i] - coarse[i]) * value;
            }
        }

        double square = 0;
        foreach (double d in difference)
            square += d * d;
        return Math.Sqrt(square);
    }

    private static NestedRule Trapezoid()
    {
        int half = (int)Math.Round(Reach / Step);
        double[] z = [.. Enumerable.Range(-half, 2 * half + 1).Select(i => i * Step)];
        double[] density = [.. z.Select(x => Math.Exp(-0.5 * x * x))], every = [.. density.Select((v, i) => i % 2 == 0 ? v : 0)];
        return new NestedRule(1, z, Normalised(density), Normalised(every));
    }

    private static NestedRule Tensor(int d, int fine, int coarse)
    {
        (List<double> nodes, List<double> first, List<double> second) = ([], [], []);
        foreach ((int count, List<double> weights, List<double> zeros) in ((int, List<double>, List<double>)[])[(fine, first, second), (coarse, second, first)])
        {
            QuadratureRule rule = GaussHermite.Rule(count);
            for (int index = 0; index < (int)Math.Pow(count, d); index++)
            {
                double weight = 1;
                for (int axis = 0, rest = index; axis < d; axis++, rest /= count)
                {
                    nodes.Add(rule.Nodes[rest % count]);
                    weight *= rule.Weights[rest % count];
                }

                weights.Add(weight);
                zeros.Add(0);
            }
        }

        return new NestedRule(d, [.. nodes], [.. first], [.. second]);
    }

    private static double[] Normalised(double[] weights)
    {
        double total = weights.Sum();
        return [.. weights.Select(w => w / total)];
    }
}
