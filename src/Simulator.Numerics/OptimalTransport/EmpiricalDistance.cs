using System.Collections.Immutable;
using System.Globalization;
using Simulator.Numerics.Random;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>How an empirical distance was computed.</summary>
public enum TransportMethod
{
    /// <summary>The monotone coupling of sorted samples.</summary>
    Line,

    /// <summary>The cheapest assignment.</summary>
    Assignment,

    /// <summary>The network simplex.</summary>
    NetworkSimplex,
}

/// <summary>
/// How the distance between samples of n points is off from that between their laws, to the leading order in n (Fournier and Guillin 2015; Ajtai, Komlós and
/// Tusnády 1984): like n^Exponent, times log n to LogExponent. An order, not a bound: the constant depends on the laws.
/// </summary>
/// <param name="Exponent">−1/2 on the line and in the plane, −1/d from d = 3 on.</param>
/// <param name="LogExponent">1/2 in the plane, else 0.</param>
/// <param name="Order">The value of this expression at the size of the smaller sample (for weights, at 1/Σw²).</param>
public sealed record SamplingBias(double Exponent, double LogExponent, double Order)
{
    /// <summary>In words.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"distances between samples exceed those between laws by an amount of order n^{Exponent:0.###}{(LogExponent > 0 ? " sqrt(log n)" : string.Empty)}, here {Order:g2} deviations");

    /// <summary>The order in a dimension.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="size">n, effective.</param>
    internal static SamplingBias Of(int dimension, double size)
    {
        double exponent = dimension <= 2 ? -0.5 : -1.0 / dimension, log = dimension == 2 ? 0.5 : 0;
        return new SamplingBias(exponent, log, Math.Pow(size, exponent) * (log > 0 ? Math.Sqrt(Math.Max(1, Math.Log(size))) : 1));
    }
}

/// <summary>W1 or W2 between two samples, enclosed.</summary>
/// <param name="Lower">W is at least this: a feasible dual.</param>
/// <param name="Upper">W is at most this: a plan.</param>
/// <param name="Method">Which method gave both.</param>
/// <param name="Bias">How far the samples' distance is expected to be from that of their laws.</param>
/// <param name="NullFloor">The same distance between two random halves of the second sample, if it was asked for: what equal laws would show at half the size.</param>
public sealed record EmpiricalInterval(double Lower, double Upper, TransportMethod Method, SamplingBias Bias, double? NullFloor);

/// <summary>The exact distance between two samples, by whichever method suits them.</summary>
public static class EmpiricalDistance
{
    /// <summary>W1, or W2 for the squared distance.</summary>
    /// <param name="x">n × d.</param>
    /// <param name="xWeights">Its weights, not negative, or empty for equal ones; only ratios count.</param>
    /// <param name="y">m × d.</param>
    /// <param name="yWeights">Its weights.</param>
    /// <param name="cost">Distance for W1, SquaredDistance for W2.</param>
    /// <param name="nullFloor">A stream by which y is split into halves for the null floor, or null for none. Needs at least two points.</param>
    /// <param name="threads">At most so many threads; default all cores.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or an entry is not finite, negative or out of range.</exception>
    public static Outcome<EmpiricalInterval> Between(
        PointBatch x, ReadOnlySpan<double> xWeights, PointBatch y, ReadOnlySpan<double> yWeights, GroundCost cost = GroundCost.Distance, RandomStream? nullFloor = null, int? threads = null)
    {
        _ = ScaledPoints.Of(x, y, cost);
        double[] a = Weights.Normalised(xWeights, x.Count, nameof(xWeights)), b = Weights.Normalised(yWeights, y.Count, nameof(yWeights));
        if (nullFloor is not null && y.Count < 2) throw new ArgumentException("A null floor needs at least two points in y; there is one.", nameof(nullFloor));
        bool equal = xWeights.IsEmpty && yWeights.IsEmpty && x.Count == y.Count;
        (double lower, double upper, TransportMethod method, Status status, Diagnostics diagnostics) = Enclose(x, equal ? [] : a, y, equal ? [] : b, cost, threads);
        double? floor = nullFloor is null ? null : Floor(y, b, cost, nullFloor, threads);
        var bias = SamplingBias.Of(x.Dimension, Math.Min(EffectiveSize(a), EffectiveSize(b)));
        return new(new EmpiricalInterval(lower, upper, method, bias, floor), status, diagnostics);
    }

    private static (double Lower, double Upper, TransportMethod Method, Status Status, Diagnostics Diagnostics) Enclose(
        PointBatch x, ReadOnlySpan<double> a, PointBatch y, ReadOnlySpan<double> b, GroundCost cost, int? threads)
    {
        if (x.Dimension == 1)
        {
            Outcome<double> line = LineTransport.W(x.Data, a, y.Data, b, cost == GroundCost.Distance ? 1 : 2);
            double error = line.Diagnostics.ErrorEstimate;
            return (Math.Max(0, line.Value - error), line.Value + error, TransportMethod.Line, line.Status, line.Diagnostics);
        }

        if (a.IsEmpty && b.IsEmpty)
        {
            Outcome<AssignmentPlan> plan = Assignment.Solve(x, y, cost, threads);
            return Rooted(plan.Value.Bounds, TransportMethod.Assignment, plan.Status, plan.Diagnostics, cost);
        }

        Outcome<TransportPlan> transport = NetworkSimplex.Solve(x, a, y, b, cost, threads);
        return Rooted(transport.Value.Bounds, TransportMethod.NetworkSimplex, transport.Status, transport.Diagnostics, cost);
    }

    /// <summary>From costs to distances; of W2 the error is that of a root.</summary>
    private static (double, double, TransportMethod, Status, Diagnostics) Rooted(
        TransportBounds bounds, TransportMethod method, Status status, Diagnostics diagnostics, GroundCost cost)
    {
        double lower = Math.Max(0, bounds.Lower), upper = Math.Max(lower, bounds.Upper);
        if (cost == GroundCost.SquaredDistance) (lower, upper) = (Math.Sqrt(lower), Math.Sqrt(upper));
        return (lower, upper, method, status, diagnostics with { ErrorEstimate = upper - lower });
    }

    private static double Floor(PointBatch y, double[] weights, GroundCost cost, RandomStream random, int? threads)
    {
        ImmutableArray<int> order = [.. Enumerable.Range(0, y.Count).OrderBy(i => random.UniformAt((ulong)i))];
        int half = y.Count / 2;
        (double[] first, double[] a) = Take(y, weights, order[..half]);
        (double[] second, double[] b) = Take(y, weights, order[half..(2 * half)]);
        if (!(a.Sum() > 0 && b.Sum() > 0)) return 0;
        bool equal = weights.All(w => w == weights[0]);
        a = Weights.Normalised(a, half, nameof(weights));
        b = Weights.Normalised(b, half, nameof(weights));
        (_, double upper, _, _, _) = Enclose(new PointBatch(first, y.Dimension), equal ? [] : a, new PointBatch(second, y.Dimension), equal ? [] : b, cost, threads);
        return upper;
    }

    private static (double[] Points, double[] Weights) Take(PointBatch points, double[] weights, ImmutableArray<int> which)
    {
        int d = points.Dimension;
        double[] taken = new double[which.Length * d], shares = new double[which.Length];
        for (int k = 0; k < which.Length; k++)
        {
            points[which[k]].CopyTo(taken.AsSpan(k * d, d));
            shares[k] = weights[which[k]];
        }

        return (taken, shares);
    }

    private static double EffectiveSize(double[] weights) => 1 / weights.Sum(w => w * w);
}
