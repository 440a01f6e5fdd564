using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Consistency;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Consistency;

/// <summary>Solved in the plane: distances against rotated products, error estimates, and what is not converged.</summary>
public class PlanarSolverTests
{
    private static ExactSolution Solve(Target target, Schedule schedule, Learner learner)
        => ExactSolvers.For(target.Structure, learner.Kind)!.Solve(target.Structure, schedule, learner, null, CancellationToken.None);

    /// <summary>Mean norms do not see a rotation; the product's are Laplace integrals over quantile maps.</summary>
    [Theory]
    [InlineData(LearnerKind.Exact)]
    [InlineData(LearnerKind.Ddim)]
    public void Distances_of_a_rotated_product_are_those_of_the_product(LearnerKind kind)
    {
        Schedule schedule = new TwoPhaseSchedule().Create(14);
        ExactSolution plane = Solve(PlanarCases.RotatedProduct, schedule, kind), product = Solve(PlanarCases.Product, schedule, kind);
        SamplingErrors a = plane.Measure(), b = product.Measure();
        Assert.Equal((Status.Ok, Status.Ok), (a.Status, plane.NumericalError.Status));
        foreach ((Measured found, Measured expected, string what) in ((Measured, Measured, string)[])
            [(a.CouplingError, b.CouplingError, "coupling"), (a.OptimalCoupling, b.OptimalCoupling, "optimal"), (a.Initialisation, b.Initialisation, "initialisation"), (a.ConsistencyError, b.ConsistencyError, "consistency")])
        {
            Close.Absolute(expected.Value, found.Value, 1e-6, what);
            Close.Absolute(expected.Value, found.Value, found.Error + expected.Error, what + ", within its estimate");
        }

        Assert.InRange(a.W1.Lower, 0, b.W1.Upper);
        Assert.InRange(b.W1.Lower, 0, a.W1.Upper);
        Assert.InRange(a.W2.Lower, 0, b.W2.Upper);
        Assert.True(a.W1.Lower > 0.5 * b.W1.Lower, $"{a.W1} {b.W1}");
        if (kind == LearnerKind.Exact) Assert.Equal(0, plane.Approximation.Upper);
        else Assert.InRange(plane.Approximation.Lower, product.Approximation.Lower, product.Approximation.Upper);
    }

    /// <summary>Three correlated Gaussians, T = 50: five digits, and an estimate that may be believed.</summary>
    [Fact]
    public void Three_correlated_Gaussians_converge_to_five_digits()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(50);
        ExactSolution solution = Solve(PlanarCases.Three, schedule, Learner.Exact);
        SamplingErrors errors = solution.Measure();
        Assert.Equal((Status.Ok, Status.Ok), (solution.NumericalError.Status, errors.Status));
        Assert.True(errors.CouplingError.Error <= 3e-5 * errors.CouplingError.Value, $"{errors.CouplingError}");
        Assert.True(errors.W1.Lower <= errors.W1.Upper && errors.W1.Lower > 0, $"{errors.W1}");
        Assert.True(errors.W2.Lower <= errors.W2.Upper && errors.W1.Upper <= errors.W2.Upper * (1 + 1e-9), $"{errors.W2}");
        Assert.True(errors.ProofForm.Value >= errors.W1.Lower);

