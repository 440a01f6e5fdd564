using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.Experiments;
using Simulator.FunctionClasses;
using Simulator.Laws.Generators;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;
using Settings = Simulator.Consistency.Regression;

namespace Simulator.Tests.FunctionClasses;

public class FeatureFamilyTests
{
    private static readonly Gen<FunctionClass> Classes =
        from kind in Gen.Elements(Enum.GetValues<FeatureKind>())
        from count in Gen.Choose(1, 12)
        from bandwidths in Gen.Elements<ImmutableArray<double>>([1], FunctionClass.StandardBandwidths, [0.3, 3])
        from orthogonal in Gen.Elements(true, false)
        from degree in Gen.Choose(2, 4)
        select new FunctionClass(kind, count, bandwidths, orthogonal, degree) { Own = kind == FeatureKind.Own ? new Monomials(degree) : null };

    private static readonly Arbitrary<(FunctionClass Class, int Dimension, NoiseLevel Level)> Cases = (
        from functionClass in Classes
        from d in Gen.Choose(1, 4)
        from s in Sizes.Uniform(-8, 8)
        select (functionClass, d, NoiseLevel.OfLogSigma(s))).ToArbitrary();

    [Property]
    public Property Affine_features_come_first_and_give_the_identity() => Prop.ForAll(Cases, c =>
    {
        int d = c.Dimension;
        var family = new FeatureFamily(c.Class, FeatureCase.Law(d), 3);
        Assert.Equal(1 + d, family.AffineCount);
        FeatureMap map = family.At(c.Level);
        double[] x = [.. FeatureCase.Normals(5 * d, "points").Select(v => 3 * v)], back = new double[x.Length];
        new Expansion(1, map, family.Identity(c.Level, map.Count), null).Evaluate(new(x, d), back);
        for (int i = 0; i < x.Length; i++)
            Close.Absolute(x[i], back[i], 1e-13 * (1 + Math.Abs(x[i])));

        // At large noise the frame is that of a standard normal law, at small noise that of the data.
        double[] values = FeatureCase.Values(map, map.Count, x, d), mean = FeatureCase.Law(d).Mean;
        double scale = Math.Sqrt(c.Level.AlphaBar * FeatureCase.Law(d).TotalVariance / d + c.Level.OneMinusAlphaBar);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(1, values[i * map.Count]);
            for (int j = 0; j < d; j++)
                Close.Absolute((x[i * d + j] - c.Level.Signal * mean[j]) / scale, values[i * map.Count + 1 + j], 1e-12 * (1 + Math.Abs(x[i * d + j])) / scale);
        }
    });

    [Property]
    public Property Counts_are_those_of_the_class() => Prop.ForAll(Cases, c =>
    {
        int more = c.Class.Kind switch
        {
            FeatureKind.Affine => 0,
            FeatureKind.Gated => 2 * (1 + c.Dimension),
            FeatureKind.Polynomial or FeatureKind.Own => (int)PolynomialFeatures.Monomials(c.Dimension, c.Class.Degree),
            _ => c.Class.Count,
        };
        Assert.Equal(1 + c.Dimension + more, new FeatureFamily(c.Class, FeatureCase.Law(c.Dimension), 3).At(c.Level).Count);
        if (c.Class.Kind != FeatureKind.Gated) Assert.Equal(1 + c.Dimension + more, FeatureFamily.CountOf(c.Class, FeatureCase.Law(c.Dimension)));
    });

    [Property]
    public Property Neighbouring_levels_have_neighbouring_features() => Prop.ForAll(Cases, c =>
    {
        int d = c.Dimension;
        var family = new FeatureFamily(c.Class, FeatureCase.Law(d), 3);
        FeatureMap here = family.At(c.Level), there = family.At(NoiseLevel.OfLogSigma(c.Level.LogSigma + 1e-8));
        double[] x = FeatureCase.Normals(5 * d, "points"), first = FeatureCase.Values(here, here.Count, x, d), second = FeatureCase.Values(there, there.Count, x, d);
        for (int i = 0; i < first.Length; i++)
            Close.Absolute(first[i], second[i], 1e-5 * (1 + Math.Abs(first[i])));
    });

    [Theory]
    [InlineData(FeatureKind.Fourier, false)]
    [InlineData(FeatureKind.Fourier, true)]
    [InlineData(FeatureKind.RadialBasis, false)]
    public void Seeds_decide_what_is_random(FeatureKind kind, bool orthogonal)
    {
        var functionClass = new FunctionClass(kind, 9, [0.5, 1], orthogonal);
        double[] first = At(1), same = At(1), other = At(2);
        Assert.Equal(first, same);
        Assert.All(first.Zip(other).Where((_, i) => i % 12 >= 3), pair => Assert.NotEqual(pair.First, pair.Second));

        double[] At(long seed)
        {
            FeatureMap map = new FeatureFamily(functionClass, FeatureCase.Law(2), seed).At(FeatureCase.Level);
            return FeatureCase.Values(map, map.Count, FeatureCase.Normals(6, "points"), 2);
        }
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(3, 10)]
    [InlineData(5, 12)]
    public void Orthogonal_directions_are_orthogonal_in_sets_of_d(int d, int count)
    {
        double[][] directions = Directions(d, count, [1], orthogonal: true), plain = Directions(d, count, [1], orthogonal: false);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (i / d == j / d) Close.Absolute(0, Cosine(directions[i], directions[j]), 1e-10, $"directions {i} and {j}");
                else Assert.True(Math.Abs(Cosine(directions[i], directions[j])) > 1e-6, $"directions {i} and {j} of other sets");
                Assert.True(Math.Abs(Cosine(plain[i], plain[j])) > 1e-6, $"directions {i} and {j} that are not to be orthogonal");
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bandwidths_divide_frequencies_in_turn(bool orthogonal)
    {
        double[][] one = Directions(2, 9, [1], orthogonal), several = Directions(2, 9, [0.5, 1, 4], orthogonal);
        double[] bandwidths = [0.5, 1, 4];
        for (int j = 0; j < 9; j++)
            Close.Relative(Length(one[j]) / bandwidths[j % 3], Length(several[j]), 1e-9);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Inner_products_of_waves_approach_the_gaussian_kernel(int d, bool orthogonal)
    {
        // The mean of m independent products, each of standard deviation about 1, with a fixed seed.
        const int M = 20_000;
        DataLaw law = FeatureCase.Law(d);
        FeatureMap map = new FeatureFamily(new(FeatureKind.Fourier, M, [0.4], orthogonal), law, 11).At(FeatureCase.Level);
        double bandwidth = 0.4 * Frame.At(law.Mean, law.TotalVariance, FeatureCase.Level).Distance;
        double[] x = FeatureCase.Normals(4 * d, "points"), values = FeatureCase.Values(map, map.Count, x, d);
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double product = 0, square = 0;
                for (int k = 1 + d; k < map.Count; k++)
                    product += values[i * map.Count + k] * values[j * map.Count + k];
                for (int l = 0; l < d; l++)
                    square += Math.Pow(x[i * d + l] - x[j * d + l], 2);
                Close.Absolute(Math.Exp(-0.5 * square / (bandwidth * bandwidth)), product / M, 5 * 1.5 / Math.Sqrt(M));
            }
        }
    }

    [Fact]
    public void Radial_centres_are_drawn_from_the_diffused_law()
    {
        // Of a cloud of one point without noise all centres are that point, and every bump is 1 there.
        var cloud = PointCloud.Of(new([3.0, -2, 4, 5], 2));
        FeatureMap map = new FeatureFamily(new(FeatureKind.RadialBasis, 40, [1e-3]), new CloudDataLaw(cloud), 3).At(NoiseLevel.OfLogSigma(-30));
        double[] first = FeatureCase.Values(map, map.Count, [3, -2], 2)[3..], second = FeatureCase.Values(map, map.Count, [4, 5], 2)[3..];
        for (int j = 0; j < 40; j++)
            Close.Absolute(1, first[j] + second[j], 1e-12);
        Assert.InRange(first.Sum(), 8, 32);
    }

    [Fact]
    public void Gates_are_those_of_a_mixture_or_of_clusters()
    {
        var gated = new FunctionClass(FeatureKind.Gated, 0, []);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureFamily(gated, new CloudDataLaw(FeatureCase.Cloud(2)), 1));
        var clusters = new FeatureFamily(gated with { Count = 2 }, new CloudDataLaw(FeatureCase.Cloud(2)), 1);
        Assert.Equal(6, clusters.At(FeatureCase.Level).Count);

        // The one gate of a Gaussian is open throughout.
        DataLaw gaussian = DataLaw.Of(new GaussianTarget(RealVector.Zero(2), new IsotropicCovariance(2, 0.5)).Structure)!;
        Assert.Equal(3, new FeatureFamily(gated, gaussian, 1).At(FeatureCase.Level).Count);
    }

    [Fact]
    public void Features_of_ones_own_stand_beside_the_affine_ones_like_ours()
    {
        double[] points = FeatureCase.Normals(10, "points");
        FeatureMap own = new FeatureFamily(FunctionClass.Of(new Monomials(3)), FeatureCase.Law(2), 1).At(FeatureCase.Level);
        FeatureMap ours = new FeatureFamily(new(FeatureKind.Polynomial, 0, [], Degree: 3), FeatureCase.Law(2), 1).At(FeatureCase.Level);
        Assert.Equal(FeatureCase.Values(ours, ours.Count, points, 2), FeatureCase.Values(own, own.Count, points, 2));
    }

    [Fact]
    public void Features_of_ones_own_stand_in_results_under_their_name()
    {
        var regression = new Settings(FunctionClass.Of(new Monomials(3)), Samples: 200, HeldOut: 50);
        Assert.Contains("monomials up to 3", new RegressionLearner(regression).Name, StringComparison.Ordinal);
        var specification = new ExperimentSpecification("own", FeatureCase.Gates(1), new CosineSchedule(), [6], Learner.From(regression), 1, new TheoremConstants());
        VerifyResult result = VerifyRunner.Run(specification, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("monomials up to 3", (string?)result.Manifest.Specification["learner"]!["features"]);
        Assert.Equal(2 + 2, result.Rows.Single().Learning!.Features);
    }

    [Fact]
    public void Features_of_ones_own_must_be_there_and_have_the_dimension_of_the_data()
    {
        Assert.Contains("Of", Assert.Throws<ArgumentException>(() => new FeatureFamily(new(FeatureKind.Own, 0, []), FeatureCase.Law(1), 1)).Message, StringComparison.Ordinal);
        var plane = FunctionClass.Of(new PlaneOnly());
        Assert.Equal(3 + 3, new FeatureFamily(plane, FeatureCase.Law(2), 1).At(FeatureCase.Level).Count);
        Assert.Contains("dimension 2", Assert.Throws<ArgumentException>(() => new FeatureFamily(plane, FeatureCase.Law(3), 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nulls_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => FunctionClass.Of(null!));
        Assert.Throws<ArgumentNullException>(() => new FeatureFamily(null!, FeatureCase.Law(1), 1));
        Assert.Throws<ArgumentNullException>(() => new FeatureFamily(FunctionClass.Affine, null!, 1));
    }

    [Property]
    public Property Classes_are_equal_by_value() => Prop.ForAll(Classes.ToArbitrary(), c =>
    {
        FunctionClass copy = c with { Bandwidths = [.. c.Bandwidths] };
        Assert.Equal(c, copy);
        Assert.Equal(c.GetHashCode(), copy.GetHashCode());
        Assert.NotEqual(c, c with { Bandwidths = [.. c.Bandwidths, 7] });
        Assert.NotEqual(c, c with { Count = c.Count + 1 });
        Assert.NotEqual(c, c with { Orthogonal = !c.Orthogonal });
        Assert.NotEqual(c, c with { Degree = c.Degree + 1 });
        Assert.NotEqual(c, c with { Own = new PlaneOnly() });
        Assert.False(c.Equals(null));
    });

    /// <summary>The features of <see cref="FeatureKind.Polynomial"/>, as a caller would bring them along.</summary>
    private sealed record Monomials(int Degree) : IFeatureSource
    {
        public string Name => $"monomials up to {Degree}";

        public FeatureMap At(NoiseLevel level, Frame frame) => new PolynomialFeatures(frame, Degree);
    }

    /// <summary>Features in the plane, wherever they are asked for.</summary>
    private sealed record PlaneOnly : IFeatureSource
    {
        public string Name => "plane";

        public FeatureMap At(NoiseLevel level, Frame frame) => new PolynomialFeatures(new Frame([0, 0], 1), 2);
    }

    /// <summary>Frequencies, up to their signs, from slopes.</summary>
    private static double[][] Directions(int d, int count, ImmutableArray<double> bandwidths, bool orthogonal)
    {
        FeatureMap map = new FeatureFamily(new(FeatureKind.Fourier, count, bandwidths, orthogonal), FeatureCase.Law(d), 3).At(FeatureCase.Level);
        double[] x = FeatureCase.Normals(d, "points"), identity = new double[map.Count * map.Count];
        for (int j = 0; j < map.Count; j++)
            identity[j * map.Count + j] = 1;
        double[] values = FeatureCase.Values(map, map.Count, x, d), slopes = JacobianTests.Jacobians(map, x, identity, map.Count);

        // ∂ √2 cos α = −√2 sin α ω.
        return [.. Enumerable.Range(1 + d, count).Select(j => slopes[(j * d)..((j + 1) * d)].Select(s => s / Math.Sqrt(2 - values[j] * values[j])).ToArray())];
    }

    private static double Cosine(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum() / (Length(x) * Length(y));

    private static double Length(double[] x) => Math.Sqrt(x.Sum(v => v * v));
}
