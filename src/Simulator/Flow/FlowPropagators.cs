using System.Collections.Immutable;
using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;
using Simulator.Schedules;

namespace Simulator.Flow;

/// <summary>
/// The Jacobians of the flow along flow lines from one noise level to the next, by the variational equation: their products are ∂Φ_{t→k} for every pair of
/// levels, and since each covers a short way only, none over- or underflows.
/// </summary>
internal sealed class FlowPropagators
{
    private static readonly SimdBackend s_backend = new(1, VectorPaths.Best);

    private readonly int _dimension;

    // Line by line, segment by segment, d × d: row i holds ∂Φ e_i, so these are the transposed Jacobians.
    private readonly double[][] _segments;

    private FlowPropagators(int dimension, double[][] segments, double[] ends, Status status)
        => (_dimension, _segments, Ends, Status) = (dimension, segments, ends, status);

    /// <summary>Where the lines end, n × d.</summary>
    public double[] Ends { get; }

    /// <summary>What became of the lines.</summary>
    public Status Status { get; }

    /// <summary>The number of lines.</summary>
    public int Lines => Ends.Length / _dimension;

    /// <summary>Follows lines.</summary>
    /// <param name="flow">The flow; its denoiser knows its derivative.</param>
    /// <param name="levels">Noise levels in the order of the way, at least two.</param>
    /// <param name="points">Points at the first level, n × d.</param>
    public static FlowPropagators Along(ProbabilityFlow flow, ImmutableArray<NoiseLevel> levels, PointBatch points)
    {
        int d = points.Dimension, n = points.Count, width = (1 + d) * d;
        double[] axes = ProbabilityFlow.Axes(n, d), current = points.Data.ToArray();
        var segments = new double[levels.Length - 1][];
        Status status = Status.Ok;
        for (int j = 0; j + 1 < levels.Length; j++)
        {
            Outcome<double[]> moved = flow.Map(levels[j], levels[j + 1], new PointBatch(current, d), axes);
            status = status.Worst(moved.Status);
            segments[j] = new double[n * d * d];
            for (int i = 0; i < n; i++)
            {
                moved.Value.AsSpan(i * width, d).CopyTo(current.AsSpan(i * d));
                moved.Value.AsSpan(i * width + d, d * d).CopyTo(segments[j].AsSpan(i * d * d));
            }

            if (status != Status.Ok) break;
        }

        return new FlowPropagators(d, segments, current, status);
    }

    /// <summary>The pair of levels between which ‖∂Φ‖ is largest on a line, by power iteration for each pair.</summary>
    /// <param name="line">The line.</param>
    /// <param name="wholeWay">Whether only the whole way counts.</param>
    public Stretch Largest(int line, bool wholeWay)
    {
        int d = _dimension, size = d * d;
        double[] product = new double[size], next = new double[size], direction = new double[d], image = new double[d], back = new double[d];
        var best = new Stretch(double.NegativeInfinity, 0, 0, []);
        int lastStart = wholeWay ? 1 : _segments.Length;
        for (int start = 0; start < lastStart; start++)
        {
            double scale = 0;
            for (int end = start; end < _segments.Length; end++)
            {
                var segment = new ReadOnlyMatrixView(_segments[end].AsSpan(line * size, size), d, d);
                if (end == start) _segments[end].AsSpan(line * size, size).CopyTo(product);
                else
                {
                    s_backend.Multiply(1, new ReadOnlyMatrixView(product, d, d), segment, 0, new MatrixView(next, d, d));
                    (product, next) = (next, product);
                }

                double largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(product));
                TensorPrimitives.Divide(product, largest, product);
                scale += Math.Log(largest);
                if (wholeWay && end + 1 < _segments.Length) continue;
                double log = scale + Math.Log(PowerIteration(product, direction, image, back));
                if (log > best.Log) best = new Stretch(log, start, end + 1, [.. direction]);
            }
        }

        return best;
    }

    /// <summary>The largest singular value of a matrix whose rows are the images of the axes; leaves the direction that is stretched most.</summary>
    private static double PowerIteration(ReadOnlySpan<double> rows, Span<double> direction, Span<double> image, Span<double> back)
    {
        const int Most = 200;
        const double Still = 1e-12;
        int d = direction.Length;

        // The image of the axis that is stretched most is a start that is never orthogonal to all that matters.
        int axis = 0;
        for (int i = 1; i < d; i++)
        {
            if (TensorPrimitives.SumOfSquares(rows.Slice(i * d, d)) > TensorPrimitives.SumOfSquares(rows.Slice(axis * d, d))) axis = i;
        }

        for (int i = 0; i < d; i++)
            direction[i] = TensorPrimitives.Dot(rows.Slice(i * d, d), rows.Slice(axis * d, d));
        double norm = 0;
        for (int iteration = 0; iteration < Most; iteration++)
        {
            TensorPrimitives.Divide(direction, TensorPrimitives.Norm<double>(direction), direction);
            image.Clear();
            for (int i = 0; i < d; i++)
                TensorPrimitives.MultiplyAdd(rows.Slice(i * d, d), direction[i], image, image);
            double before = norm;
            norm = TensorPrimitives.Norm<double>(image);
            if (norm - before <= Still * norm) break;
            for (int i = 0; i < d; i++)
                back[i] = TensorPrimitives.Dot<double>(rows.Slice(i * d, d), image);
            back.CopyTo(direction);
        }

        return norm;
    }
}

/// <summary>How much the flow stretches along a line between two of its levels.</summary>
/// <param name="Log">log ‖∂Φ‖.</param>
/// <param name="From">Index of the level at which the way begins.</param>
/// <param name="To">Index of the level at which it ends.</param>
/// <param name="Direction">The direction that is stretched most, of length 1.</param>
internal sealed record Stretch(double Log, int From, int To, double[] Direction);
