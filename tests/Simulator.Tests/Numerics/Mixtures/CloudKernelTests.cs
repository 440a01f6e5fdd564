using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics;
using Simulator.Numerics.Mixtures;
using Simulator.Numerics.Random;
using Simulator.Numerics.Simd;
using Xunit;

namespace Simulator.Tests.Numerics.Mixtures;

/// <summary>Clouds of points are mixtures with one variance: held against <see cref="ScalarMixture"/>, and against what is plain.</summary>
public class CloudKernelTests
{
    private static readonly VectorPath[] Paths = Enum.GetValues<VectorPath>();

    public sealed record Case(int Dimension, int Cloud, int Points, double Scale, double LogDeviation, bool Weighted, int Seed)
    {
        public double Deviation => Math.Pow(10, LogDeviation);

        public double[] Places { get; } = Normals(Seed, "cloud", Dimension * Cloud);

        /// <summary>Points as the noise makes them, close to those of the cloud.</summary>
        public double[] X()
        {
            double[] noise = Normals(Seed, "noise", Dimension * Points);
            return [.. noise.Select((z, i) => Scale * Places[i / Dimension % Cloud * Dimension + i % Dimension] + Math.Pow(10, LogDeviation) * z)];
        }

        public double[] LogWeights() => Weighted ? Normals(Seed, "weights", Cloud) : [];

        public MixtureTerm[] Terms() => [.. Enumerable.Range(0, Cloud).Select(i => new MixtureTerm(
            Weighted ? LogWeights()[i] : 0, [.. Place(i).Select(p => Scale * p)], [.. Place(i).Select(_ => Deviation * Deviation)],
            [.. Place(i).Select(_ => 0.0)], [.. Place(i)], []))];

        private double[] Place(int i) => Places[(i * Dimension)..((i + 1) * Dimension)];

        private static double[] Normals(int seed, string purpose, int count)
        {
            var values = new double[count];
            RandomStream.Named(seed, "cloud kernel", "test", purpose).FillNormal(values);
            return values;
        }
    }

    private static readonly Arbitrary<Case> Cases = Arb.From(
        from d in Gen.Choose(1, 11)
        from cloud in Gen.Elements(1, 2, 3, 5, 63, 64, 65, 130)
        from points in Gen.Choose(1, 30)
        from scale in Gen.Elements(1.0, 0.3, 1e-6)
        from deviation in Gen.Elements(-6.0, -2.0, -0.5, 0.5, 2.0)
        from weighted in Gen.Elements(true, false)
        from seed in Gen.Choose(0, 1_000_000)
        select new Case(d, cloud, points, scale, deviation, weighted, seed),
        c => [.. new[] { c with { Dimension = 1 }, c with { Cloud = 1 }, c with { Cloud = 2 }, c with { Points = 1 }, c with { Weighted = false } }.Where(s => s != c)]);

    [Property(MaxTest = 60)]
    public Property Agrees_with_the_scalar_reference_for_any_threads() => Prop.ForAll(Cases, c =>
    {
        double[] x = c.X();
        MixtureTerm[] terms = c.Terms();
        foreach (VectorPath path in Paths)
        {
            var kernel = new CloudKernel(new PointBatch(c.Places, c.Dimension), c.LogWeights(), c.Scale, c.Deviation, path);
            double[] logs = new double[c.Points], means = new double[x.Length], otherLogs = new double[c.Points], otherMeans = new double[x.Length];
            kernel.Evaluate(new PointBatch(x, c.Dimension), logs, means, 1);
            kernel.Evaluate(new PointBatch(x, c.Dimension), otherLogs, otherMeans, 2);
            Assert.Equal(logs, otherLogs);
            Assert.Equal(means, otherMeans);
            for (int i = 0; i < c.Points; i++)
            {
                ScalarMixture reference = ScalarMixture.At(terms, x.AsSpan(i * c.Dimension, c.Dimension));

                // c x_i is rounded: a unit of its size, in deviations, counts.
                double scale = 1 + reference.LogScale + c.Scale * 5 / c.Deviation * Math.Sqrt(1 + reference.LogScale) * 1e-3;
                Close.Absolute(reference.LogSum, logs[i], 2e-13 * scale, "log of the sum");
                for (int j = 0; j < c.Dimension; j++)
                    Close.Absolute(reference.Average[j], means[i * c.Dimension + j], 1e-12 * scale, "mean");
            }
        }
    });

    [Fact]
    public void Twice_the_same_point_is_the_same_posterior_mean()
    {
        double[] cloud = [.. Enumerable.Range(0, 40).Select(i => Math.Sin(i))], twice = [.. cloud, .. cloud], x = [0.3, -0.2, 0.1, 0.7], once = new double[4], both = new double[4];
        double[] logs = new double[1], bothLogs = new double[1];
        new CloudKernel(new PointBatch(cloud, 4), [], 0.8, 0.6).Evaluate(new PointBatch(x, 4), logs, once);
        new CloudKernel(new PointBatch(twice, 4), [], 0.8, 0.6).Evaluate(new PointBatch(x, 4), bothLogs, both);
        for (int j = 0; j < 4; j++)
            Close.Absolute(once[j], both[j], 1e-15);
        Close.Absolute(logs[0] + Math.Log(2), bothLogs[0], 1e-15);
    }

    [Fact]
    public void Without_noise_left_the_mean_is_the_nearest_point_bit_for_bit()
    {
        double[] cloud = [.. Enumerable.Range(0, 300).Select(i => Math.Sin(i * i))], x = [.. cloud.Skip(30).Take(3)], mean = new double[3];
        new CloudKernel(new PointBatch(cloud, 3), [], 1, 1e-6).Evaluate(new PointBatch(x, 3), [], mean);
        Assert.Equal(x, mean);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentException>(() => new CloudKernel(new PointBatch([], 2), [], 1, 1));
        Assert.Throws<ArgumentException>(() => new CloudKernel(new PointBatch(new double[4], 2), [1.0], 1, 1));
        foreach (double deviation in new[] { 0, -1, double.NaN, double.PositiveInfinity, 1e-160, 1e150 })
            Assert.Throws<ArgumentOutOfRangeException>(() => new CloudKernel(new PointBatch(new double[4], 2), [], 1, deviation));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CloudKernel(new PointBatch(new double[4], 2), [], double.NaN, 1));
        var kernel = new CloudKernel(new PointBatch(new double[4], 2), [], 1, 1);
        Assert.Contains("dimension 2, not 3", Assert.Throws<ArgumentException>(() => kernel.Evaluate(new PointBatch(new double[3], 3), [], [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => kernel.Evaluate(new PointBatch(new double[4], 2), new double[1], []));
        Assert.Throws<ArgumentException>(() => kernel.Evaluate(new PointBatch(new double[4], 2), [], new double[3]));
    }
}
