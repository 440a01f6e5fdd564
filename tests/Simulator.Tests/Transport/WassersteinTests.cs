using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.Transport;

/// <summary>The front door of distances: intervals hold what is known, in ten thousand random cases of pairs of laws whose W1 or W2 has a closed form of its own.</summary>
public class WassersteinTests
{
    private const int Cases = 10_000;

    [Fact]
    public void Intervals_hold_the_known_value_in_ten_thousand_cases()
    {
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, Cases, k =>
        {
            (string name, Law first, Law second, double? w1, double? w2) = Case(k);
            DistanceBounds w1Bounds = Wasserstein.W1(first, second), w2Bounds = Wasserstein.W2(first, second);
            DistanceInterval one = w1Bounds.Interval, two = w2Bounds.Interval;
            double size = Math.Sqrt(first.TotalVariance) + Math.Sqrt(second.TotalVariance) + (w2 ?? w1 ?? 0);
            bool contradiction = w1Bounds.Status.Worst(w2Bounds.Status) != Status.Ok && size > 0 && one.Upper > 1e-9 * size;
            if (contradiction || !Holds(one, w1, size) || !Holds(two, w2, size) || !(one.Lower <= one.Upper) || one.Lower > two.Upper * (1 + 1e-9) + 1e-12 * size)
                wrong.Add($"case {k}, {name}: W1 {one} should hold {w1:R}, W2 {two} should hold {w2:R}");
        });
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong.Take(5)) + Environment.NewLine + wrong.Count);

        // What is exact must not only be held but met: values agree to rounding, not to the width of an interval.
        static bool Holds(DistanceInterval interval, double? value, double size)
            => value is not { } v || (interval.Lower <= v * (1 + 1e-10) + 1e-12 * size && interval.Upper >= v * (1 - 1e-10) - 1e-12 * size);
    }

    /// <summary>A random pair of laws, with W1 and W2 where there is a formula.</summary>
    private static (string Name, Law First, Law Second, double? W1, double? W2) Case(int k)
    {
        RandomStream random = RandomStream.Named(k, "tests", "wasserstein", "case");
        int d = 1 + random.NextIndex(5);
        double Size() => Math.Exp(random.NextUniform() * 6 - 3);
        double[] Vector(int n, double scale) => [.. Enumerable.Range(0, n).Select(_ => scale * random.NextNormal())];
        double scale = Size(), factor = random.NextUniform() < 0.3 ? 1 + 1e-7 * random.NextNormal() : Size();
        switch (k % 8)
        {
            case 0:
            {
                // Equal covariances: a translation.
                RealMatrix covariance = Covariance(random, d, Size());
                double[] m = Vector(d, scale), shift = Vector(d, random.NextUniform() < 0.2 ? 1e-6 : scale);
                double length = Norm(shift);
                return ("translated Gaussian", Gaussian(m, covariance), Gaussian([.. m.Zip(shift, (a, b) => a + b)], covariance), length, length);
            }

            case 1:
            {
                // The same eigenvectors: W2 is the distance of means and deviations.
                double[] basis = Basis(random, d), one = [.. Enumerable.Range(0, d).Select(_ => Size())], two = [.. one.Select(s => random.NextUniform() < 0.3 ? s : Size())], m = Vector(d, scale), other = Vector(d, scale);
                double square = m.Zip(other, (a, b) => (a - b) * (a - b)).Sum() + one.Zip(two, (a, b) => (a - b) * (a - b)).Sum();
                return ("commuting Gaussians", Gaussian(m, Covariance(basis, one)), Gaussian(other, Covariance(basis, two)), null, Math.Sqrt(square));
            }

            case 2:
            {
                // About one centre, isotropic: along rays.
                int dimension = d + 1;
                var m = new RealVector([.. Vector(dimension, scale)]);
                double a = Size(), b = a * factor;
                double chi = Math.Sqrt(2) * Math.Exp(MathNet.Numerics.SpecialFunctions.GammaLn(0.5 * (dimension + 1)) - MathNet.Numerics.SpecialFunctions.GammaLn(0.5 * dimension));
                return ("scaled Gaussian", Isotropic(m, a), Isotropic(m, b), Math.Abs(a - b) * chi, Math.Abs(a - b) * Math.Sqrt(dimension));
            }

            case 3:
            {
                // A mixture on the line and its translation.
                (double[] w, double[] m, double[] s) = Line(random, Size());
                double shift = scale * random.NextNormal();
                return ("translated mixture on the line", OnLine(w, m, s), OnLine(w, [.. m.Select(v => v + shift)], s), Math.Abs(shift), Math.Abs(shift));
            }

            case 4:
            {
                // A mixture on the line and its multiple: W1 = |c − 1| E|X|.
                (double[] w, double[] m, double[] s) = Line(random, Size());
                double mean = 0, square = 0;
                for (int i = 0; i < w.Length; i++)
                {
                    mean += w[i] * (s[i] * Math.Sqrt(2 / Math.PI) * Math.Exp(-0.5 * m[i] * m[i] / (s[i] * s[i])) + m[i] * (1 - 2 * Normal.Cdf(-m[i] / s[i])));
                    square += w[i] * (m[i] * m[i] + s[i] * s[i]);
                }

                return ("scaled mixture on the line", OnLine(w, m, s), OnLine(w, [.. m.Select(v => factor * v)], [.. s.Select(v => factor * v)]), Math.Abs(factor - 1) * mean, Math.Abs(factor - 1) * Math.Sqrt(square));
            }

            case 5:
            {
                // A rotation invariant law and its multiple: the quadratic distance is |c − 1| (E R²)^{1/2}.
                int dimension = d + 1;
                RadialComponent[] parts = [.. Enumerable.Range(0, 1 + random.NextIndex(3)).Select(_ => new RadialComponent(0.1 + random.NextUniform(), 0, Size())).OrderBy(c => c.Deviation)];
                double total = parts.Sum(c => c.Weight);
                parts = [.. parts.Select(c => c with { Weight = c.Weight / total })];
                var law = new RadialMixture(dimension, parts);
                var scaled = new RadialMixture(dimension, [.. parts.Select(c => c with { Deviation = factor * c.Deviation })]);
                double chi = Math.Sqrt(2) * Math.Exp(MathNet.Numerics.SpecialFunctions.GammaLn(0.5 * (dimension + 1)) - MathNet.Numerics.SpecialFunctions.GammaLn(0.5 * dimension));
                return ("scaled radial law", new RadialLaw(law), new RadialLaw(scaled), Math.Abs(factor - 1) * chi * parts.Sum(c => c.Weight * c.Deviation), Math.Abs(factor - 1) * Math.Sqrt(law.SecondMoment));
            }

            case 6:
            {
                // A product in which one block is moved and the rest is the same: the distance is that of the block.
                (double[] w, double[] m, double[] s) = Line(random, Size());
                double shift = scale * random.NextNormal();
                MixtureLaw block = OnLine(w, m, s), moved = OnLine(w, [.. m.Select(v => v + shift)], s);
                Law rest = Isotropic(new RealVector([.. Vector(d, 1)]), Size());
                return ("product with one block moved", new ProductLaw([(block, 1), (rest, 2)]), new ProductLaw([(moved, 1), (rest, 2)]), Math.Abs(shift), Math.Abs(shift));
            }

            default:
            {
                // A mixture in ℝᵈ and its translation; components may coincide, and weights be near 0.
                int count = 1 + random.NextIndex(3);
                double[] weights = [.. Enumerable.Range(0, count).Select(i => i == 1 ? 1e-9 : 0.1 + random.NextUniform())], shift = Vector(d, scale);
                double total = weights.Sum(), length = Norm(shift);
                (double[] Mean, RealMatrix Covariance)[] parts = [.. Enumerable.Range(0, count).Select(_ => (Vector(d, random.NextUniform() < 0.3 ? 0 : 2), Covariance(random, d, Size())))];
                MixtureLaw Law(double[] moved) => new([.. parts.Select((p, i) => new GaussianComponent(weights[i] / total, new RealVector([.. p.Mean.Zip(moved, (a, b) => a + b)]), new FullCovariance(p.Covariance)))]);
                return ("translated mixture", Law(new double[d]), Law(shift), length, length);
            }
        }
    }

    [Fact]
    public void Winners_are_named()
    {
        DistanceBounds bounds = Wasserstein.W1(
            new MixtureLaw([new(0.5, new RealVector([-1, 0]), new IsotropicCovariance(2, 0.5)), new(0.5, new RealVector([1, 0]), new IsotropicCovariance(2, 0.5))]),
            new MixtureLaw([new(0.5, new RealVector([-1.2, 0]), new IsotropicCovariance(2, 0.5)), new(0.5, new RealVector([1.2, 0]), new IsotropicCovariance(2, 0.5))]));
        Assert.Equal("projection onto a line", bounds.Interval.LowerBy);
        Assert.EndsWith("transport of components", bounds.Interval.UpperBy, StringComparison.Ordinal);
        Close.Absolute(0.2, bounds.Interval.Upper, 1e-12);
        Assert.InRange(bounds.Interval.Lower, 0.18, 0.2);
        Assert.Contains(bounds.Upper, b => b.By == "W2: independent coupling");
        Assert.True(bounds.Lower.Zip(bounds.Lower.Skip(1)).All(p => p.First.Value >= p.Second.Value));
    }

    [Fact]
    public void Clouds_are_assigned_or_transported()
    {
        var a = new CloudLaw(PointCloud.Of(new PointBatch([0, 0, 1, 0, 0, 1, 5, 5], 2)));
        var b = new CloudLaw(PointCloud.Of(new PointBatch([3, 4, 4, 4, 3, 5, 8, 9], 2)));
        DistanceInterval equal = Wasserstein.W1(a, b).Interval;
        Close.Absolute(5, equal.Middle, 1e-12);
        Assert.Contains("Assignment", equal.UpperBy, StringComparison.Ordinal);
        var weighted = new CloudLaw(PointCloud.Of(new PointBatch([0, 0, 0, 0, 1, 0], 2)));
        DistanceInterval transported = Wasserstein.W1(weighted, new CloudLaw(PointCloud.Of(new PointBatch([1, 0, 0, 0], 2)))).Interval;
        Close.Absolute(1.0 / 6, transported.Middle, 1e-12);
        Close.Absolute(Math.Sqrt(1.0 / 6), Wasserstein.W2(weighted, new CloudLaw(PointCloud.Of(new PointBatch([1, 0, 0, 0], 2)))).Interval.Middle, 1e-9);
    }

    /// <summary>The laws of X_1 for every structure, with the moments that noise gives them.</summary>
    [Fact]
    public void Laws_of_noised_data()
    {
        var level = NoiseLevel.OfLogSigma(-0.5);
        var block = MixtureTarget.OnLine([0.3, 0.7], [-1, 2], [0.5, 0.8]);
        var planar = new MixtureTarget(
            new RealVector([0.4, 0.6]), [RealVector.Zero(2), new RealVector([1.0, 2])], [new IsotropicCovariance(2, 0.5), new FullCovariance(new RealMatrix(2, new RealVector([1, 0.5, 0.5, 1])))]);
        Target[] targets = [block, planar, new SphereTarget(3, 2), new GaussianTarget(4, 2), new ProductTarget([(block, 2), (planar, 1)]), new RotatedTarget(new ProductTarget([(block, 2)]), 1)];
        foreach (Target target in targets)
        {
            Law law = Law.Of(target.Structure, level);
            Assert.Equal(target.Dimension, law.Dimension);
            Close.Relative(level.AlphaBar * target.Structure.TotalVariance!.Value + target.Dimension * level.OneMinusAlphaBar, law.TotalVariance, 1e-12);
            DistanceInterval none = Wasserstein.W1(law, law).Interval;
            Assert.Equal(0, none.Lower);
            Assert.InRange(none.Upper, 0, 1e-6);
        }

        Law cloud = Law.Of(new CloudStructure(PointCloud.Of(new PointBatch([0, 0, 1, 1], 2))), level);
        Close.Relative(level.AlphaBar * 0.5 + 2 * level.OneMinusAlphaBar, cloud.TotalVariance, 1e-12);
        Assert.Throws<ArgumentException>(() => Law.Of(new UnknownStructure(), level));
        Assert.Throws<ArgumentException>(() => Wasserstein.W1(cloud, Law.Of(block.Structure, level)));
        Assert.Throws<ArgumentException>(() => new MixtureLaw([]));
    }

    private static MixtureLaw Gaussian(double[] mean, RealMatrix covariance) => new([new GaussianComponent(1, new RealVector([.. mean]), new FullCovariance(covariance))]);

    private static MixtureLaw Isotropic(RealVector mean, double deviation) => new([new GaussianComponent(1, mean, new IsotropicCovariance(mean.Length, deviation))]);

    private static MixtureLaw OnLine(double[] w, double[] m, double[] s) => MixtureLaw.OnLine(new UnivariateMixture(w, m, s));

    private static (double[] Weights, double[] Means, double[] Deviations) Line(RandomStream random, double scale)
    {
        int count = 1 + random.NextIndex(3);
        double[] weights = [.. Enumerable.Range(0, count).Select(_ => 0.05 + random.NextUniform())];
        double total = weights.Sum();
        return ([.. weights.Select(w => w / total)], [.. Enumerable.Range(0, count).Select(_ => scale * random.NextNormal())], [.. Enumerable.Range(0, count).Select(_ => scale * (0.1 + random.NextUniform()))]);
    }

    private static RealMatrix Covariance(RandomStream random, int d, double scale) => Covariance(Basis(random, d), [.. Enumerable.Range(0, d).Select(_ => scale * (0.1 + random.NextUniform()))]);

    /// <summary>Q diag(s²) Qᵀ.</summary>
    private static RealMatrix Covariance(double[] basis, double[] deviations)
    {
        int d = deviations.Length;
        double[] matrix = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                matrix[i * d + j] = Enumerable.Range(0, d).Sum(k => basis[i * d + k] * deviations[k] * deviations[k] * basis[j * d + k]);
        }

        return new RealMatrix(d, new RealVector([.. matrix]));
    }

    private static double[] Basis(RandomStream random, int d)
    {
        double[] rows = new double[d * d];
        for (int i = 0; i < d; i++)
            rows[i * d + i] = 1;
        new Rotation(d, random.NextIndex(1000)).Forth(rows);
        return rows;
    }

    private static double Norm(double[] v) => Math.Sqrt(v.Sum(x => x * x));
}
