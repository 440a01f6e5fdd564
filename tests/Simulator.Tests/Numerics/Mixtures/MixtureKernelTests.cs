using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra;
using Simulator.Numerics;
using Simulator.Numerics.Mixtures;
using Simulator.Numerics.Random;
using Simulator.Numerics.Simd;
using Xunit;

namespace Simulator.Tests.Numerics.Mixtures;

/// <summary>Batched mixtures against a scalar reference that sums with compensation, on every path and for every structure of the covariances.</summary>
public class MixtureKernelTests
{
    private static readonly VectorPath[] Paths = Enum.GetValues<VectorPath>();

    /// <summary>Which structure of covariances a case has.</summary>
    public enum Shape
    {
        Full,
        Diagonal,
        Isotropic,
        Shared,
    }

    /// <summary>A mixture; what it is made of follows from few numbers, so that shrinking them shrinks it.</summary>
    public sealed record Case(int Dimension, int Components, Shape Shape, double Spread, double LogCondition, bool Score, int Points, int Seed)
    {
        public MixtureTerm[] Terms()
        {
            var random = RandomStream.Named(Seed, "mixture kernel", "test", "mixture");
            double[] first = Orthogonal(random, Dimension);
            return [.. Enumerable.Range(0, Components).Select(k =>
            {
                ImmutableArray<double> variances = [.. Enumerable.Range(0, Dimension).Select(j =>
                    Shape == Shape.Isotropic ? Math.Exp(random.NextUniform()) : Math.Pow(10, -LogCondition * random.NextUniform()))];
                if (Shape == Shape.Isotropic) variances = [.. variances.Select(_ => variances[0])];
                ImmutableArray<double> gains = Score ? [.. variances.Select(v => -1 / v)] : [.. variances.Select(v => v / (v + 0.5))];
                double[] basis = Shape switch { Shape.Full => Orthogonal(random, Dimension), Shape.Shared => first, _ => [] };
                ImmutableArray<double> mean = [.. Enumerable.Range(0, Dimension).Select(_ => Spread * random.NextNormal())];
                return new MixtureTerm(
                    Math.Log(random.NextUniform()) - 0.5 * variances.Sum(Math.Log), mean, variances, gains, Score ? [] : [.. mean.Select(m => m + 1)], [.. basis]);
            })];
        }

        public double[] X(MixtureTerm[] terms)
        {
            var random = RandomStream.Named(Seed, "mixture kernel", "test", "points");
            return [.. Enumerable.Range(0, Points).SelectMany(i => terms[i % terms.Length].Mean.Select(m => m + random.NextNormal()))];
        }
    }

    private static readonly Arbitrary<Case> Cases = Arb.From(
        from d in Gen.Frequency((1, Gen.Constant(1)), (4, Gen.Choose(2, 21)))
        from k in Gen.Choose(1, 6)
        from shape in Gen.Elements(Enum.GetValues<Shape>())
        from spread in Gen.Elements(0, 1e-7, 1.0, 20.0)
        from condition in Gen.Elements(0.0, 1.0, 3.0)
        from score in Gen.Elements(true, false)
        from points in Gen.Choose(1, 40)
        from seed in Gen.Choose(0, 1_000_000)
        select new Case(d, k, shape, spread, condition, score, points, seed),
        c => [.. new[] { c with { Dimension = 1 }, c with { Dimension = c.Dimension - 1 }, c with { Components = c.Components - 1 }, c with { Points = 1 }, c with { LogCondition = 0 } }
            .Where(s => s.Dimension >= 1 && s.Components >= 1 && s != c)]);

    [Property(MaxTest = 60)]
    public Property Agrees_with_the_scalar_reference() => Prop.ForAll(Cases, c =>
    {
        MixtureTerm[] terms = c.Terms();
        double[] x = c.X(terms);
        foreach (VectorPath path in Paths)
            Compare(terms, x, path, 2e-13);
    });

    [Property(MaxTest = 40)]
    public Property A_point_does_not_know_its_neighbours_nor_the_threads() => Prop.ForAll(Cases, c =>
    {
        MixtureTerm[] terms = c.Terms();
        double[] x = c.X(terms), many = [.. Enumerable.Repeat(x, 7).SelectMany(p => p)];
        foreach (VectorPath path in Paths)
        {
            var kernel = new MixtureKernel(terms, path);
            (double[] logs, double[] shares, double[] averages) = Run(kernel, x, 1);
            (double[] manyLogs, double[] manyShares, double[] manyAverages) = Run(kernel, many, 2);
            for (int copy = 0; copy < 7; copy++)
            {
                Assert.Equal(logs, manyLogs[(copy * logs.Length)..((copy + 1) * logs.Length)]);
                Assert.Equal(shares, manyShares[(copy * shares.Length)..((copy + 1) * shares.Length)]);
                Assert.Equal(averages, manyAverages[(copy * averages.Length)..((copy + 1) * averages.Length)]);
            }
        }
    });

