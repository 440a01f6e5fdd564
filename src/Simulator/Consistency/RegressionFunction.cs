using Simulator.FunctionClasses;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;

namespace Simulator.Consistency;

/// <summary>A learned map that a regression found: an element of a function class, on top of a baseline if there is one.</summary>
/// <param name="expansion">The function.</param>
/// <param name="threads">Threads; no number depends on it.</param>
public sealed class RegressionFunction(Expansion expansion, int threads) : ConsistencyFunction(expansion.Time, expansion.Dimension)
{
    /// <summary>Points that are evaluated together.</summary>
    internal const int Tile = 256;

    /// <summary>The function with its coefficients.</summary>
    public Expansion Expansion => expansion;

    /// <summary>Not known; <see cref="Lipschitz"/> encloses it.</summary>
    public override double LipschitzConstant => double.NaN;

    /// <summary>
    /// Lip(f_t) between the largest slope found at points, and from the steepest of them uphill, and an upper bound in closed form, +∞ where the class has none.
    /// </summary>
    /// <param name="points">Where to look, n × d, at least one point.</param>
    public (double Lower, double Upper) Lipschitz(PointBatch points)
    {
        double upper = expansion.Baseline is null ? expansion.Map.LipschitzBound(expansion.Matrix) : double.PositiveInfinity;
        return (Math.Min(SteepestSlope(points), upper), upper);
    }

    /// <inheritdoc/>
    protected override void EvaluateCore(PointBatch points, Span<double> result)
    {
        double[] from = points.Data.ToArray(), to = new double[from.Length];
        int width = Tile * Dimension;
        Workers.Run(threads, (from.Length + width - 1) / width, tile =>
        {
            int start = tile * width, length = Math.Min(width, from.Length - start);
            expansion.Evaluate(new PointBatch(from.AsSpan(start, length), Dimension), to.AsSpan(start, length));
        });
        to.CopyTo(result);
    }

    private double SteepestSlope(PointBatch points)
    {
        const int Rounds = 40;
        int d = Dimension, steepest = 0;
        double[] slopes = SlopesAt(points);
        for (int i = 1; i < slopes.Length; i++)
            steepest = slopes[i] > slopes[steepest] ? i : steepest;
        double best = slopes[steepest], reach = 0.3;
        double[] place = points[steepest].ToArray(), near = new double[2 * d * d];

        // A compass search: along the axes, in strides that shrink where nothing is gained.
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < 2 * d; i++)
            {
                place.CopyTo(near, i * d);
                near[i * d + i / 2] += i % 2 == 0 ? reach : -reach;
            }

            slopes = SlopesAt(new PointBatch(near, d));
            int better = Array.IndexOf(slopes, slopes.Max());
            if (slopes[better] > best) (best, place) = (slopes[better], near[(better * d)..((better + 1) * d)]);
            else reach /= 2;
        }

        return best;
    }

    /// <summary>Adds the Jacobian of the baseline by central differences, good to about ten digits of its size.</summary>
    private void AddDifferences(IBaseline baseline, ReadOnlySpan<double> point, Span<double> jacobian)
    {
        const double Step = 1e-5;
        int d = Dimension;
        double[] around = new double[2 * d * d], values = new double[2 * d * d];
        for (int i = 0; i < 2 * d; i++)
        {
            point.CopyTo(around.AsSpan(i * d));
            around[i * d + i / 2] += i % 2 == 0 ? Step : -Step;
        }

        baseline.Evaluate(Time, new PointBatch(around, d), values);
        for (int j = 0; j < d; j++)
        {
            for (int o = 0; o < d; o++)
                jacobian[o * d + j] += (values[2 * j * d + o] - values[(2 * j + 1) * d + o]) / (2 * Step);
        }
    }

    private double[] SlopesAt(PointBatch points)
    {
        int n = points.Count, d = Dimension;
        double[] jacobians = new double[(long)n * d * d], from = points.Data.ToArray(), slopes = new double[n];
        Workers.Run(threads, n, i =>
        {
            Span<double> jacobian = jacobians.AsSpan(i * d * d, d * d);
            expansion.Map.Jacobians(new PointBatch(from.AsSpan(i * d, d), d), expansion.Matrix, jacobian);
            if (expansion.Baseline is { } baseline) AddDifferences(baseline, from.AsSpan(i * d, d), jacobian);
            slopes[i] = SpectralNorm.Of(new ReadOnlyMatrixView(jacobian, d, d));
        });
        return slopes;
    }
}
