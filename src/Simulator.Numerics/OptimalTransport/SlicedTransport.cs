using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>A sliced distance.</summary>
/// <param name="Value"><c>(mean over directions of W_p^p)^{1/p}</c>.</param>
/// <param name="StandardError">Of the Monte Carlo over directions, by the delta method; 0 on the line.</param>
public sealed record SlicedDistance(double Value, double StandardError);

/// <summary>A direction and how far apart the projections on it are.</summary>
/// <param name="Value">W1 of the projections: a lower bound of W1, whatever the direction.</param>
/// <param name="Direction">A unit vector, d numbers.</param>
public sealed record ProjectedDistance(double Value, double[] Direction);

/// <summary>Distances of projections on lines: W_p averaged over directions (Rabin et al. 2012), and W1 on the worst one found.</summary>
/// <remarks>A direction is a function of the stream and its number, so that bits do not depend on the number of threads.</remarks>
public static class SlicedTransport
{
    private const int MostSteps = 100;

    /// <summary>Sliced W_p.</summary>
    /// <param name="x">n × d.</param>
    /// <param name="xWeights">Its weights, not negative, or empty for equal ones; only ratios count.</param>
    /// <param name="y">m × d.</param>
    /// <param name="yWeights">Its weights.</param>
    /// <param name="p">The order, at least 1.</param>
    /// <param name="directions">How many directions, at least 2.</param>
    /// <param name="random">The stream of the directions; not moved.</param>
    /// <param name="threads">At most so many threads; default all cores.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or an entry is not finite, negative or out of range.</exception>
    public static Outcome<SlicedDistance> W(
        PointBatch x, ReadOnlySpan<double> xWeights, PointBatch y, ReadOnlySpan<double> yWeights, double p, int directions, RandomStream random, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(directions, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        if (!(p >= 1 && double.IsFinite(p))) throw new ArgumentOutOfRangeException(nameof(p), p, "The order of the distance must be at least 1 and finite.");
        var sides = new Sides(x, xWeights, y, yWeights);
        var distances = new double[directions];
        Workers.Run(threads ?? Environment.ProcessorCount, directions, k => distances[k] = sides.Distance(Direction(random, k, sides.Dimension), p));
        double scale = distances.Max();
        if (scale == 0) return new(new SlicedDistance(0, 0), Status.Ok, new Diagnostics(0, directions));
        double mean = distances.Average(w => Math.Pow(w / scale, p)), variance = distances.Sum(w => Math.Pow(Math.Pow(w / scale, p) - mean, 2)) / (directions - 1);

        // All directions of the line are one.
        double value = scale * Math.Pow(mean, 1 / p), error = sides.Dimension == 1 ? 0 : value * Math.Sqrt(variance / directions) / (p * mean);
        return new(new SlicedDistance(value, error), Status.Ok, new Diagnostics(error + 1e-14 * value, directions));
    }

    /// <summary>Max-sliced W1: ascent over directions from many starts.</summary>
    /// <param name="x">n × d.</param>
    /// <param name="xWeights">Its weights, not negative, or empty for equal ones; only ratios count.</param>
    /// <param name="y">m × d.</param>
    /// <param name="yWeights">Its weights.</param>
    /// <param name="starts">How many random starts, at least 1; the difference of the means and the axes come on top.</param>
    /// <param name="random">The stream of the starts; not moved.</param>
    /// <param name="threads">At most so many threads; default all cores.</param>
    /// <returns>The best direction found; the greatest of all may be greater, W1 is.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or an entry is not finite, negative or out of range.</exception>
    public static Outcome<ProjectedDistance> MaxW1(
        PointBatch x, ReadOnlySpan<double> xWeights, PointBatch y, ReadOnlySpan<double> yWeights, int starts, RandomStream random, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(starts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        var sides = new Sides(x, xWeights, y, yWeights);
        int d = sides.Dimension, all = starts + d + 1;
        var found = new (double Value, double[] Direction, int Steps)[all];
        Workers.Run(threads ?? Environment.ProcessorCount, all, k =>
        {
            double[] start;
            if (k < starts) start = Direction(random, k, d);
            else if (k == all - 1) start = sides.MeanDifference();
            else (start = new double[d])[k - starts] = 1;
            found[k] = Ascend(sides, start);
        });

        // The first of equal ones.
        (double value, double[] direction, _) = found.Aggregate((best, next) => next.Value > best.Value ? next : best);
        return new(new ProjectedDistance(value, direction), Status.Ok, new Diagnostics(1e-14 * (value + sides.Size), found.Sum(f => f.Steps)));
    }

    /// <summary>W1 of projections is a maximum of linear functions of the direction for fixed signs of a coupling: its gradient is the next direction, if that is better.</summary>
    private static (double Value, double[] Direction, int Steps) Ascend(Sides sides, double[] direction)
    {
        double value = sides.Distance(direction, 1);
        int step = 0;
        for (; step < MostSteps; step++)
        {
            double[] next = sides.Gradient(direction);
            if (!Normalise(next)) break;
            double better = sides.Distance(next, 1), weight = 1;

            // The coupling changes with the direction: go as far as it pays.
            while (better <= value && (weight *= 0.5) > 1e-3)
            {
                double[] between = [.. next.Select((n, k) => direction[k] + weight * (n - direction[k]))];
                if (!Normalise(between)) break;
                better = sides.Distance(between, 1);
                if (better > value) next = between;
            }

            if (!(better > value * (1 + 1e-12))) break;
            (value, direction) = (better, next);
        }

        return (value, direction, step + 1);
    }

    private static double[] Direction(RandomStream random, int index, int d)
    {
        var direction = new double[d];
        for (int k = 0; k < d; k++)
            direction[k] = random.NormalAt((ulong)index * (ulong)d + (ulong)k);
        Normalise(direction);
        return direction;
    }

    private static bool Normalise(double[] direction)
    {
        double largest = direction.Max(Math.Abs);
        if (!(largest > 0)) return false;
        double norm = largest * Math.Sqrt(direction.Sum(v => v / largest * (v / largest)));
        for (int k = 0; k < direction.Length; k++)
            direction[k] /= norm;
        return true;
    }

    /// <summary>Both samples, checked.</summary>
    private sealed class Sides
    {
        private readonly double[] _x, _y, _a, _b;
        private readonly bool _equal;

        public Sides(PointBatch x, ReadOnlySpan<double> xWeights, PointBatch y, ReadOnlySpan<double> yWeights)
        {
            _ = ScaledPoints.Of(x, y, GroundCost.Distance);
            (_x, _y, Dimension) = (x.Data.ToArray(), y.Data.ToArray(), x.Dimension);
            _equal = xWeights.IsEmpty && yWeights.IsEmpty && x.Count == y.Count;
            _a = Weights.Normalised(xWeights, x.Count, nameof(xWeights));
            _b = Weights.Normalised(yWeights, y.Count, nameof(yWeights));
            Size = Math.Max(_x.Max(Math.Abs), _y.Max(Math.Abs));
        }

        public int Dimension { get; }

        public double Size { get; }

        public double Distance(double[] direction, double p)
        {
            (double[] left, double[] a, _) = Sorted(_x, _a, direction);
            (double[] right, double[] b, _) = Sorted(_y, _b, direction);
            return _equal ? LineTransport.Sorted(left, [], right, [], p) : LineTransport.Sorted(left, a, right, b, p);
        }

        /// <summary>The derivative of W1 by the direction: the mean of sign(θ·(x − y)) (x − y) over the monotone coupling.</summary>
        public double[] Gradient(double[] direction)
        {
            (double[] left, double[] a, int[] first) = Sorted(_x, _a, direction);
            (double[] right, double[] b, int[] second) = Sorted(_y, _b, direction);
            var gradient = new double[Dimension];
            int i = 0, j = 0;
            double l = a[0], r = b[0];
            while (true)
            {
                double moved = Math.Min(l, r), sign = Math.Sign(left[i] - right[j]);
                for (int k = 0; k < Dimension; k++)
                    gradient[k] += moved * sign * (_x[first[i] * Dimension + k] - _y[second[j] * Dimension + k]);
                l -= moved;
                r -= moved;
                if (l <= 0)
                {
                    if (++i == left.Length) break;
                    l = a[i];
                }

                if (r <= 0)
                {
                    if (++j == right.Length) break;
                    r = b[j];
                }
            }

            return gradient;
        }

        public double[] MeanDifference()
        {
            var difference = new double[Dimension];
            for (int k = 0; k < Dimension; k++)
            {
                for (int i = 0; i < _a.Length; i++)
                    difference[k] += _a[i] * _x[i * Dimension + k];
                for (int j = 0; j < _b.Length; j++)
                    difference[k] -= _b[j] * _y[j * Dimension + k];
            }

            if (!Normalise(difference)) difference[0] = 1;
            return difference;
        }

        private (double[] Values, double[] Weights, int[] Order) Sorted(double[] points, double[] weights, double[] direction)
        {
            var values = new double[weights.Length];
            int[] order = [.. Enumerable.Range(0, values.Length)];
            for (int i = 0; i < values.Length; i++)
            {
                double sum = 0;
                for (int k = 0; k < Dimension; k++)
                    sum += direction[k] * points[i * Dimension + k];
                values[i] = sum;
            }

            Array.Sort(values, order);
            return (values, Array.ConvertAll(order, i => weights[i]), order);
        }
    }
}
