using Simulator.Numerics.Simd;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>
/// Two sets of points, checked, and scaled by a power of two so that differences are about 1: squares neither overflow nor vanish. Potentials and costs of the scaled
/// points are those of the points up to that power.
/// </summary>
internal sealed class ScaledPoints
{
    private const double LargestDistance = 1e300, SmallestDistance = 1e-280, LargestSquared = 1e150, SmallestSquared = 1e-140;

    private ScaledPoints(double[] x, double[] y, int dimension, int exponent, GroundCost cost)
        => (X, Y, Dimension, Exponent, Cost) = (x, y, dimension, exponent, cost);

    /// <summary>Points of the rows, n × d.</summary>
    public double[] X { get; }

    /// <summary>Points of the columns, m × d.</summary>
    public double[] Y { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>Which cost.</summary>
    public GroundCost Cost { get; }

    /// <summary>Costs are 2 to this power times those of the scaled points.</summary>
    public int Exponent { get; }

    /// <summary>Relative error of a cost.</summary>
    public double RelativeError => (Dimension + 8) * Math.ScaleB(1, -53);

    /// <summary>Checks and scales.</summary>
    /// <param name="x">Points of the rows.</param>
    /// <param name="y">Points of the columns.</param>
    /// <param name="cost">Which cost.</param>
    /// <exception cref="ArgumentException">There are no points, dimensions differ, or an entry is not finite or out of range.</exception>
    public static ScaledPoints Of(PointBatch x, PointBatch y, GroundCost cost)
    {
        if (cost is not (GroundCost.Distance or GroundCost.SquaredDistance))
            throw new ArgumentOutOfRangeException(nameof(cost), cost, "The cost must be Distance or SquaredDistance.");
        RequireFinite(x, nameof(x));
        RequireFinite(y, nameof(y));
        if (x.Dimension != y.Dimension)
            throw new ArgumentException($"Both sets need the same dimension: x has {x.Dimension}, y has {y.Dimension}.", nameof(y));
        double largest = 0;
        for (int k = 0; k < x.Dimension; k++)
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            Range(x, k, ref low, ref high);
            Range(y, k, ref low, ref high);
            largest = Math.Max(largest, high - low);
        }

        (double least, double most) = cost == GroundCost.Distance ? (SmallestDistance, LargestDistance) : (SmallestSquared, LargestSquared);
        if (largest > most)
            throw new ArgumentException($"Coordinates spread over {largest:g3}; more than {most:g3} overflows for this cost. Scale the points.", nameof(x));
        if (largest != 0 && largest < least)
            throw new ArgumentException($"Coordinates spread over {largest:g3}; less than {least:g3} has no digits left for this cost. Scale the points.", nameof(x));
        int exponent = largest == 0 ? 0 : Math.ILogB(largest);
        return new ScaledPoints(
            Scale(x, exponent), Scale(y, exponent), x.Dimension, cost == GroundCost.Distance ? exponent : 2 * exponent, cost);
    }

    /// <summary>Checks a set of points.</summary>
    /// <param name="points">The points.</param>
    /// <param name="name">Their name for messages.</param>
    /// <exception cref="ArgumentException">There are none, or an entry is not finite.</exception>
    public static void RequireFinite(PointBatch points, string name)
    {
        if (points.Count == 0) throw new ArgumentException("There must be at least one point; there is none.", name);
        for (int i = 0; i < points.Data.Length; i++)
        {
            if (!double.IsFinite(points.Data[i]))
            {
                throw new ArgumentException(
                    $"Points must be finite, but coordinate {i % points.Dimension} of point {i / points.Dimension} is {points.Data[i]}.", name);
            }
        }
    }

    /// <summary>The costs between the scaled points: stored where a row is dear and there is room, else computed on the way.</summary>
    /// <param name="threads">At most so many threads.</param>
    public CostRows Costs<V>(int threads)
        where V : unmanaged, IPack<V>
    {
        const int CheapDimension = 8;
        var costs = new PointCosts<V>(X, Y, Dimension, Cost);
        return Dimension > CheapDimension && (long)costs.Rows * costs.Stride <= OptimalTransport.StoredCosts.Largest ? OptimalTransport.StoredCosts.Of(costs, threads) : costs;
    }

    /// <summary>The same with rows and columns exchanged.</summary>
    public ScaledPoints Swapped() => new(Y, X, Dimension, Exponent, Cost);

    /// <summary>The costs between the scaled points, stored where there is room: for solvers that come back to a row many times.</summary>
    /// <param name="threads">At most so many threads.</param>
    public CostRows StoredCosts<V>(int threads)
        where V : unmanaged, IPack<V>
    {
        var costs = new PointCosts<V>(X, Y, Dimension, Cost);
        return (long)costs.Rows * costs.Stride <= OptimalTransport.StoredCosts.Largest ? OptimalTransport.StoredCosts.Of(costs, threads) : costs;
    }

    private static void Range(PointBatch points, int coordinate, ref double low, ref double high)
    {
        for (int i = coordinate; i < points.Data.Length; i += points.Dimension)
        {
            low = Math.Min(low, points.Data[i]);
            high = Math.Max(high, points.Data[i]);
        }
    }

    private static double[] Scale(PointBatch points, int exponent)
    {
        double[] scaled = points.Data.ToArray();
        foreach (ref double value in scaled.AsSpan())
            value = Math.ScaleB(value, -exponent);
        return scaled;
    }
}
