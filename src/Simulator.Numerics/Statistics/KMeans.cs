using System.Numerics.Tensors;
using Simulator.Numerics.Random;

namespace Simulator.Numerics.Statistics;

/// <summary>Clusters by Lloyd's iteration from the seeds of k-means++: every point belongs to the nearest centre, every centre is the mean of its points.</summary>
/// <param name="Centres">Centres, K × d row-major.</param>
/// <param name="Weights">The share of each cluster, K numbers with sum 1, all positive.</param>
/// <param name="MeanSquares">The mean squared distance of a cluster's points from its centre.</param>
public sealed record KMeans(double[] Centres, double[] Weights, double[] MeanSquares)
{
    private const int MostIterations = 200;

    /// <summary>Clusters of points; fewer than asked for where there are fewer different points.</summary>
    /// <param name="points">n × d, at least one point.</param>
    /// <param name="weights">The weight of each point, n positive numbers.</param>
    /// <param name="count">K, at least 1.</param>
    /// <param name="stream">The random numbers of the seeds.</param>
    public static KMeans Of(PointBatch points, ReadOnlySpan<double> weights, int count, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (points.Count == 0 || weights.Length != points.Count) throw new ArgumentException("At least one point is needed, and a weight for each.", nameof(weights));
        int n = points.Count, d = points.Dimension;
        double[][] columns = new double[d][];
        for (int j = 0; j < d; j++)
        {
            columns[j] = new double[n];
            for (int i = 0; i < n; i++)
                columns[j][i] = points[i][j];
        }

        int[] cluster = KMeansPlusPlus.Seed(columns, Math.Min(count, n), stream).Nearest;
        KMeans found = Means(points, weights, cluster);
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            bool moved = false;
            for (int i = 0; i < n; i++)
            {
                int nearer = found.Nearest(points[i]);
                moved |= nearer != cluster[i];
                cluster[i] = nearer;
            }

            if (!moved) break;
            found = Means(points, weights, cluster);
        }

        return found;
    }

    private int Nearest(ReadOnlySpan<double> point)
    {
        int d = point.Length, best = 0;
        double least = double.PositiveInfinity;
        for (int k = 0; k < Weights.Length; k++)
        {
            double distance = TensorPrimitives.Distance(point, Centres.AsSpan(k * d, d));
            if (distance < least) (least, best) = (distance, k);
        }

        return best;
    }

    /// <summary>The clusters that have points; numbers them anew.</summary>
    private static KMeans Means(PointBatch points, ReadOnlySpan<double> weights, int[] cluster)
    {
        int[] used = [.. cluster.Distinct().Order()];
        for (int i = 0; i < cluster.Length; i++)
            cluster[i] = Array.BinarySearch(used, cluster[i]);
        int d = points.Dimension, count = used.Length;
        double[] centres = new double[count * d], mass = new double[count], squares = new double[count];
        for (int i = 0; i < points.Count; i++)
        {
            Span<double> centre = centres.AsSpan(cluster[i] * d, d);
            TensorPrimitives.MultiplyAdd(points[i], weights[i], centre, centre);
            mass[cluster[i]] += weights[i];
        }

        for (int k = 0; k < count; k++)
            TensorPrimitives.Divide(centres.AsSpan(k * d, d), mass[k], centres.AsSpan(k * d, d));
        for (int i = 0; i < points.Count; i++)
        {
            double distance = TensorPrimitives.Distance<double>(points[i], centres.AsSpan(cluster[i] * d, d));
            squares[cluster[i]] += weights[i] * distance * distance / mass[cluster[i]];
        }

        double sum = mass.Sum();
        return new KMeans(centres, [.. mass.Select(m => m / sum)], squares);
    }
}
