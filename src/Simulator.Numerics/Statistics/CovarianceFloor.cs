namespace Simulator.Numerics.Statistics;

/// <summary>Which of the two lower bounds of a standard deviation is the larger, and hence the one in force.</summary>
public enum FloorReason
{
    /// <summary>A small fraction of the column's own standard deviation; it keeps the likelihood bounded.</summary>
    ColumnSpread,

    /// <summary>Half the step to which the column was rounded; nothing finer was measured.</summary>
    RoundingStep,
}

/// <summary>
/// The lower bound of the standard deviation of every mixture component along one column. Together the bounds f_1, …, f_d demand
/// C ⪰ diag(f_1², …, f_d²) of every covariance.
/// </summary>
/// <param name="StandardDeviation">The bound, in the units of the column.</param>
/// <param name="Reason">Where it comes from.</param>
/// <param name="Step">The step to which the column was rounded, or null (see <see cref="RoundingLattice"/>).</param>
/// <remarks>
/// The likelihood of a mixture is unbounded: a component may shrink onto one point. For rounded data it also rewards components
/// that sit on one tied value. Half a step is where that stops: a normal law of deviation s puts the density 0.4/s on its centre,
/// which times the step is still a probability (0.8) at s = step/2 and would exceed 1 below 0.4 step.
/// </remarks>
public sealed record CovarianceFloor(double StandardDeviation, FloorReason Reason, double? Step)
{
    /// <summary>The floor of a column: the larger of half its step and a fraction of its standard deviation.</summary>
    /// <param name="column">The column, for its step.</param>
    /// <param name="standardDeviation">Its standard deviation.</param>
    /// <param name="relativeFloor">The fraction.</param>
    internal static CovarianceFloor Of(ReadOnlySpan<double> column, double standardDeviation, double relativeFloor)
    {
        double? step = RoundingLattice.Step(column);
        double spread = relativeFloor * standardDeviation;
        return step is { } grid && grid / 2 > spread
            ? new(grid / 2, FloorReason.RoundingStep, step)
            : new(spread, FloorReason.ColumnSpread, step);
    }
}