    [Theory]
    [InlineData(Shape.Full)]
    [InlineData(Shape.Diagonal)]
    [InlineData(Shape.Shared)]
    public void Condition_1e12_costs_no_digits_but_those_of_the_arguments(Shape shape)
    {
        // The points' own rounding, 1e-16 of a unit, is 1e-10 of the least deviation: what any method may lose.
        foreach (int seed in Enumerable.Range(0, 20))
        {
            var c = new Case(12, 3, shape, 1e-3, 12, true, 24, seed);
            MixtureTerm[] terms = c.Terms();
            foreach (VectorPath path in Paths)
                Compare(terms, c.X(terms), path, 2e-13, 1e-9);
        }
    }

    [Fact]
    public void Responsibilities_down_to_e_to_the_minus_700_are_right()
    {
        // x at the first mean: r_2 = exp(−m²/2) for unit variances, and the score there is r_2 m.
        foreach (double exponent in new[] { 1.0, 37, 300, 650, 700 })
        {
            double m = Math.Sqrt(2 * exponent);
            foreach (bool full in new[] { false, true })
            {
                ImmutableArray<double> basis = full ? [0.6, -0.8, 0.8, 0.6] : [];
                ImmutableArray<double> other = full ? [.. basis.Select(q => -q)] : [];
                MixtureTerm[] terms =
                [
                    new(0, [0, 0], [1, 1], [-1, -1], [], basis),
                    new(0, [m, 0], [1, 1], [-1, -1], [], other),
                ];
                foreach (VectorPath path in Paths)
                {
                    (double[] logs, double[] shares, double[] averages) = Run(new MixtureKernel(terms, path), [0, 0], 1);
                    double r = 1 / (1 + Math.Exp(0.5 * m * m));
                    Close.Relative(r, shares[1], 1e-12, $"share at e^−{exponent}");
                    Close.Relative(r * m, averages[0], 1e-12, $"score at e^−{exponent}");
                    Close.Absolute(r, logs[0], 1e-15 + r * 1, "log-density");
                }
            }
        }
    }

    [Fact]
    public void Components_a_million_deviations_apart_are_seen_each_by_itself()
    {
        foreach (bool full in new[] { false, true })
        {
            ImmutableArray<double> basis = full ? [0.6, -0.8, 0.8, 0.6] : [];
            MixtureTerm[] terms = [.. new[] { -1e6, 0, 1e6 }.Select(m => new MixtureTerm(0, [m, m], [1, 4], [-1, -0.25], [], basis))];
            foreach (VectorPath path in Paths)
            {
                double[] x = [1e6 + 0.5, 1e6 - 0.25, 0.125, 3, -1e6, -1e6];
                (double[] logs, double[] shares, double[] averages) = Run(new MixtureKernel(terms, path), x, 1);
                Assert.Equal([0, 0, 1, 0, 1, 0, 1, 0, 0], shares);
                for (int i = 0; i < 3; i++)
                {
                    double m = terms[2 - i].Mean[0], y0 = x[2 * i] - m, y1 = x[2 * i + 1] - m;
                    double z0 = full ? 0.6 * y0 + 0.8 * y1 : y0, z1 = full ? -0.8 * y0 + 0.6 * y1 : y1;
                    Close.Absolute(-0.5 * (z0 * z0 + z1 * z1 / 4), logs[i], 1e-14);
                    Close.Absolute(full ? -(0.6 * z0 - 0.8 * z1 / 4) : -z0, averages[2 * i], 1e-14);
                }
            }
        }
    }

