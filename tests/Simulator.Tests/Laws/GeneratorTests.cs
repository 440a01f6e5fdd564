using FsCheck.Fluent;
using Simulator.Laws.Generators;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Laws;

/// <summary>Generators reach the corners that they promise, and shrinkers end at simple cases.</summary>
public class GeneratorTests
{
    private static readonly IReadOnlyList<LawCase> Sample = [.. LawCases.Of(TargetKinds.All, 12).Generator.Sample(4000)];

    [Fact]
    public void Cases_reach_the_corners()
    {
        Assert.Contains(Sample, c => c.Steps == 2);
        Assert.All(Sample, c => Assert.InRange(c.Steps, 2, 12));
        Assert.Contains(Sample, c => c.Target is GaussianTarget { Dimension: 1 });
        Assert.Contains(Sample, c => c.Target is GaussianTarget { Dimension: 3 });
        Assert.Contains(Sample, c => c.Target is GaussianTarget g && g.Covariance.LeastEigenvalue < 1e-4);
        Assert.Contains(Sample, c => c.Target is MixtureTarget { Dimension: 1 } m && m.Weights.Length > 1 && m.Weights.Span.ToArray().Min() < 1e-11);
        Assert.Contains(Sample, c => c.Target is MixtureTarget { Dimension: 1 } m && m.Means.Any(a => m.Means.Any(b => a[0] != b[0] && Math.Abs(a[0] - b[0]) < 1e-12)));
        Type[] kinds = [.. Sample.Select(c => c.Target.GetType()).Distinct()], families = [.. Sample.Select(c => c.Family.GetType()).Distinct()];
        Assert.Equal(5, kinds.Length);
        Assert.Contains(typeof(TwoPhaseSchedule), families);
        Assert.Contains(typeof(KarrasSchedule), families);
    }

    /// <summary>Always taking the first simpler case ends, at T = 2 and the cosine schedule; every simpler case is a valid one.</summary>
    [Fact]
    public void Shrinking_ends_at_simple_cases()
    {
        foreach (LawCase start in Sample.Take(150))
        {
            LawCase current = start;
            int rounds = 0;
            while (LawCases.Shrink(current).FirstOrDefault() is { } simpler)
            {
                Assert.NotEqual(current, simpler);
                Assert.True(simpler.Target.Dimension <= current.Target.Dimension && simpler.Schedule.Steps <= current.Steps);
                current = simpler;
                Assert.True(++rounds < 100, $"{start} does not stop shrinking: {current}");
            }

            Assert.Equal((2, new CosineSchedule(), 1), (current.Steps, current.Family, current.Seed));
            Assert.InRange(current.ToString().Length, 1, 120);
        }
    }

    /// <summary>Samples have the mean square of their target.</summary>
    [Fact]
    public void Samples_follow_their_targets()
    {
        foreach (LawCase tried in Sample.Take(60))
        {
            double[] points = TargetSamples.Draw(tried.Target, 4000, RandomStream.Named(1, "tests", "", "samples"));
            double[] squares = [.. Enumerable.Range(0, 4000).Select(i => Enumerable.Range(0, tried.Target.Dimension).Sum(j => Math.Pow(points[i * tried.Target.Dimension + j], 2)))];
            double mean = squares.Average(), error = Math.Sqrt(squares.Sum(s => Math.Pow(s - mean, 2))) / 4000;
            Close.Absolute(tried.Target.SecondMoment, mean, 6 * error + 1e-9 * mean, tried.ToString());
        }
    }

    [Fact]
    public void Cases_print_as_code()
    {
        Assert.Equal(
            "new LawCase(MixtureTarget.OnLine([0.5, 0.5], [-1, 1], [0.4, 0.1]), new KarrasSchedule(0.01, 80, 7), 3, 5)",
            new LawCase(MixtureTarget.OnLine([0.5, 0.5], [-1, 1], [0.4, 0.1]), new KarrasSchedule(0.01, 80, 7), 3, 5).ToString());
        Target rotated = new RotatedTarget(new ProductTarget([(new GaussianTarget(1, 2), 1), (new SphereTarget(2, 0.5), 2)]), 3);
        Assert.Equal("new RotatedTarget(new ProductTarget([(new GaussianTarget(1, 2), 1), (new SphereTarget(2, 0.5), 2)]), 3)", CSharp.Of(rotated));
        Assert.Equal(
            "new GaussianTarget(new RealVector([1, 0]), new FullCovariance(new RealMatrix(2, new RealVector([4, 0, 0, 1]))))",
            CSharp.Of(TargetCases.Gaussian([1, 0], [2, 1], 0)));
        Assert.Equal("new ScheduleCase(new TwoPhaseSchedule(2, 4, RampExponent.T), 9)", new ScheduleCase(new TwoPhaseSchedule(), 9).ToString());
    }
}
