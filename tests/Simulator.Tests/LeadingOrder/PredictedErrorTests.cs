using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Consistency;
using Simulator.Laws.Generators;
using Simulator.LeadingOrder;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.LeadingOrder;

public class PredictedErrorTests
{
    private static readonly LineStructure Bimodal = new(new UnivariateMixture([0.5, 0.5], [-1, 1], [0.6, 0.6]));

    /// <summary>Measured over predicted, from shared/reference/reference.json (an independent NumPy implementation; 2 to 3 digits).</summary>
    [Theory]
    [InlineData(100, 0.984, 0.835)]
    [InlineData(400, 0.993, 0.913)]
    [InlineData(1600, 0.998, 0.964)]
    public void Ratios_of_the_reference(int steps, double gaussian, double mixture)
    {
        Schedule schedule = new TwoPhaseSchedule().Create(steps);
        (double predicted, SamplingErrors measured) = Both(new LineStructure(new UnivariateMixture([1], [0], [2])), schedule);
        Close.Absolute(gaussian, measured.OptimalCoupling.Value / predicted, 6e-4);
        (predicted, measured) = Both(Bimodal, schedule);
        Close.Absolute(mixture, measured.OptimalCoupling.Value / predicted, 6e-4);
    }

    /// <summary>A Gaussian looked at as a Gaussian, as a mixture on the line, as a radial law and as a product.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(2)]
    public void Structures_agree_on_Gaussians(double deviation)
    {
        Schedule schedule = new TwoPhaseSchedule().Create(150);
        double Of(Structure structure) => PredictedError.Of(LeadingTerm.For(structure)!, schedule).Value;
        var one = new GaussianTarget(RealVector.Zero(1), new IsotropicCovariance(1, deviation));
        double line = Of(one.Structure), five = Of(new LinearStructure(RealVector.Zero(5), new IsotropicCovariance(5, deviation)));
        Close.Relative(line, Of(new LineStructure(new UnivariateMixture([0.4, 0.6], [1, 1], [deviation, deviation]))), 1e-6);
        Close.Relative(five, Of(new RadialStructure(5, [new RadialComponent(1, 0, deviation)])), 1e-6);
        Close.Relative(five, Of(new BlocksStructure([new RepeatedStructure(one.Structure, one, 5)])), 1e-6);
        Close.Relative(five, Of(new RotatedStructure(new LinearStructure(RealVector.Zero(5), new IsotropicCovariance(5, deviation)), 1)), 1e-12);
    }

    /// <summary>Measured over predicted tends to 1: the distance falls at every step of T by at least as much as √r does.</summary>
    public static TheoryData<string> Families => ["N(0, 4), d = 1000", "mixture", "skew mixture", "mixture x 1000", "sphere d = 8", "sphere d = 1000", "radial mixture d = 4"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Measured_error_tends_to_the_predicted_one(string family)
    {
        var block = MixtureTarget.OnLine([0.5, 0.5], [-1, 1], [0.6, 0.6]);
        Structure structure = family switch
        {
            "N(0, 4), d = 1000" => new LinearStructure(RealVector.Zero(1000), new IsotropicCovariance(1000, 2)),
            "mixture" => Bimodal,
            "skew mixture" => new LineStructure(new UnivariateMixture([0.2, 0.8], [-1, 0.25], [0.5, 1.1])),
            "mixture x 1000" => new BlocksStructure([new RepeatedStructure(block.Structure, block, 1000)]),
            "sphere d = 8" => new RadialStructure(8, [new RadialComponent(1, Math.Sqrt(8), 0)]),
            "sphere d = 1000" => new RadialStructure(1000, [new RadialComponent(1, Math.Sqrt(1000), 0)]),
            _ => new RadialStructure(4, [new RadialComponent(0.5, 0, 0.7), new RadialComponent(0.5, 0, 1.4)]),
        };
        double[] distances = [.. new[] { 100, 400 }.Select(steps => Distance(structure, new TwoPhaseSchedule().Create(steps)))];
        Assert.InRange(distances[1], 0, Math.Max(0.6 * distances[0], 0.003));
        Assert.InRange(distances[1], 0, 0.15);

        static double Distance(Structure structure, Schedule schedule)
        {
            (double predicted, SamplingErrors measured) = Both(structure, schedule);
            return Math.Abs(measured.ConsistencyError.Value / predicted - 1);
        }
    }

    /// <summary>What is shown beside it: on a fine schedule the few nodes that stand for the T steps give the sum over all of them.</summary>
    [Property(MaxTest = 10)]
    public Property Few_nodes_stand_for_all_steps() => Prop.ForAll(LineCases.Solvable(), c =>
    {
        Schedule schedule = new TwoPhaseSchedule().Create(120);
        LeadingTerm term = LeadingTerm.For(c.Structure)!;
        WeightedLevel[] all = [.. Enumerable.Range(2, 119).Select(t => new WeightedLevel(schedule[t], schedule.Delta(t) * schedule.Delta(t)))];
        Outcome<double> sum = term.MeanNorm(schedule[1], all), few = PredictedError.Of(term, schedule);
        if (sum.Status == Status.Ok && few.Status == Status.Ok) Close.Relative(sum.Value, few.Value, 1e-5);
    });

    [Fact]
    public void There_is_none_for_a_circle_and_for_laws_without_structure()
    {
        Assert.Null(LeadingTerm.For(new RadialStructure(2, [new RadialComponent(1, 1, 0)])));
        Assert.Null(LeadingTerm.For(new UnknownStructure()));
        Assert.NotNull(LeadingTerm.For(new RadialStructure(2, [new RadialComponent(1, 0, 1)])));
    }

    private static (double Predicted, SamplingErrors Measured) Both(Structure structure, Schedule schedule)
    {
        Outcome<double> predicted = PredictedError.Of(LeadingTerm.For(structure)!, schedule);
        Assert.Equal(Status.Ok, predicted.Status);
        SamplingErrors measured = ExactSolvers.For(structure, LearnerKind.Exact)!
            .Solve(structure, schedule, LearnerKind.Exact, null, TestContext.Current.CancellationToken).Measure();
        Assert.Equal(Status.Ok, measured.Status);
        return (predicted.Value, measured);
    }
}