    [Fact]
    public void NaN_stays_with_its_point_and_points_beyond_all_range_have_density_zero()
    {
        MixtureTerm[] terms = new Case(3, 2, Shape.Full, 1, 1, true, 1, 5).Terms();
        foreach (VectorPath path in Paths)
        {
            (double[] logs, double[] shares, double[] averages) = Run(new MixtureKernel(terms, path), [0, 0, 0, 1, double.NaN, 0, 1e200, 0, 0, 0, 0, 0], 1);
            Assert.True(double.IsFinite(logs[0]) && averages[..3].All(double.IsFinite));
            Assert.True(double.IsNaN(logs[1]) && shares[2..4].All(double.IsNaN) && averages[3..6].All(double.IsNaN));
            Assert.Equal(double.NegativeInfinity, logs[2]);
            Assert.Equal(logs[0], logs[3]);
            Assert.Equal(averages[..3], averages[9..]);
        }
    }

    [Fact]
    public void Offsets_may_be_missing_in_some_terms()
    {
        foreach (bool full in new[] { false, true })
        {
            ImmutableArray<double> basis = full ? [0.6, -0.8, 0.8, 0.6] : [], other = full ? [.. basis.Select(q => -q)] : [];
            MixtureTerm without = new(-1.5, [0, 0], [1, 2], [0, 0], [], basis), with = new(0, [0, 0], [1, 2], [0, 0], [10, 20], other);
            foreach (VectorPath path in Paths)
            {
                foreach (MixtureTerm[] terms in new[] { new[] { without, with }, [with, without], [without with { Offset = default }, with, without, with] })
                    Compare(terms, [0.1, 0.2], path, 1e-14);
            }
        }
    }

    [Fact]
    public void Sizes_must_fit()
    {
        MixtureTerm[] terms = new Case(3, 2, Shape.Full, 1, 1, true, 1, 5).Terms();
        var kernel = new MixtureKernel(terms);
        Assert.Contains("dimension 3, not 2", Assert.Throws<ArgumentException>(() => kernel.Evaluate(new PointBatch(new double[4], 2), [], [], [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => kernel.Evaluate(new PointBatch(new double[6], 3), new double[3], [], []));
        Assert.Throws<ArgumentException>(() => kernel.Evaluate(new PointBatch(new double[6], 3), [], new double[3], []));
        Assert.Throws<ArgumentException>(() => kernel.Evaluate(new PointBatch(new double[6], 3), [], [], new double[3]));
        Assert.Throws<ArgumentException>(() => new MixtureKernel([]));
        Assert.Throws<ArgumentException>(() => new MixtureKernel([terms[0], terms[1] with { Gains = [1] }]));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Evaluate(new PointBatch(new double[6], 3), [], [], [], 0));
        foreach (double variance in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.Contains("Variances", Assert.Throws<ArgumentException>(() => new MixtureKernel([terms[0] with { Variances = [1, variance, 1] }])).Message, StringComparison.Ordinal);
        kernel.Evaluate(new PointBatch([], 3), [], [], []);
    }

    private static (double[] Logs, double[] Shares, double[] Averages) Run(MixtureKernel kernel, double[] x, int threads)
    {
        int n = x.Length / kernel.Dimension;
        double[] logs = new double[n], shares = new double[n * kernel.Count], averages = new double[x.Length];
        kernel.Evaluate(new PointBatch(x, kernel.Dimension), logs, shares, averages, threads);
        return (logs, shares, averages);
    }

    /// <summary>Compares with the scalar reference; errors are measured against the sum of the parts' sizes.</summary>
    private static void Compare(MixtureTerm[] terms, double[] x, VectorPath path, double tolerance, double argumentTolerance = 0)
    {
        int d = terms[0].Mean.Length;
        (double[] logs, double[] shares, double[] averages) = Run(new MixtureKernel(terms, path), x, 1);
        for (int i = 0; i < logs.Length; i++)
        {
            ScalarMixture reference = ScalarMixture.At(terms, x.AsSpan(i * d, d));
            double scale = 1 + reference.LogScale, allowed = tolerance * scale + argumentTolerance * scale;
            Close.Absolute(reference.LogSum, logs[i], allowed, $"log-density on {path}");
            for (int k = 0; k < terms.Length; k++)
                Close.Absolute(reference.Shares[k], shares[i * terms.Length + k], 4 * allowed * reference.Shares[k] + 1e-300, $"share on {path}");
            for (int j = 0; j < d; j++)
                Close.Absolute(reference.Average[j], averages[i * d + j], 4 * allowed * reference.AverageScale, $"average on {path}");
        }
    }

    private static double[] Orthogonal(RandomStream random, int d)
    {
        Matrix<double> q = Matrix<double>.Build.Dense(d, d, (_, _) => random.NextNormal()).QR().Q;
        return [.. Enumerable.Range(0, d * d).Select(i => q[i / d, i % d])];
    }
}
