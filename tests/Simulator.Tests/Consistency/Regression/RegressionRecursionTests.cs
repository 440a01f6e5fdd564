using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.FunctionClasses;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Xunit;
using static Simulator.Tests.Consistency.Regression.RegressionCases;
using Settings = Simulator.Consistency.Regression;

namespace Simulator.Tests.Consistency.Regression;

public class RegressionRecursionTests
{
    private static readonly double[] Line = [.. Enumerable.Range(0, 13).Select(i => -2.4 + 0.4 * i)];

    private static readonly double[] Square = [0, 0, 1, 0, 0, 1, -1, 0.5, 2, -2, 0.3, 1.4];

    /// <summary>Affine functions hold the exact steps of a Gaussian: without scatter nothing is left but rounding.</summary>
    [Theory]
    [InlineData("none")]
    [InlineData("gated")]
    public void Affine_class_on_exact_means_is_the_linear_recursion(string baseline)
    {
        BaselineKind kind = baseline == "none" ? BaselineKind.None : BaselineKind.Gated;
        RegressionRecursion learned = Learn(Gaussian, 100, new Settings(FunctionClass.Affine, 500, Mode: RegressionMode.RaoBlackwell, Baseline: kind, HeldOut: 100));
        double[] expected = Exact(Gaussian, 100, Square), found = Values(learned.Current, Square);
        for (int i = 0; i < expected.Length; i++)
            Close.Absolute(expected[i], found[i], 1e-10);
        Assert.All(learned.Steps, s => Assert.True(s.Total.Value < 1e-12 && s.Residual < 1e-12));
    }

    [Fact]
    public void Enough_features_and_exact_means_give_the_exact_learner_on_the_line()
    {
        RegressionRecursion learned = Learn(Bimodal, 30, new Settings(new FunctionClass(FeatureKind.RadialBasis, 60, [0.25, 0.5]), 4000, 1e-9, RegressionMode.RaoBlackwell, HeldOut: 500));
        double[] expected = Exact(Bimodal, 30, Line), found = Values(learned.Current, Line);
        for (int i = 0; i < expected.Length; i++)
            Close.Absolute(expected[i], found[i], 0.01);
        Assert.True(learned.Steps.Sum(s => s.Total.Value) < 0.01);
    }

    [Fact]
    public void Enough_features_and_exact_means_come_near_the_exact_learner_in_the_plane()
    {
        RegressionRecursion learned = Learn(Plane, 20, new Settings(new FunctionClass(FeatureKind.Polynomial, 0, [], Degree: 7), 4000, Mode: RegressionMode.RaoBlackwell, HeldOut: 500));
        double[] points = new double[400];
        RandomStream.Named(1, "test", "plane", "noise").FillNormal(points);
        double[] expected = Exact(Plane, 20, points), found = Values(learned.Current, points);
        double distance = Enumerable.Range(0, 200).Average(i => Math.Sqrt(Math.Pow(expected[2 * i] - found[2 * i], 2) + Math.Pow(expected[2 * i + 1] - found[2 * i + 1], 2)));

        // At most what the steps say they are off by, and nearer than any affine map: that one is 0.2 off.
        Assert.InRange(distance, 0, Math.Min(0.06, learned.Steps.Sum(s => s.Total.Value + s.Total.Error)));
    }

    /// <summary>Four times the pairs: half the error.</summary>
    [Theory]
    [InlineData(FeatureKind.Affine)]
    [InlineData(FeatureKind.Polynomial)]
    public void Estimation_error_falls_like_the_root_of_the_number_of_samples(FeatureKind kind)
    {
        double Epsilon(int samples) => Enumerable.Range(1, 4).Average(seed => Learn(Plane, 12, new Settings(new FunctionClass(kind, 0, [], Degree: 3), samples, HeldOut: 400), seed).Steps.Sum(s => s.Estimation.Value));
        Assert.InRange(Epsilon(1000) / Epsilon(16_000), 3, 5.3);
    }

    /// <summary>Classes that contain each other, on the same points: the larger one fits at least as well, and so does its projection on fresh points.</summary>
    [Fact]
    public void Approximation_error_falls_with_features()
    {
        double[] errors =
        [
            .. new[] { 2, 3, 4, 6 }.Select(degree => Learn(
                Bimodal, 16, new Settings(new FunctionClass(FeatureKind.Polynomial, 0, [], Degree: degree), 20_000, Mode: RegressionMode.RaoBlackwell, HeldOut: 4000)).Steps.Sum(s => s.Approximation.Value)),
        ];
        for (int i = 1; i < errors.Length; i++)
            Assert.True(errors[i] < errors[i - 1], string.Join(", ", errors));
    }

    [Fact]
    public void Total_error_lies_within_the_triangle_of_its_parts()
    {
        RegressionRecursion learned = Learn(Plane, 15, new Settings(Fourier(30), 2000, HeldOut: 300));
        Assert.All(learned.Steps, s =>
        {
            Assert.True(s.Total.Value <= s.Estimation.Value + s.Approximation.Value + 1e-15);
            Assert.True(s.Total.Value >= Math.Abs(s.Estimation.Value - s.Approximation.Value) - 1e-15);
            Assert.InRange(s.Residual, 0, 1e-8);
            Assert.InRange(s.Condition, 1, 1e13);
            Assert.Equal(33, s.Rank);
        });
    }

    [Fact]
    public void Same_seed_gives_the_same_bits_on_any_number_of_threads()
    {
        var settings = new Settings(Fourier(40), 5000, HeldOut: 600);
        RegressionRecursion one = Learn(Plane, 9, settings), three = Learn(Plane, 9, settings, threads: 3), other = Learn(Plane, 9, settings, seed: 2);
        Assert.Equal(Values(one.Current, Square), Values(three.Current, Square));
        Assert.Equal(one.Steps, three.Steps);
        Assert.NotEqual(Values(one.Current, Square), Values(other.Current, Square));
    }

