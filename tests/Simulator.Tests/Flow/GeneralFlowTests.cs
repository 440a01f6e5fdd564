using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Specifications;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Flow;

/// <summary>The flow of laws without special structure, against closed forms where a law has a structure that the general flow does not know of.</summary>
public class GeneralFlowTests
{
    private static readonly Schedule Schedule = new TwoPhaseSchedule().Create(80);

    /// <summary>A Gaussian written as a mixture of equal components: closed form, both directions and from σ = ∞, and L_f.</summary>
    [Theory]
    [InlineData(2, 3.0)]
    [InlineData(8, 0.05)]
    [InlineData(33, 1.0)]
    public void Gaussians_in_disguise(int d, double scale)
    {
        RandomStream random = RandomStream.Named(d, "tests", "flow", "gaussian");
        double[] b = new double[d * d], entries = new double[d * d];
        random.FillNormal(b);
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                entries[i * d + j] = scale * scale * (Enumerable.Range(0, d).Sum(k => b[i * d + k] * b[j * d + k]) / d + (i == j ? 0.05 : 0));
        }

        var covariance = new FullCovariance(new RealMatrix(d, new RealVector([.. entries])));
        var mean = new RealVector([.. Normals(d, 2).Select(v => scale * v)]);
        var flow = new LinearFlow(new LinearStructure(mean, covariance), Schedule);
        var general = new GeneralFlow(Denoisers.WithTangents(new MixtureTarget(new RealVector([0.3, 0.7]), [mean, mean], [covariance, covariance]).Structure)!, Schedule);
        double[] z = Normals(50 * d, 3);
        Agree(flow, general, z, d, 1e-9);
        if (d > 8) return;
        LipschitzConstants exact = flow.Lipschitz(), found = general.Lipschitz();
        Assert.Equal(Status.Ok, found.Status);
        Assert.Null(found.LogGlobal);
        Close.Absolute(exact.LogTypical, found.LogTypical, 1e-6);
        Close.Absolute(exact.LogWholeWay, found.LogWholeWay, 1e-6);
        Close.Absolute(exact.LogMedian, found.LogMedian, 1e-6);
    }

    /// <summary>A rotated product, written out as the mixture that it is, against its blocks on the line.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Rotated_products(int d)
    {
        var rotated = new RotatedTarget(new ProductTarget([(ProductsInDisguise.Block, d)]), 3);
        FlowMap flow = ExactSolvers.For(rotated.Structure, LearnerKind.Ddim)!.Solve(rotated.Structure, Schedule, LearnerKind.Ddim, null, TestContext.Current.CancellationToken).Flow;
        var general = new GeneralFlow(Denoisers.WithTangents(ProductsInDisguise.Mixture(d, 3).Structure)!, Schedule);
        Agree(flow, general, Normals(60 * d, 4), d, 1e-8);
        LipschitzConstants exact = flow.Lipschitz(), found = general.Lipschitz();
        Close.Absolute(exact.LogTypical, found.LogTypical, 1e-3);
        Close.Absolute(exact.LogWholeWay, found.LogWholeWay, 1e-3);

        // A maximum over lines never exceeds the supremum, a median over them is one of a sample.
        Assert.InRange(found.LogTypical, 0, exact.LogGlobal!.Value + 1e-6);
        Close.Absolute(exact.LogMedian, found.LogMedian, 0.15);
    }

    [Property(MaxTest = 20)]
    public Property Jacobians_are_derivatives_and_their_product_is_the_whole() => Prop.ForAll(MixtureSpaces.Any(), space =>
    {
        int d = space.Dimension;
        var flow = new ProbabilityFlow(new MixtureDenoiser(space.Target));
        NoiseLevel from = NoiseLevel.OfLogSigma(1.5), middle = NoiseLevel.OfLogSigma(0.2), to = NoiseLevel.OfLogSigma(-1);
        double[] x = Normals(d, 5), v = Normals(d, 6);
        double[] whole = flow.Map(from, to, new PointBatch(x, d), v).Value, half = flow.Map(from, middle, new PointBatch(x, d), v).Value;
        double[] joined = flow.Map(middle, to, new PointBatch(half.AsSpan(0, d), d), half.AsSpan(d)).Value;
        double size = 1 + whole.Max(Math.Abs);
        for (int i = 0; i < whole.Length; i++)
            Close.Absolute(whole[i], joined[i], 1e-8 * size);
        const double H = 1e-5;
        double[] plus = flow.Map(from, to, new PointBatch([.. x.Zip(v, (a, b) => a + H * b)], d)).Value, minus = flow.Map(from, to, new PointBatch([.. x.Zip(v, (a, b) => a - H * b)], d)).Value;
        for (int i = 0; i < d; i++)
            Close.Absolute((plus[i] - minus[i]) / (2 * H), whole[d + i], 1e-4 * size * size);
    });

    /// <summary>Digits in 64 dimensions: Φ_{T→1} carries q_T to q_1. Projections of the carried points against the exact law of the projection of X_1.</summary>
    [Fact]
    public void Digits_are_carried_from_q_T_to_q_1()
    {
        var target = (PointCloudTarget)TargetReader.Read(
            SpecificationReader.Parse("""{"kind":"point-cloud","file":"digits.csv.gz","columns":["p*"],"standardize":true}""", "test"),
            new TargetContext(Repository.PathOf("experiments", "point-clouds"), 1));
        const int Count = 300, Directions = 12;
        int d = target.Dimension;
        Schedule schedule = new TwoPhaseSchedule().Create(50);
        double[] data = new double[Count * d], last = new double[data.Length], first = new double[data.Length];
        target.Cloud.Sample(RandomStream.Named(1, "tests", "digits", "data"), data);
        ForwardProcess.Marginal(schedule[50], data, Normals(Count * d, 7), last);
        var flow = new GeneralFlow(new CloudDenoiser(target.Cloud), schedule, new FlowOptions { Tolerance = 1e-5, Threads = 2 });
        Assert.Equal(Status.Ok, flow.Map(50, 1, new PointBatch(last, d), first));
        double deviation = schedule[1].Noise;
        for (int k = 0; k < Directions; k++)
        {
            double[] direction = Normals(d, 100 + k);
            double norm = Math.Sqrt(direction.Sum(v => v * v));
            double Along(ReadOnlySpan<double> x)
            {
                double sum = 0;
                for (int j = 0; j < d; j++)
                    sum += x[j] * direction[j] / norm;
                return sum;
            }

            double[] carried = [.. Enumerable.Range(0, Count).Select(i => Along(first.AsSpan(i * d, d)))];
            var law = new UnivariateMixture(
                [.. target.Cloud.Weights.Span], [.. Enumerable.Range(0, target.Cloud.Count).Select(i => schedule[1].Signal * Along(target.Cloud[i]))], [.. Enumerable.Repeat(deviation, target.Cloud.Count)]);

            // The Kolmogorov law leaves 1e-4 beyond 2.23; over twelve directions about 1e-3.
            Assert.InRange(Math.Sqrt(Count) * KolmogorovSmirnov.Statistic(carried, law.Cdf), 0, 2.23);
        }
    }

    /// <summary>Towards more noise, from between two points that are thousands of deviations apart, the equation is stiff: the steps run out, and it says so.</summary>
    [Fact]
    public void A_flow_that_cannot_reach_its_tolerance_says_so()
    {
        var cloud = PointCloud.Of(new PointBatch([-1, 0, 1, 0], 2));
        Schedule schedule = new TwoPhaseSchedule().Create(20_000);
        var flow = new GeneralFlow(new CloudDenoiser(cloud), schedule);
        double[] end = new double[4];
        Assert.Equal(Status.NotConverged, flow.Map(1, 20_000, new PointBatch([1e-9, 0, 1, 0], 2), end));
        Assert.All(end, v => Assert.True(double.IsNaN(v)));
        Assert.Equal(Status.Ok, flow.Map(20_000, 1, new PointBatch([1, 0.4, 0.2, 0.1], 2), end));
        Assert.All(end, v => Assert.True(double.IsFinite(v)));
    }

    /// <summary>Neighbours share steps, not results: alone or in company a point ends in the same place, to the tolerance; threads change no bit.</summary>
    [Fact]
    public void Company_and_threads()
    {
        var denoiser = new MixtureDenoiser(ProductsInDisguise.Mixture(3, 1));
        double[] z = Normals(3 * 3000, 8);
        double[] one = new ProbabilityFlow(denoiser, threads: 1).Map(NoiseLevel.Infinite, Schedule[1], new PointBatch(z, 3)).Value;
        double[] two = new ProbabilityFlow(denoiser, threads: 2).Map(NoiseLevel.Infinite, Schedule[1], new PointBatch(z, 3)).Value;
        Assert.Equal(one, two);
        double[] alone = new ProbabilityFlow(denoiser).Map(NoiseLevel.Infinite, Schedule[1], new PointBatch(z.AsSpan(300, 3), 3)).Value;
        for (int j = 0; j < 3; j++)
            Close.Absolute(one[300 + j], alone[j], 1e-10);
    }

    private static void Agree(FlowMap expected, FlowMap general, double[] z, int d, double tolerance)
    {
        double[] a = new double[z.Length], b = new double[z.Length], up = new double[z.Length];
        Assert.Equal(Status.Ok, expected.MapNoise(80, new PointBatch(z, d), a));
        Assert.Equal(Status.Ok, general.MapNoise(80, new PointBatch(z, d), b));
        Compare(a, b);
        general.Map(80, 1, new PointBatch(b, d), up);
        expected.Map(80, 1, new PointBatch(a, d), b);
        Compare(b, up);
        expected.MapNoise(1, new PointBatch(z, d), b);
        Compare(b, up);
        Assert.Equal(Status.Ok, general.Map(1, 80, new PointBatch(up, d), b));
        Compare(a, b);

        void Compare(double[] x, double[] y)
        {
            for (int i = 0; i < x.Length; i++)
                Close.Absolute(x[i], y[i], tolerance * (1 + Math.Abs(x[i])), $"coordinate {i}");
        }
    }

    private static double[] Normals(int count, int seed)
    {
        var values = new double[count];
        RandomStream.Named(seed, "tests", "flow", $"{count}").FillNormal(values);
        return values;
    }
}
