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

    /// <summary>Wanted error of f_T, relative to the deviation of X_1 and to the measured error E|f_T − Φ_∞|; the smaller counts.</summary>
    private const double RelativeToScale = 1e-9, RelativeToError = 1e-6;

    /// <summary>Nothing is asked for below this multiple of the deviation of X_1: rounding accumulates over T steps.</summary>
    private const double Floor = 1e-13;

    /// <summary>
    /// By what the difference of two grids is divided. Order 8 would allow 255; the margin keeps the estimate honest before the asymptotic
    /// regime.
    /// </summary>
    internal const double RefinementGain = 16;

    /// <inheritdoc/>
    public string Name => "one-dimensional";

    /// <inheritdoc/>
    public bool CanSolve(Structure structure) => structure is LineStructure;

    /// <inheritdoc/>
    public ExactSolution Solve(
        Structure structure, Schedule schedule, LearnerKind learner, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (structure is not LineStructure line)
            throw new ArgumentException("A mixture on the line is needed.", nameof(structure));
        var flow = new QuantileFlow(line, schedule);
        LineRecursion coarse = Run(CoarsestIntervals);
        for (int intervals = 2 * CoarsestIntervals; ; intervals *= 2)
        {
            LineRecursion fine = Run(intervals);
            var solution = new LineSolution(flow, (LineFunction)fine.Current, (LineFunction)coarse.Current, fine.Approximation);
            if (solution.NumericalError.Status == Status.Ok || intervals >= FinestIntervals) return solution;
            coarse = fine;
        }

        LineRecursion Run(int intervals)
        {
            var recursion = new LineRecursion(line.Law, schedule, intervals + 1, learner);
            while (recursion.Advance())
            {
                if ((recursion.Time & 63) != 0) continue;
                cancellation.ThrowIfCancellationRequested();
                progress?.Report((double)recursion.Time / schedule.Steps);
            }

            return recursion;
        }
    }

    /// <summary>The tolerance of f_T for a law of X_1 and a measured error.</summary>
    internal static double Tolerance(UnivariateMixture law, double measuredError)
    {
        double scale = Math.Sqrt(law.Variance);
        return Math.Max(Floor * scale, Math.Min(RelativeToScale * scale, RelativeToError * measuredError));
    }
}
