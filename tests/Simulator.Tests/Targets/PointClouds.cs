using FsCheck;
using FsCheck.Fluent;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Targets;

namespace Simulator.Tests.Targets;

/// <summary>Clouds: one point and many, doubles, points that nearly coincide, points on a line.</summary>
internal static class PointClouds
{
    public static Arbitrary<PointCloud> Any() => Arb.From(
        from dimension in Gen.Choose(1, 5)
        from count in Gen.Frequency((1, Gen.Constant(1)), (5, Gen.Choose(2, 40)))
        from shape in Gen.Choose(0, 3)
        from seed in Gen.Choose(0, 1_000_000)
        select Of(dimension, count, shape, seed));

    private static PointCloud Of(int d, int count, int shape, int seed)
    {
        RandomStream random = RandomStream.Named(seed, "tests", "clouds", "points");
        double[] points = new double[count * d];
        random.FillNormal(points);
        for (int i = 1; i < count; i++)
        {
            Span<double> point = points.AsSpan(i * d, d), before = points.AsSpan((i - 1) * d, d);
            if (shape == 1 && i % 2 == 1) before.CopyTo(point);
            if (shape == 2) point[0] = before[0] + 1e-9;
            if (shape == 3) point.Fill(point[0]);
        }

        return PointCloud.Of(new PointBatch(points, d));
    }
}
