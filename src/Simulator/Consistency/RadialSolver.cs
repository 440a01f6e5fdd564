using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>
/// Rotation invariant laws in any dimension from 2 on: the recursion on ever finer grids of radii and with ever finer quadratures until the
/// difference of two neighbours says that the finer one meets its tolerance.
/// </summary>
public sealed class RadialSolver : IExactSolver
{
    /// <summary>Intervals of the coarsest and of the finest grid; what is not converged there is reported as not converged.</summary>
    private const int CoarsestIntervals = 128, FinestIntervals = 1 << 12;

    /// <summary>Quadrature nodes at the coarsest grid, and how many every refinement adds.</summary>
    private const int CoarsestNodes = 32, AddedNodes = 8;

    /// <inheritdoc/>
    public string Name => "radial";

    /// <inheritdoc/>
    public bool CanSolve(Structure structure, LearnerKind learner) => structure is RadialStructure;

    /// <inheritdoc/>
    public ExactSolution Solve(
        Structure structure, Schedule schedule, Learner learner, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (structure is not RadialStructure radial)
            throw new ArgumentException("A rotation invariant law is needed.", nameof(structure));
        var flow = new RadialFlow(radial, schedule);
        int nodes = CoarsestNodes;
        RadialRecursion coarse = Run(CoarsestIntervals);
        double? lastDifference = null;
        for (int intervals = 2 * CoarsestIntervals; ; intervals *= 2)
        {
            nodes += AddedNodes;
            RadialRecursion fine = Run(intervals);
            var refinement = RadialRefinement.Of((RadialFunction)fine.Current, (RadialFunction)coarse.Current, lastDifference);
            var solution = new RadialSolution(flow, refinement, StepErrors.Between(fine.Approximation, coarse.Approximation));
            if (solution.NumericalError.Status == Status.Ok || intervals >= FinestIntervals) return solution;
            (coarse, lastDifference) = (fine, refinement.Difference);
        }

        RadialRecursion Run(int intervals)
        {
            var recursion = new RadialRecursion(radial, schedule, intervals, nodes, learner);
            while (recursion.Advance())
            {
                if ((recursion.Time & 15) != 0) continue;
                cancellation.ThrowIfCancellationRequested();
                progress?.Report((double)recursion.Time / schedule.Steps);
            }

            return recursion;
        }
    }

    /// <inheritdoc/>
    public ConsistencyRecursion Start(Structure structure, Schedule schedule, Learner learner, int intervals)
    {
        if (structure is not RadialStructure radial)
            throw new ArgumentException("A rotation invariant law is needed.", nameof(structure));
        int refinements = Math.Max(0, (int)Math.Round(Math.Log2((double)intervals / CoarsestIntervals)));
        return new RadialRecursion(radial, schedule, intervals, CoarsestNodes + AddedNodes * refinements, learner);
    }
}
