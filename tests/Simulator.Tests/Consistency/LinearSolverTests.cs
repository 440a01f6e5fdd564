using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Consistency;

public class LinearSolverTests
{
    private static readonly LinearStructure Normal = new(new RealVector([0.0]), new IsotropicCovariance(1, 1));

    private sealed class Recorder : IProgress<double>
    {
        public List<double> Reports { get; } = [];

        public void Report(double value) => Reports.Add(value);
    }

    [Fact]
    public void Progress_is_told_every_256_steps()
    {
        var recorder = new Recorder();
        new LinearSolver().Solve(Normal, new CosineSchedule().Create(640), LearnerKind.Exact, recorder, TestContext.Current.CancellationToken);
        Assert.Equal([0.4, 0.8], recorder.Reports);
    }

    [Fact]
    public void A_long_solve_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new LinearSolver().Solve(Normal, new CosineSchedule().Create(256), LearnerKind.Exact, null, source.Token));
    }

    [Fact]
    public void Other_structures_are_refused()
    {
        Assert.False(new LinearSolver().CanSolve(new GeneralStructure(2)));
        Assert.Throws<ArgumentException>("structure", () => new LinearSolver().Start(new GeneralStructure(2), new CosineSchedule().Create(4), LearnerKind.Exact, 64));
        Assert.Throws<ArgumentNullException>("schedule", () => new LinearSolver().Solve(Normal, null!, LearnerKind.Exact, null, TestContext.Current.CancellationToken));
    }

    /// <summary>A Gaussian needs no grid: no numerical error at any point, and the steps are counted.</summary>
    [Fact]
    public void Closed_form_has_no_numerical_error()
    {
        ExactSolution solution = ReferenceTests.Solve(new GaussianTarget(2, 0.5), new CosineSchedule(), 40);
        double[] errors = [1, 1];
        solution.ErrorAt(new PointBatch([0.3, 1, -2, 0.1], 2), errors);
        Assert.Equal([0.0, 0.0], errors);
        Assert.Equal((0.0, 40L), (solution.NumericalError.Value, solution.NumericalError.Diagnostics.Evaluations));
        Assert.Equal(StepErrors.None, solution.Approximation);
    }
}
