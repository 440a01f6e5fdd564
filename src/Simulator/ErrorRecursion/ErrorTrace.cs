using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.ErrorRecursion;

/// <summary>
/// The error recursion (34) measured: folds over the functions f_2, …, f_T of a learner and yields the terms of every step, X_t ~ q_t. Memory does not
/// grow with T.
/// </summary>
public abstract class ErrorTrace
{
    /// <summary>A trace keeps functions on a grid so many times finer than W1 needs, so that the identity closes to ten digits.</summary>
    private const int Finer = 2, FinestIntervals = 1 << 15;

    /// <summary>Creates a trace at t = 1.</summary>
    /// <param name="schedule">The schedule.</param>
    protected ErrorTrace(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Schedule = schedule;
    }

    /// <summary>The schedule.</summary>
    public Schedule Schedule { get; }

    /// <summary>t of the last step; 1 at the start.</summary>
    public int Time { get; private set; } = 1;

    /// <summary>How many threads a step may use; no number depends on it.</summary>
    public virtual int Threads { get; set; } = 1;

    /// <summary>Why some terms are not known; null where every term is.</summary>
    public virtual string? Missing => null;

    /// <summary>How many random flow lines terms are means over, their errors then half widths of confidence intervals; null where terms are integrals.</summary>
    public virtual int? SampledLines => null;

    /// <summary>Whether terms are means over a sample.</summary>
    public bool IsSampled => SampledLines is not null;

    /// <summary>Sums are good enough if they are known to this part of themselves.</summary>
    public virtual double LargestError => 1e-4;

    /// <summary>Status of the solves that found out how fine the grids must be.</summary>
    public abstract Status Solved { get; }

    /// <summary>Estimated E‖·‖ of the numerical error of f_T, which the terms inherit.</summary>
    public abstract double NumericalError { get; }

    /// <summary>The trace of a learner for a structure, or null if none is known.</summary>
    /// <param name="structure">The structure of the target.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="learner">The learner.</param>
    /// <param name="cancellation">Stops the solves that come first.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static ErrorTrace? For(Structure structure, Schedule schedule, Learner learner, CancellationToken cancellation = default)
        => For(structure, schedule, learner, withLaws: false, cancellation);

    /// <summary>The trace of any learner's recursion on the line; what its steps differ by from f_t* stands under approximation.</summary>
    /// <param name="structure">A mixture on the line.</param>
    /// <param name="recursion">The recursion at f_1.</param>
    public static ErrorTrace Over(LineStructure structure, ConsistencyRecursion recursion)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(recursion);
        return new RayTrace(new LineRay(structure, recursion.Schedule), recursion, null, structure.TotalVariance!.Value, (Status.Ok, 0), withLaws: false);
    }

    /// <summary>Goes to the next step.</summary>
    /// <returns>Its terms, or null after t = T.</returns>
    public ErrorTerms? Advance()
    {
        if (Time == Schedule.Steps) return null;
        ErrorTerms terms = AdvanceTo(Time + 1);
        Time++;
        return terms;
    }

    /// <summary>The trace with or without the laws of its terms, which products need.</summary>
    internal static ErrorTrace? For(Structure structure, Schedule schedule, Learner learner, bool withLaws, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(learner);
        if (learner.Kind == LearnerKind.Regression) return OfRegression(structure, schedule, learner, cancellation);
        switch (structure)
        {
            case LinearStructure linear:
                return new LinearTrace(linear, schedule, learner);
            case LineStructure line:
                return OnRay(new LineRay(line, schedule));
            case RadialStructure radial:
                return OnRay(new RadialRay(radial, schedule));
            case MixtureStructure { Dimension: 2 } plane:
                return new PlanarTrace(plane, schedule, learner, withLaws, cancellation);
            case BlocksStructure blocks:
                return BlocksTrace.OrNull(blocks, schedule, learner, cancellation);
            case RotatedStructure rotated:
                return For(rotated.Inner, schedule, learner, withLaws, cancellation);
            default:
                return learner.Kind == LearnerKind.Ddim && Denoisers.WithTangents(structure) is not null ? new SampledTrace(structure, schedule, learner, cancellation) : null;
        }

        RayTrace OnRay(IRay ray)
        {
            IExactSolver solver = ExactSolvers.For(structure, learner.Kind)!;
            ExactSolution solution = solver.Solve(structure, schedule, learner, null, cancellation);
            int intervals = Math.Min(FinestIntervals, Finer * solution.Intervals);
            ConsistencyRecursion recursion = solver.Start(structure, schedule, learner, intervals);
            return new RayTrace(ray, recursion, learner, structure.TotalVariance!.Value, (solution.NumericalError.Status, solution.NumericalError.Value), withLaws);
        }
    }

    private static ErrorTrace? OfRegression(Structure structure, Schedule schedule, Learner learner, CancellationToken cancellation)
    {
        if (!new RegressionSolver().CanSolve(structure, learner.Kind)) return null;
        if (structure is not LineStructure line) return new SampledTrace(structure, schedule, learner, cancellation);
        RegressionRecursion recursion = RegressionSolver.Start(line, schedule, learner, cancellation);
        return new RayTrace(new LineRay(line, schedule), recursion, null, line.TotalVariance!.Value, (Status.Ok, 0), withLaws: false);
    }

    /// <summary>The terms of a step.</summary>
    /// <param name="t">2 … T.</param>
    protected abstract ErrorTerms AdvanceTo(int t);
}
