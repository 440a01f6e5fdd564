using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>
/// Mixtures on the line: the recursion on grids of n, 2n, 4n, … points until the difference of two neighbours says that the finer one
/// meets its tolerance.
/// </summary>
public sealed class LineSolver : IExactSolver
{
    /// <summary>Intervals of the coarsest grid.</summary>
    private const int CoarsestIntervals = 256;

    /// <summary>Intervals of the finest grid; what is not converged there is reported as not converged.</summary>
    private const int FinestIntervals = 1 << 15;

    /// <summary>Intervals of the finest grid on which the error of DDIM steps is measured: its cost grows with the square of their number.</summary>
    private const int FinestMeasuredIntervals = 1 << 12;

    /// <summary>Intervals of four grids together, for progress: fewer are a pleasant surprise, more are rare.</summary>
    private const double UsualWork = 15 * CoarsestIntervals;

    /// <summary>Wanted numerical error of f_T relative to what is measured, E|f_T − Φ_∞|: six digits of W1.</summary>
    private const double RelativeToError = 1e-6;

    /// <summary>Nothing is asked for below this multiple of the deviation of X_1: rounding accumulates over T steps.</summary>
    private const double Floor = 1e-13;

    /// <summary>
    /// The estimate takes a refinement to gain this many times less than the one before did, and never more than a limit that order 8 leaves far
    /// behind (255).
    /// </summary>
    private const double Caution = 3, LargestGain = 32;

    /// <inheritdoc/>
    public string Name => "one-dimensional";

    /// <inheritdoc/>
    public bool CanSolve(Structure structure, LearnerKind learner) => structure is LineStructure;

    /// <inheritdoc/>
    public ExactSolution Solve(
        Structure structure, Schedule schedule, Learner learner, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (structure is not LineStructure line)
            throw new ArgumentException("A mixture on the line is needed.", nameof(structure));
        var flow = new QuantileFlow(line, schedule);
        double done = 0;
        LineRecursion coarse = Run(CoarsestIntervals);
        double? lastDifference = null;
        StepErrors approximation = StepErrors.None;
        for (int intervals = 2 * CoarsestIntervals; ; intervals *= 2)
        {
            LineRecursion fine = Run(intervals);
            if (intervals <= FinestMeasuredIntervals) approximation = StepErrors.Between(fine.Approximation, coarse.Approximation);
            var refinement = GridRefinement.Of((LineFunction)fine.Current, (LineFunction)coarse.Current, lastDifference);
            var solution = new LineSolution(flow, refinement, approximation);
            if (solution.NumericalError.Status == Status.Ok || intervals >= FinestIntervals) return solution;
            (coarse, lastDifference) = (fine, refinement.Difference);
        }

        LineRecursion Run(int intervals)
        {
            var recursion = new LineRecursion(line.Law, schedule, intervals + 1, learner, intervals <= FinestMeasuredIntervals);
            while (recursion.Advance())
            {
                if ((recursion.Time & 63) != 0) continue;
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(Math.Min(0.99, (done + intervals * ((double)recursion.Time / schedule.Steps)) / UsualWork));
            }

            done += intervals;
            return recursion;
        }
    }

    /// <inheritdoc/>
    public ConsistencyRecursion Start(Structure structure, Schedule schedule, Learner learner, int intervals)
        => structure is LineStructure line
            ? new LineRecursion(line.Law, schedule, intervals + 1, learner, measuresApproximation: false)
            : throw new ArgumentException("A mixture on the line is needed.", nameof(structure));

    /// <summary>The tolerance of f_T for a law of X_1 and a measured error.</summary>
    internal static double Tolerance(UnivariateMixture law, double measuredError) => Tolerance(Math.Sqrt(law.Variance), measuredError);

    /// <summary>The tolerance of f_T for a size of X_1 and a measured error.</summary>
    internal static double Tolerance(double scale, double measuredError) => Math.Max(Floor * scale, RelativeToError * measuredError);

    /// <summary>
    /// By what the difference of two grids may be divided to estimate the error of the finer one: a cautious part of what this refinement gained
    /// over the one before. The gain grows towards 2⁸ as the grid resolves f, so the estimate errs on the safe side; without a refinement before, it is 1.
    /// </summary>
    internal static double Gain(double difference, double? lastDifference)
        => lastDifference is { } last && difference > 0 ? Math.Clamp(last / (Caution * difference), 1, LargestGain) : 1;
}
