using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>The learners that need no regression as an <see cref="IConsistencyLearner"/>, for every target that has a solver.</summary>
/// <param name="learner">Which steps to take.</param>
/// <param name="intervals">Intervals of the grids on which functions are kept; at least 16.</param>
public sealed class SolvedLearner(Learner learner, int intervals = 1024) : IConsistencyLearner
{
    /// <inheritdoc/>
    public string Name => $"{learner.Kind} ({intervals} intervals)";

    /// <inheritdoc/>
    public bool CanLearn(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return ExactSolvers.For(target.Structure, learner.Kind) is not null;
    }

    /// <inheritdoc/>
    public ConsistencyRecursion Start(Target target, Schedule schedule, long seed)
    {
        ArgumentNullException.ThrowIfNull(target);
        IExactSolver solver = ExactSolvers.For(target.Structure, learner.Kind) ?? throw new ArgumentException($"No solver for a target of kind '{target.Kind}'.", nameof(target));
        return solver.Start(target.Structure, schedule, learner, intervals);
    }
}
