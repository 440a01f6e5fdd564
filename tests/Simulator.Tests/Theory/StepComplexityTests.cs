using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics;
using Simulator.Theory;
using Xunit;

namespace Simulator.Tests.Theory;

public class StepComplexityTests
{
    private const int Least = 9, Most = 20_000;

    /// <summary>W1 = K log T/T^p with intervals of any width: found is what a look at every T finds, in few probes.</summary>
    [Property(Arbitrary = [typeof(FallingDistances)], MaxTest = 300)]
    public void Finds_what_a_look_at_every_T_finds(FallingDistance w1)
    {
        var known = new SortedDictionary<int, MeasuredDistance>();
        int probes = 0;
        StepComplexity found = StepComplexity.Find(
            w1.Accuracy,
            Least,
            Most,
            steps =>
            {
                probes++;
                return w1.At(steps);
            },
            known);

        int[] all = [.. Enumerable.Range(Least, Most - Least + 1)];
        int? sufficient = all.Where(t => w1.At(t).Upper <= w1.Accuracy).Select(t => (int?)t).Min();
        int? insufficient = all.Where(t => w1.At(t).Lower > w1.Accuracy).Select(t => (int?)t).Max();
        Assert.Equal((sufficient, insufficient), (found.Sufficient, found.Insufficient));
        Assert.Equal(sufficient is null ? Status.OutOfRange : Status.Ok, found.Outcome);
        Assert.Equal(probes, known.Count);
        Assert.InRange(probes, 1, 60);
        if (w1.Width == 0 && sufficient > Least) Assert.True(found.IsExact);
        if (sufficient == Least) Assert.Equal((false, "the schedule allows no smaller T"), (found.IsExact, found.Reason));
    }

    /// <summary>Searches that share their measurements give what each gives alone.</summary>
    [Property(Arbitrary = [typeof(FallingDistances)], MaxTest = 100)]
    public void Earlier_searches_change_nothing(FallingDistance w1)
    {
        var shared = new SortedDictionary<int, MeasuredDistance>();
        foreach (double factor in new[] { 4, 0.3, 1, 0.9 })
        {
            double accuracy = factor * w1.Accuracy;
            StepComplexity alone = StepComplexity.Find(accuracy, Least, Most, w1.At, []), together = StepComplexity.Find(accuracy, Least, Most, w1.At, shared);
            Assert.Equal((alone.Sufficient, alone.Insufficient, alone.Outcome), (together.Sufficient, together.Insufficient, together.Outcome));
        }
    }

    [Fact]
    public void A_distance_that_rises_again_is_no_answer()
    {
        StepComplexity found = StepComplexity.Of(0.1, new Dictionary<int, MeasuredDistance>
        {
            [10] = new(0.2, 0.2, Status.Ok),
            [20] = new(0.09, 0.09, Status.Ok),
            [40] = new(0.11, 0.11, Status.Ok),
        });
        Assert.Equal(Status.NotConverged, found.Outcome);
        Assert.Equal("W1 does not fall with T everywhere: it is below ε at T = 20 and above it at T = 40", found.Reason);
        Assert.False(found.IsExact);
    }

    [Fact]
    public void A_measurement_that_did_not_converge_decides_nothing()
    {
        StepComplexity found = StepComplexity.Of(0.1, new Dictionary<int, MeasuredDistance> { [10] = new(0.2, 0.2, Status.Ok), [11] = new(0.09, 0.09, Status.NotConverged) });
        Assert.Equal((Status.NotConverged, "the measurement at T = 11 is not-converged"), (found.Outcome, found.Reason));
    }

    [Theory]
    [InlineData(0, 9, 10)]
    [InlineData(-1, 9, 10)]
    [InlineData(0.1, 11, 10)]
    public void Bad_arguments_are_the_callers_mistake(double accuracy, int least, int most)
        => Assert.Throws<ArgumentOutOfRangeException>(() => StepComplexity.Find(accuracy, least, most, _ => default, []));

    /// <summary>W1 = scale · log T/T^power within a relative width.</summary>
    public sealed record FallingDistance(double Scale, double Power, double Width, double Accuracy)
    {
        public MeasuredDistance At(int steps)
        {
            double middle = Scale * Math.Log(steps) / Math.Pow(steps, Power);
            return new MeasuredDistance(middle / (1 + Width), middle * (1 + Width), Status.Ok);
        }
    }

    public static class FallingDistances
    {
        public static Arbitrary<FallingDistance> Distances()
        {
            Gen<double> unit = Gen.Choose(0, 1000).Select(i => i / 1000.0);
            Gen<FallingDistance> all =
                from scale in unit
                from power in unit
                from width in Gen.Elements(0, 0, 1e-9, 0.1, 1)
                from accuracy in unit
                select new FallingDistance(Math.Pow(10, 4 * scale - 2), 0.4 + power, width, Math.Pow(10, 4 * accuracy - 3.5));
            return Arb.From(all, Shrunk);
        }

        private static IEnumerable<FallingDistance> Shrunk(FallingDistance w)
            => new[] { w with { Width = 0 }, w with { Power = 1 }, w with { Scale = 1 }, w with { Accuracy = 0.1 } }.Where(s => s != w);
    }
}
