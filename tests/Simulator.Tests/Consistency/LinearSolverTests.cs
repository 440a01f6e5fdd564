using MathNet.Numerics;
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
        Assert.False(new LinearSolver().CanSolve(new UnknownStructure(), LearnerKind.Exact));
        Assert.Throws<ArgumentException>("structure", () => new LinearSolver().Start(new UnknownStructure(), new CosineSchedule().Create(4), LearnerKind.Exact, 64));
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

    /// <summary>N(3/2, ¼) on the line: every difference is a + bZ with a and b from the paper's formulas, without logarithms.</summary>
    [Fact]
    public void Every_difference_of_a_shifted_Gaussian_is_a_folded_normal()
    {
        const double Mean = 1.5, Variance = 0.25;
        const int T = 8;
        Schedule schedule = new CosineSchedule().Create(T);
        double VarianceAt(int t) => schedule[t].AlphaBar * Variance + schedule[t].OneMinusAlphaBar;
        double p = Math.Sqrt(VarianceAt(1)), q = Math.Sqrt(VarianceAt(T)), shift = schedule[T].Signal * Mean, flow = p / q, slope = flow;
        for (int t = 2; t <= T; t++)
        {
            slope *= (schedule[t - 1].Signal * schedule[t].Signal * Variance + schedule[t - 1].Noise * schedule[t].Noise)
                / Math.Sqrt(VarianceAt(t - 1) * VarianceAt(t));
        }

        SamplingErrors errors = ReferenceTests.Solve(new GaussianTarget(new RealVector([Mean]), new IsotropicCovariance(1, 0.5)), new CosineSchedule(), T).Measure();
        double underLast = Folded(0, (slope - flow) * q);
        Close.Relative(Folded(-slope * shift, slope - p), errors.W1.Middle, 1e-11, "W1");
        Close.Relative(Folded(-slope * shift, slope - p), errors.OptimalCoupling.Value, 1e-11, "optimal coupling");
        Close.Relative(Math.Sqrt(slope * slope * shift * shift + (slope - p) * (slope - p)), errors.W2.Middle, 1e-11, "W2");
        Close.Relative(Folded((slope - flow) * shift, slope - flow), errors.CouplingError.Value, 1e-11, "coupling error");
        Close.Relative(Folded(-flow * shift, flow - p), errors.Initialisation.Value, 1e-11, "initialisation");
        Close.Relative(underLast, errors.ConsistencyError.Value, 1e-11, "consistency error");
        Close.Relative(slope * Folded(shift, q - 1) + underLast, errors.ProofForm.Value, 1e-11, "proof form");
        foreach (Measured m in (Measured[])[errors.CouplingError, errors.OptimalCoupling, errors.Initialisation, errors.ConsistencyError, errors.ProofForm])
            Assert.Equal(1e-13 * m.Value, m.Error);
    }

    /// <summary>Two variances: the steepest axis decides.</summary>
    [Fact]
    public void Lipschitz_constant_is_that_of_the_steepest_axis()
    {
        var structure = new LinearStructure(RealVector.Zero(2), new FullCovariance(new RealMatrix(2, new RealVector([4, 0, 0, 0.25]))));
        var function = (LinearFunction)new LinearSolver().Solve(structure, new CosineSchedule().Create(8), LearnerKind.Exact, null, TestContext.Current.CancellationToken).Function;
        Assert.True(function.Slope(1) > 2 * function.Slope(0));
        Assert.Equal(function.Slope(1), function.LipschitzConstant);
    }

    /// <summary>E|a + bZ|.</summary>
    private static double Folded(double a, double b)
        => Math.Abs(b) * Math.Sqrt(2 / Math.PI) * Math.Exp(-0.5 * a * a / (b * b)) + a * SpecialFunctions.Erf(a / (Math.Sqrt(2) * Math.Abs(b)));
}
