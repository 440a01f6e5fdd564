using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra;
using Simulator.Diffusion;
using Simulator.FunctionClasses;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.FunctionClasses;

/// <summary>E[f(X_{t−1}) | X_t = x] against sums and quadratures over the posterior by brute force.</summary>
public class StepMeanTests
{
    private const int Points = 5, Time = 3;

    private static readonly Schedule Schedule = Schedule.FromBetas([0.1, 0.2, 0.3, 0.4]);

    public static TheoryData<string, int> ClosedClasses => [.. from name in Names where name != "gated" from d in Enumerable.Range(1, 2) select (name, d)];

    public static TheoryData<string, int> AllClasses => [.. from name in Names from d in Enumerable.Range(1, 2) select (name, d)];

    private static string[] Names => ["affine", "fourier", "orthogonal", "radial", "polynomial", "gated"];

    [Theory]
    [MemberData(nameof(ClosedClasses))]
    public void Means_over_a_mixture_are_integrals_over_its_posterior(string name, int d)
    {
        Expansion before = Before(name, FeatureCase.Law(d));
        Assert.True(before.HasClosedMeans);
        double[] x = Places(d), expected = Brute(FeatureCase.Gates(d), before, x), found = Evaluate(StepMean.Of(FeatureCase.Law(d), Schedule, before), x, d);
        for (int i = 0; i < x.Length; i++)
            Close.Absolute(expected[i], found[i], 1e-10 * (1 + Math.Abs(expected[i])), $"{name}, coordinate {i}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Means_of_gates_are_close_and_can_be_judged(int d)
    {
        Expansion before = Before("gated", FeatureCase.Law(d));
        Assert.False(before.HasClosedMeans);
        double[] x = Places(d), expected = Brute(FeatureCase.Gates(d), before, x);
        double usual = Worst(expected, Evaluate(StepMean.Of(FeatureCase.Law(d), Schedule, before), x, d));
        double other = Worst(expected, Evaluate(StepMean.Of(FeatureCase.Law(d), Schedule, before, check: true), x, d));
        Assert.True(usual < 1e-3, $"off by {usual}");
        Assert.True(usual < 0.3 * other && other < 0.1, $"degree 5 is off by {usual}, degree 3 by {other}");
    }

    [Theory]
    [MemberData(nameof(ClosedClasses))]
    public void Means_over_a_cloud_are_sums_over_its_points(string name, int d)
    {
        PointCloud cloud = FeatureCase.Cloud(d);
        var law = new CloudDataLaw(cloud);
        Expansion before = Before(name, law);
        double[] x = Places(d), found = Evaluate(StepMean.Of(law, Schedule, before), x, d);
        NoiseLevel level = Schedule[Time];
        for (int i = 0; i < Points; i++)
        {
            double[] shares = [.. Enumerable.Range(0, cloud.Count).Select(j =>
            {
                double square = Enumerable.Range(0, d).Sum(l => Math.Pow(x[i * d + l] - level.Signal * cloud[j][l], 2));
                return cloud.Weights[j] * Math.Exp(-0.5 * square / level.OneMinusAlphaBar);
            })];
            double[] expected = new double[d], value = new double[d];
            for (int j = 0; j < cloud.Count; j++)
            {
                double[] place = [.. Enumerable.Range(0, d).Select(l => Schedule.PairSlope(Time) * x[i * d + l] + Schedule.PairGain(Time) * cloud[j][l])];
                before.Evaluate(new PointBatch(place, d), value);
                for (int l = 0; l < d; l++)
                    expected[l] += shares[j] / shares.Sum() * value[l];
            }

            for (int l = 0; l < d; l++)
                Close.Absolute(expected[l], found[i * d + l], 1e-12 * (1 + Math.Abs(expected[l])), $"{name}, point {i}");
        }
    }

    [Property(MaxTest = 60)]
    public Property Mean_of_the_identity_is_the_step_of_the_sampler() => Prop.ForAll(Gen.Choose(1, 4).ToArbitrary(), Gen.Choose(2, 4).ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (d, t, isCloud) =>
    {
        // E X_{t−1} = a x + b D(x), for any law.
        PointCloud cloud = FeatureCase.Cloud(d);
        DataLaw law = isCloud ? new CloudDataLaw(cloud) : FeatureCase.Law(d);
        var family = new FeatureFamily(FunctionClass.Affine, law, 1);
        var identity = new Expansion(t - 1, family.At(Schedule[t - 1]), family.Identity(Schedule[t - 1], 1 + d), null);
        double[] x = Places(d), denoised = new double[x.Length], found = Evaluate(StepMean.Of(law, Schedule, identity), x, d);
        IDenoiser denoiser = isCloud ? new CloudDenoiser(cloud) : new MixtureDenoiser(FeatureCase.Gates(d));
        denoiser.Denoise(Schedule[t], new PointBatch(x, d), denoised);
        for (int i = 0; i < x.Length; i++)
            Close.Absolute(Schedule.PairSlope(t) * x[i] + Schedule.PairGain(t) * denoised[i], found[i], 1e-12 * (1 + Math.Abs(x[i])));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Step_of_a_gaussian_is_affine(int d)
    {
        // f(a x + b D(x)) with D = m + √ᾱ S V⁻¹(x − √ᾱ m) and S = σ² I.
        const double Variance = 0.49;
        double[] m = FeatureCase.Normals(d, "mean"), x = Places(d), y = new double[x.Length], expected = new double[x.Length];
        DataLaw law = DataLaw.Of(new GaussianTarget(new RealVector([.. m]), new IsotropicCovariance(d, 0.7)).Structure)!;
        NoiseLevel level = Schedule[Time];
        Expansion before = Before("affine", law);
        for (int i = 0; i < x.Length; i++)
        {
            double data = m[i % d] + level.Signal * Variance / (level.AlphaBar * Variance + level.OneMinusAlphaBar) * (x[i] - level.Signal * m[i % d]);
            y[i] = Schedule.PairSlope(Time) * x[i] + Schedule.PairGain(Time) * data;
        }

        before.Evaluate(new PointBatch(y, d), expected);
        double[] found = Evaluate(StepMean.Of(law, Schedule, before), x, d);
        for (int i = 0; i < x.Length; i++)
            Close.Absolute(expected[i], found[i], 1e-13 * (1 + Math.Abs(expected[i])));
    }

    [Theory]
    [InlineData("affine")]
    [InlineData("fourier")]
    [InlineData("radial")]
    [InlineData("polynomial")]
    public void Means_over_the_law_are_kept(string name)
    {
        // E f_t*(X_t) = E f_{t−1}(X_{t−1}), since a X_t + b X_0 has the law of X_{t−1}. Both are integrals over mixtures on the line.
        Expansion before = Before(name, FeatureCase.Law(1));
        StepMean mean = StepMean.Of(FeatureCase.Law(1), Schedule, before);
        double expected = Average(Time - 1, x => Values(before, x, 1)), found = Average(Time, x => Evaluate(mean, x, 1));
        Close.Absolute(expected, found, 1e-9 * (1 + Math.Abs(expected)));

        static double Average(int t, Func<double[], double[]> f)
        {
            NoiseLevel level = Schedule[t];
            return FeatureCase.Gates(1).Components.Sum(c => c.Weight * FeatureCase.Mean(f, 1, [level.Signal * c.Mean[0]], [Math.Sqrt(level.MarginalVariance(c.Covariance.Eigenvalues[0]))], 160)[0]);
        }
    }

    [Theory]
    [MemberData(nameof(AllClasses))]
    public void Points_do_not_know_of_each_other(string name, int d)
    {
        StepMean mean = StepMean.Of(FeatureCase.Law(d), Schedule, Before(name, FeatureCase.Law(d)));
        double[] x = [.. Places(d), .. Enumerable.Repeat(40.0, d)], all = Evaluate(mean, x, d);
        for (int i = 0; i <= Points; i++)
        {
            double[] alone = Evaluate(mean, x[(i * d)..((i + 1) * d)], d);
            for (int l = 0; l < d; l++)
                Close.Absolute(alone[l], all[i * d + l], 1e-12 * (1 + Math.Abs(alone[l])));
        }

        Assert.Empty(Evaluate(mean, [], d));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Baselines_are_averaged_along(int d)
    {
        // Of degree 3, so that the nodes of either degree are exact; the baseline is asked for at the time of the function.
        Expansion before = Before("fourier", FeatureCase.Law(d)) with { Baseline = new Cubic() };
        Assert.False(before.HasClosedMeans);
        double[] x = Places(d), expected = Brute(FeatureCase.Gates(d), before, x);
        foreach (bool check in (bool[])[false, true])
        {
            double[] found = Evaluate(StepMean.Of(FeatureCase.Law(d), Schedule, before, check), x, d);
            for (int i = 0; i < x.Length; i++)
                Close.Absolute(expected[i], found[i], 1e-10 * (1 + Math.Abs(expected[i])));
        }
    }

    [Fact]
    public void Expansions_add_their_baseline()
    {
        Expansion plain = Before("radial", FeatureCase.Law(2)), more = plain with { Baseline = new Cubic() };
        double[] x = Places(2), values = Values(plain, x, 2), found = Values(more, x, 2), guess = new double[x.Length];
        new Cubic().Evaluate(plain.Time, new PointBatch(x, 2), guess);
        for (int i = 0; i < x.Length; i++)
            Close.Absolute(values[i] + guess[i], found[i], 1e-13 * (1 + Math.Abs(guess[i])));
    }

    [Fact]
    public void Far_points_have_finite_means()
    {
        // Where every component is improbable to the last digit, and where only one has a share.
        foreach (string name in Names)
        {
            double[] found = Evaluate(StepMean.Of(FeatureCase.Law(2), Schedule, Before(name, FeatureCase.Law(2))), [1e3, -1e3, -200, 0], 2);
            Assert.All(found, f => Assert.True(double.IsFinite(f), $"{name}: {f}"));
        }
    }

    [Fact]
    public void Laws_without_known_posterior_and_baselines_over_clouds_are_refused()
    {
        Expansion before = Before("affine", FeatureCase.Law(1));
        Assert.Throws<ArgumentException>(() => StepMean.Of(new OtherLaw(), Schedule, before));
        Assert.Throws<ArgumentException>(() => StepMean.Of(new CloudDataLaw(FeatureCase.Cloud(1)), Schedule, before with { Baseline = new Cubic() }));
        Assert.Throws<ArgumentNullException>(() => StepMean.Of(null!, Schedule, before));
        Assert.Throws<ArgumentNullException>(() => StepMean.Of(FeatureCase.Law(1), null!, before));
        Assert.Throws<ArgumentNullException>(() => StepMean.Of(FeatureCase.Law(1), Schedule, null!));
    }

    private static double[] Places(int d) => [.. FeatureCase.Normals(Points * d, "places").Select(x => 1.3 * x)];

    private static Expansion Before(string name, DataLaw law)
    {
        FunctionClass functionClass = name switch
        {
            "affine" => FunctionClass.Affine,
            "fourier" => new(FeatureKind.Fourier, 12, [0.5, 1]),
            "orthogonal" => new(FeatureKind.Fourier, 12, [0.5, 1], Orthogonal: true),
            "radial" => new(FeatureKind.RadialBasis, 12, [0.5, 1]),
            "polynomial" => new(FeatureKind.Polynomial, 0, [], Degree: 4),
            _ => new(FeatureKind.Gated, 0, []),
        };
        FeatureMap map = new FeatureFamily(functionClass, law, 5).At(Schedule[Time - 1]);
        return new Expansion(Time - 1, map, FeatureCase.Normals(map.Count * law.Dimension, "coefficients"), null);
    }

    private static double[] Evaluate(StepMean mean, double[] x, int d)
    {
        double[] result = [.. Enumerable.Repeat(double.NaN, x.Length)];
        mean.Evaluate(new PointBatch(x, d), result);
        return result;
    }

    private static double[] Values(Expansion function, double[] x, int d)
    {
        double[] result = [.. Enumerable.Repeat(double.NaN, x.Length)];
        function.Evaluate(new PointBatch(x, d), result);
        return result;
    }

    private static double Worst(double[] expected, double[] found) => expected.Zip(found, (e, f) => Math.Abs(e - f)).Max();

    /// <summary>Σ r_k E f(a x + b N(μ_k, C_k)), with posteriors from matrices and densities, not from eigenbases.</summary>
    private static double[] Brute(MixtureTarget mixture, Expansion before, double[] points)
    {
        NoiseLevel level = Schedule[Time];
        double a = Schedule.PairSlope(Time), b = Schedule.PairGain(Time), signal = level.Signal;
        int d = before.Dimension;
        return [.. points.Chunk(d).SelectMany(point =>
        {
            var x = Vector<double>.Build.DenseOfArray(point);
            var sum = Vector<double>.Build.Dense(d);
            double total = 0;
            foreach (GaussianComponent component in mixture.Components)
            {
                Matrix<double> s = Matrix<double>.Build.Dense(d, d, (i, j) => ((FullCovariance)component.Covariance).Matrix[i, j]);
                Matrix<double> v = level.AlphaBar * s + level.OneMinusAlphaBar * Matrix<double>.Build.DenseIdentity(d), inverse = v.Inverse();
                Vector<double> m = Vector<double>.Build.DenseOfArray(component.Mean.Span.ToArray()), rest = x - signal * m;
                double density = component.Weight * Math.Exp(-0.5 * rest.DotProduct(inverse * rest)) / Math.Sqrt(v.Determinant());
                Vector<double> mean = a * x + b * (m + signal * s * inverse * rest);
                Matrix<double> root = (b * b * level.OneMinusAlphaBar * s * inverse).Cholesky().Factor;
                sum += density * Vector<double>.Build.DenseOfArray(FeatureCase.Mean(p => Values(before, p, d), d, mean.ToArray(), root.ToRowMajorArray(), 50));
                total += density;
            }

            return sum / total;
        })];
    }

    private sealed class Cubic : IBaseline
    {
        public void Evaluate(int t, PointBatch points, Span<double> result)
        {
            for (int i = 0; i < result.Length; i++)
            {
                double x = points.Data[i], first = points.Data[i - i % points.Dimension];
                result[i] = t * x * x * first - 2 * x * first + 0.5 * x + 1;
            }
        }
    }

    private sealed class OtherLaw : DataLaw
    {
        public override int Dimension => 1;

        public override double[] Mean => [0];

        public override double TotalVariance => 1;

        public override void Sample(RandomStream stream, Span<double> points) => stream.FillNormal(points);
    }
}
