using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Consistency;

public class MultistepSamplingTests
{
    private const int Steps = 40, Seed = 3;

    private const double Mean = 1.5, Deviation = 0.4;

    private static readonly Schedule Schedule = new TwoPhaseSchedule().Create(Steps);

    /// <summary>For N(m, s²) every map is affine and every law normal: f_t(x) = √ᾱ_1 m + a_t (x − √ᾱ_t m), where the slope of a regression of X_{t−1} on X_t makes a_t of a_{t−1}.</summary>
    [Theory]
    [InlineData]
    [InlineData(20)]
    [InlineData(39, 21, 8, 2)]
    public void Samples_of_a_Gaussian_have_the_law_of_the_closed_form(params int[] through)
    {
        const int Count = 200_000;
        double[] slopes = Slopes(), samples = Of(Functions(through)).Sample(Count, Seed, 2, null, TestContext.Current.CancellationToken);
        double first = Schedule.AlphaBar(1), mean = 0, variance = 1;
        foreach (int t in through.Prepend(Steps))
        {
            if (t < Steps)
            {
                double kept = Schedule.AlphaBar(t) / first;
                (mean, variance) = (Math.Sqrt(kept) * mean, kept * variance + 1 - kept);
            }

            mean = Math.Sqrt(first) * Mean + slopes[t] * (mean - Schedule[t].Signal * Mean);
            variance *= slopes[t] * slopes[t];
        }

        double found = samples.Average(), spread = samples.Average(x => (x - found) * (x - found));
        Close.Absolute(mean, found, 4 * Math.Sqrt(variance / Count), "mean");
        Close.Relative(variance, spread, 4 * Math.Sqrt(2.0 / Count), "variance");
    }

    [Fact]
    public void No_time_on_the_way_is_one_step()
    {
        ConsistencyFunction[] functions = Functions([]);
        double[] noise = new double[300], expected = new double[300];
        RandomStream.Named(Seed, "sample", $"{Steps}|{Steps}", "noise").FillNormal(noise);
        functions[0].Evaluate(new PointBatch(noise, 1), expected);
        Assert.Equal(expected, Of(functions).Sample(300, Seed, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_sample_depends_neither_on_threads_nor_on_how_many_there_are()
    {
        MultistepSampling sampling = Of(Functions(10, 5));
        double[] few = sampling.Sample(77, Seed, cancellation: TestContext.Current.CancellationToken), many = sampling.Sample(1000, Seed, 3, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(few, many[..77]);
        Assert.NotEqual(few, sampling.Sample(77, Seed + 1, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(1000, many.Distinct().Count());
    }

    [Fact]
    public void Functions_that_do_not_descend_from_T_are_refused()
    {
        ConsistencyFunction[] functions = Functions(10, 5);
        foreach (ConsistencyFunction[] wrong in (ConsistencyFunction[][])[[], functions[1..], [functions[0], functions[2], functions[1]], [functions[0], functions[0]], [functions[0], Start().Current]])
            Assert.Throws<ArgumentException>(() => Of(wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(functions).Sample(0, Seed, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void It_can_be_stopped()
        => Assert.Throws<OperationCanceledException>(() => Of(Functions([])).Sample(1000, Seed, 2, null, new CancellationToken(canceled: true)));

    private static MultistepSampling Of(ConsistencyFunction[] functions) => new(Schedule, functions);

    private static ConsistencyRecursion Start()
        => new LinearSolver().Start(new LinearStructure(new RealVector([Mean]), new IsotropicCovariance(1, Deviation)), Schedule, LearnerKind.Exact, 16);

    private static ConsistencyFunction[] Functions(params int[] through)
    {
        ConsistencyRecursion recursion = Start();
        var functions = new Stack<ConsistencyFunction>();
        while (recursion.Advance())
        {
            if (recursion.Time == Steps || through.Contains(recursion.Time)) functions.Push(recursion.Current);
        }

        return [.. functions];
    }

    private static double[] Slopes()
    {
        var slopes = new double[Steps + 1];
        slopes[1] = 1;
        for (int t = 2; t <= Steps; t++)
        {
            NoiseLevel before = Schedule[t - 1], level = Schedule[t];
            double covariance = before.Signal * level.Signal * Deviation * Deviation + before.Noise * level.Noise;
            slopes[t] = slopes[t - 1] * covariance / level.MarginalVariance(Deviation * Deviation);
        }

        return slopes;
    }
}
