using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Consistency;

public class LineSlopesTests
{
    private static readonly double[] Points = [-4.2, -1, -0.3, 0.05, 0.8, 2.5];

    /// <summary>The slopes integrate to the function: Simpson's rule between two points, halved until it stands still.</summary>
    [Theory]
    [InlineData(LearnerKind.Exact)]
    [InlineData(LearnerKind.Ddim)]
    public void Slopes_of_a_function_on_a_grid_integrate_to_it(LearnerKind kind)
    {
        ExactSolution solution = Solve(Mixture(), kind);
        for (int i = 1; i < Points.Length; i++)
            Close.Absolute(Value(solution, Points[i]) - Value(solution, Points[i - 1]), Simpson(solution, Points[i - 1], Points[i]), 1e-9, "integral of the slope");
    }

    /// <summary>DDIM steps of one law, once on a grid and once composed at every point: two routes to the same derivative.</summary>
    [Fact]
    public void Differences_agree_with_the_derivative_on_a_grid_within_the_errors_that_are_stated()
    {
        Structure structure = Mixture().Structure;
        Schedule schedule = new CosineSchedule().Create(30);
        ExactSolution grid = new LineSolver().Solve(structure, schedule, Learner.Ddim, null, TestContext.Current.CancellationToken);
        ExactSolution composed = new SampledSolver().Solve(structure, schedule, Learner.Ddim, null, TestContext.Current.CancellationToken);
        Measured[] expected = LineSlopes.At(grid, Points), found = LineSlopes.At(composed, Points);
        for (int i = 0; i < Points.Length; i++)
        {
            Assert.True(found[i].Error <= 1e-6 * found[i].Value, $"stated error {found[i].Error:E2}");
            Close.Absolute(expected[i].Value, found[i].Value, found[i].Error + expected[i].Error + 1e-10, "slope");
        }
    }

    [Fact]
    public void A_Gaussian_has_one_slope()
    {
        ExactSolution solution = Solve(new GaussianTarget(new RealVector([1.5]), new IsotropicCovariance(1, 0.5)), LearnerKind.Exact);
        Assert.All(LineSlopes.At(solution, Points), s => Close.Relative((Value(solution, 2) - Value(solution, -1)) / 3, s.Value, 1e-13));
    }

    [Fact]
    public void Other_dimensions_are_refused()
        => Assert.Throws<ArgumentException>("solution", () => LineSlopes.At(Solve(new GaussianTarget(2, 0.5), LearnerKind.Exact), Points));

    private static MixtureTarget Mixture() => new(
        new RealVector([0.4, 0.6]), [new RealVector([-1.0]), new RealVector([1.0])], [new IsotropicCovariance(1, 0.6), new IsotropicCovariance(1, 0.6)]);

    private static ExactSolution Solve(Target target, LearnerKind kind) => ReferenceTests.Solve(target, new CosineSchedule(), 30, kind);

    private static double Value(ExactSolution solution, double x)
    {
        var value = new double[1];
        solution.Function.Evaluate(new PointBatch([x], 1), value);
        return value[0];
    }

    private static double Simpson(ExactSolution solution, double from, double to)
    {
        const int Panels = 2000;
        double h = (to - from) / (2 * Panels);
        Measured[] slopes = LineSlopes.At(solution, Enumerable.Range(0, 2 * Panels + 1).Select(i => from + i * h).ToArray());
        return h / 3 * slopes.Select((s, i) => s.Value * (i == 0 || i == 2 * Panels ? 1 : i % 2 == 1 ? 4 : 2)).Sum();
    }
}
