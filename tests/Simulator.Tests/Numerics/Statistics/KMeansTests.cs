using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;
using Xunit;

namespace Simulator.Tests.Numerics.Statistics;

public class KMeansTests
{
    private static readonly RandomStream Stream = RandomStream.Named(1, "test", "clusters", "points");

    [Fact]
    public void Clusters_far_apart_are_found_with_their_weights()
    {
        // Pairs around 0, 100 and 200; the last has twice the weight.
        double[] points = [-1, 1, 99, 101, 199, 201], weights = [0.125, 0.125, 0.125, 0.125, 0.25, 0.25];
        KMeans found = KMeans.Of(new PointBatch(points, 1), weights, 3, RandomStream.Named(1, "test", "clusters", "seeds"));
        int[] order = [.. Enumerable.Range(0, 3).OrderBy(k => found.Centres[k])];
        Assert.Equal([0.0, 100, 200], order.Select(k => found.Centres[k]));
        Assert.Equal([0.25, 0.25, 0.5], order.Select(k => found.Weights[k]));
        Assert.Equal([1.0, 1, 1], found.MeanSquares);
    }

    /// <summary>What Lloyd's iteration ends at: no point is nearer to another centre, every centre is a mean.</summary>
    [Fact]
    public void Every_point_is_with_its_nearest_centre()
    {
        double[] points = new double[600], weights = new double[200];
        Stream.FillNormal(points);
        Array.Fill(weights, 1.0 / 200);
        KMeans found = KMeans.Of(new PointBatch(points, 3), weights, 7, RandomStream.Named(2, "test", "clusters", "seeds"));
        double[] sums = new double[21], masses = new double[7];
        for (int i = 0; i < 200; i++)
        {
            double Square(int k) => Enumerable.Range(0, 3).Sum(j => Math.Pow(points[3 * i + j] - found.Centres[3 * k + j], 2));
            int nearest = Enumerable.Range(0, 7).MinBy(Square);
            masses[nearest] += weights[i];
            for (int j = 0; j < 3; j++)
                sums[3 * nearest + j] += weights[i] * points[3 * i + j];
        }

        for (int k = 0; k < 7; k++)
        {
            Close.Absolute(masses[k], found.Weights[k], 1e-12);
            for (int j = 0; j < 3; j++)
                Close.Absolute(sums[3 * k + j] / masses[k], found.Centres[3 * k + j], 1e-12);
        }
    }

    [Fact]
    public void Fewer_different_points_than_clusters_give_fewer_clusters()
    {
        KMeans found = KMeans.Of(new PointBatch([1.0, 1, 2, 2], 1), [0.25, 0.25, 0.25, 0.25], 4, RandomStream.Named(3, "test", "clusters", "seeds"));
        Assert.Equal([1.0, 2], found.Centres.Order());
        Assert.Equal([0.0, 0], found.MeanSquares);
        Assert.Throws<ArgumentException>("weights", () => KMeans.Of(new PointBatch([1.0, 2], 1), [1], 1, Stream));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => KMeans.Of(new PointBatch([1.0, 2], 1), [0.5, 0.5], 0, Stream));
    }
}