        PlanarFunction finer = PlanarCases.Solve(PlanarCases.Three.Plane(), schedule, 5 * solution.Intervals / 4);
        var lattice = new NoiseLattice(0.1);
        double[] f = new double[lattice.Points.Length], g = new double[lattice.Points.Length];
        solution.Function.Evaluate(new PointBatch(lattice.Points, 2), f);
        finer.Evaluate(new PointBatch(lattice.Points, 2), g);
        double difference = lattice.MeanDistance(f, g), estimate = 0;
        Assert.True(difference <= 3 * solution.NumericalError.Value, $"true {difference:E2}, estimated {solution.NumericalError.Value:E2}");
        var pointwise = new double[lattice.Masses.Length];
        solution.ErrorAt(new PointBatch(lattice.Points, 2), pointwise);
        for (int i = 0; i < pointwise.Length; i++)
            estimate += lattice.Masses[i] * pointwise[i];
        Assert.InRange(estimate / solution.NumericalError.Value, 0.5, 2);
    }

    /// <summary>
    /// Spikes: the exact learner averages their edge away, and agrees with the product that they are; DDIM steps keep it, and no grid is fine enough for it: said, not hidden.
    /// </summary>
    [Fact]
    public void Steep_maps_are_solved_or_reported_as_not_converged()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(12);
        var steep = new MixtureTarget(new RealVector([0.5, 0.5]), [new RealVector([-2.0, 0]), new RealVector([2.0, 0])], [new IsotropicCovariance(2, 0.02), new IsotropicCovariance(2, 0.02)]);
        var product = new ProductTarget([(MixtureTarget.OnLine([0.5, 0.5], [-2.0, 2], [0.02, 0.02]), 1), (new GaussianTarget(1, 0.02), 1)]);
        double[] points = [-1, 0.3, 0.4, -2, 0.05, 0], f = new double[6], g = new double[6];
        ExactSolution solved = Solve(steep, schedule, Learner.Exact);
        Assert.Equal(Status.Ok, solved.NumericalError.Status);
        solved.Function.Evaluate(new PointBatch(points, 2), f);
        Solve(product, schedule, Learner.Exact).Function.Evaluate(new PointBatch(points, 2), g);
        for (int i = 0; i < 6; i++)
            Close.Absolute(g[i], f[i], 2e-5);

        ExactSolution ddim = Solve(steep, schedule, Learner.Ddim);
        Assert.Equal(Status.NotConverged, ddim.NumericalError.Status);
        Assert.Equal(384, ddim.Intervals);
    }

    /// <summary>Two independent copies of a block in the plane: E√(Q_1 + Q_2) from the law of Q.</summary>
    [Fact]
    public void Planar_blocks_form_products()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(12);
        SamplingErrors one = Solve(PlanarCases.RotatedProduct, schedule, Learner.Exact).Measure();
        SamplingErrors two = Solve(new ProductTarget([(PlanarCases.RotatedProduct, 2)]), schedule, Learner.Exact).Measure();
        SamplingErrors lines = Solve(new ProductTarget([(PlanarCases.Product, 2)]), schedule, Learner.Exact).Measure();
        Assert.Equal(Status.Ok, two.Status);
        Close.Absolute(lines.CouplingError.Value, two.CouplingError.Value, 1e-6);
        Close.Absolute(lines.OptimalCoupling.Value, two.OptimalCoupling.Value, 1e-6);
        Assert.InRange(two.W1.Lower, Math.Sqrt(2) * one.W1.Lower * (1 - 1e-9), two.W1.Upper);
    }

    /// <summary>What must hold between the figures, whatever the mixture; nothing is asked of those that say they are not converged.</summary>
    [Property(MaxTest = 3)]
    public Property Figures_fit_together() => Prop.ForAll(PlanarCases.Any(), ScheduleCases.UpTo(8), (target, sc) =>
    {
        ExactSolution solution = Solve(target, sc.Create(), Learner.Exact);
        SamplingErrors e = solution.Measure();
        Assert.InRange(e.W1.Lower, 0, e.W1.Upper);
        Assert.InRange(e.W2.Lower, e.W1.Lower, e.W2.Upper);
        if (solution.NumericalError.Status != Status.Ok || e.Status != Status.Ok) return;
        double slack = e.CouplingError.Error + e.Initialisation.Error + e.OptimalCoupling.Error;
        Assert.True(e.OptimalCoupling.Value <= e.CouplingError.Value + e.Initialisation.Value + slack, $"{e}");
        Assert.True(e.W1.Lower <= e.ProofForm.Value + e.ProofForm.Error, $"{e}");
        Assert.True(e.W1.Upper <= e.W2.Upper * (1 + 1e-9) + e.OptimalCoupling.Error, $"{e}");
    });

    [Fact]
    public void Other_structures_are_refused()
    {
        var solver = new PlanarSolver();
        Schedule schedule = new TwoPhaseSchedule().Create(10);
        Structure line = new LineStructure(PlanarCases.First);
        Assert.False(solver.CanSolve(line, LearnerKind.Exact));
        Assert.Throws<ArgumentException>(() => solver.Start(line, schedule, Learner.Exact, 32));
        Assert.Throws<ArgumentException>(() => solver.Solve(line, schedule, Learner.Exact, null, CancellationToken.None));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => solver.Solve(PlanarCases.Three.Structure, schedule, Learner.Exact, null, stop.Token));
    }
}
