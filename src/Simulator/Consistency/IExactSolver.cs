using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>Carries the recursion through for targets with a certain structure: without sampling, where it can be.</summary>
public interface IExactSolver
{
    /// <summary>The name in results, e.g. <c>one-dimensional</c>.</summary>
    string Name { get; }

    /// <summary>Whether means are over samples: such solutions have confidence intervals and cannot be blocks of a product.</summary>
    bool IsSampled => false;

    /// <summary>Whether this solver is the one of <see cref="LearnerKind.Regression"/>; all others take steps that are known.</summary>
    bool Learns => false;

    /// <summary>Whether this solver can use a structure.</summary>
    /// <param name="structure">The structure of a target.</param>
    /// <param name="learner">Which steps to take.</param>
    bool CanSolve(Structure structure, LearnerKind learner);

    /// <summary>Runs the recursion to T.</summary>
    /// <param name="structure">A structure that <see cref="CanSolve"/> accepts.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="learner">Which steps to take.</param>
    /// <param name="progress">Receives the fraction done, 0 … 1; may be null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    ExactSolution Solve(
        Structure structure, Schedule schedule, Learner learner, IProgress<double>? progress, CancellationToken cancellation);

    /// <summary>Starts the recursion at f_1, at a fixed resolution.</summary>
    /// <param name="structure">A structure that <see cref="CanSolve"/> accepts.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="learner">Which steps to take.</param>
    /// <param name="intervals">Intervals of the grids on which functions are kept, where there are grids; at least 16.</param>
    ConsistencyRecursion Start(Structure structure, Schedule schedule, Learner learner, int intervals);
}

/// <summary>The solvers, in the order in which they are asked. This list is the only place that chooses one.</summary>
public static class ExactSolvers
{
    /// <summary>All solvers.</summary>
    public static IReadOnlyList<IExactSolver> All { get; } =
        [new RegressionSolver(), new LinearSolver(), new LineSolver(), new RadialSolver(), new PlanarSolver(), new ProductSolver(), new RotatedSolver(), new SampledSolver()];

    /// <summary>The first solver that can use a structure, or null.</summary>
    /// <param name="structure">The structure of a target.</param>
    /// <param name="learner">Which steps to take.</param>
    public static IExactSolver? For(Structure structure, LearnerKind learner = LearnerKind.Exact) => All.FirstOrDefault(s => s.Learns == (learner == LearnerKind.Regression) && s.CanSolve(structure, learner));
}