    [Theory]
    [InlineData(RegressionMode.Sampled, 400)]
    [InlineData(RegressionMode.Sampled, 0)]
    [InlineData(RegressionMode.RaoBlackwell, 0)]
    public void A_run_goes_on_to_the_same_bits(RegressionMode mode, int heldOut)
    {
        var settings = new Settings(Fourier(30), 1500, Mode: mode, HeldOut: heldOut);
        RegressionRecursion whole = Learn(Plane, 9, settings);
        IStepLog log = new StepMemory().Open(9);
        RegressionRecursion stopped = Start(Plane, 9, settings, log: log);
        for (int i = 0; i < 4; i++)
            stopped.Advance();
        RegressionRecursion resumed = Learn(Plane, 9, settings, threads: 2, log: log);
        Assert.Equal(Values(whole.Current, Square), Values(resumed.Current, Square));
        Assert.Equal(whole.Steps, resumed.Steps);
        if (whole.Projection is { } projection) Assert.Equal(Values(projection, Square), Values(resumed.Projection!, Square));
        else Assert.Null(resumed.Projection);
    }

    [Fact]
    public void Without_held_out_points_nothing_is_claimed()
    {
        RegressionRecursion learned = Learn(Bimodal, 9, new Settings(Fourier(10), 300, HeldOut: 0));
        Assert.All(learned.Steps, s => Assert.True(double.IsNaN(s.Total.Value) && double.IsNaN(s.Estimation.Value) && double.IsNaN(s.Approximation.Value)));
        Assert.False(new RegressionSummary(11, [.. learned.Steps], 1, 2).Total.IsKnown);
    }

    /// <summary>Ridge without limit leaves nothing but the affine part, and none leaves the problem to eigenvalues where features depend on each other.</summary>
    [Fact]
    public void Ridge_bounds_what_features_may_do()
    {
        double Distance(double ridge) => Values(Learn(Bimodal, 10, new Settings(Fourier(60), 3000, ridge, HeldOut: 0)).Current, Line)
            .Zip(Values(Learn(Bimodal, 10, new Settings(FunctionClass.Affine, 3000, HeldOut: 0)).Current, Line), (x, y) => Math.Abs(x - y)).Max();
        Assert.InRange(Distance(1e12), 0, 1e-6);
        Assert.True(Distance(1e-6) > 0.05);
        RegressionRecursion bare = Learn(Bimodal, 10, new Settings(Fourier(60), 3000, 0, HeldOut: 100));
        Assert.All(bare.Steps, s => Assert.InRange(s.Rank, 10, 60));

        // It scatters more than with a little ridge, but no step has gone astray.
        Assert.All(bare.Steps, s => Assert.InRange(s.Total.Value, 0, 0.2));
    }

    /// <summary>
    /// What the best cubics leave of every step, by quadrature over the line in an independent program (Python): a large penalty makes a worse projection, and the interval must know it.
    /// </summary>
    [Theory]
    [InlineData(100, 0.0696)]
    [InlineData(1, 0.0727)]
    public void Interval_of_the_approximation_error_holds_what_the_class_leaves_whatever_the_penalty(double ridge, double expected)
    {
        Simulator.Targets.Target even = Read("""{"kind":"mixture","weights":[0.5,0.5],"means":[-1,1],"standardDeviations":[0.6,0.6]}""");
        RegressionRecursion learned = Learn(even, 10, new Settings(new FunctionClass(FeatureKind.Polynomial, 0, [], Degree: 3), 30_000, ridge, RegressionMode.RaoBlackwell, HeldOut: 30_000));
        StepErrors approximation = new RegressionSummary(learned.Features, [.. learned.Steps], 1, 2).Approximation;
        Assert.InRange(expected, approximation.Lower, approximation.Upper);
    }

    [Fact]
    public void Steps_of_a_cloud_are_measured_against_exact_means()
    {
        var cloud = PointCloudOf(40);
        var recursion = new RegressionRecursion(new CloudDataLaw(cloud), TwoPhase(12), new Settings(Fourier(60), 4000, Mode: RegressionMode.RaoBlackwell, HeldOut: 300), 1);
        var affine = new RegressionRecursion(new CloudDataLaw(cloud), TwoPhase(12), new Settings(FunctionClass.Affine, 4000, Mode: RegressionMode.RaoBlackwell, HeldOut: 300), 1);
        while (recursion.Advance())
            affine.Advance();
        Assert.True(recursion.Steps.Sum(s => s.Total.Value) < 0.6 * affine.Steps.Sum(s => s.Total.Value));
    }

    [Fact]
    public void Mistakes_of_the_caller_are_named()
    {
        Assert.Throws<ArgumentException>("settings", () => Start(Bimodal, 9, new Settings(Fourier(50), 50)));
        Assert.Throws<ArgumentException>("kind", () => new RegressionRecursion(new CloudDataLaw(PointCloudOf(5)), TwoPhase(9), new Settings(Fourier(5), 50, Baseline: BaselineKind.Ddim), 1));
        Assert.Throws<InvalidOperationException>(() => Start(Bimodal, 9, new Settings(Fourier(5), 50)).Unconstrained(new PointBatch([0.0], 1), new double[1]));
    }

    private static Simulator.Targets.PointCloud PointCloudOf(int count)
    {
        var points = new double[2 * count];
        RandomStream.Named(3, "test", "cloud", "points").FillNormal(points);
        return Simulator.Targets.PointCloud.Of(new PointBatch(points, 2));
    }
}
