using Simulator.Numerics;

namespace Simulator.Consistency;

/// <summary>What is known about one step of a regression. Errors are means over X_t ~ q_t on points that were not fitted, with 99.9 % confidence; NaN where nothing was held out.</summary>
/// <param name="Time">t.</param>
/// <param name="Estimation">E‖f_t − f_t^F‖ with the projection for f_t^F: the regression on exact means at the same points.</param>
/// <param name="Approximation">E‖f_t^F − f_t*‖, with the same projection.</param>
/// <param name="Total">E‖f_t − f_t*‖.</param>
/// <param name="ProjectionError">
/// How far the projection is from the minimiser in the class, root mean square, estimated from above: (H − I)^{1/2} with its mean square error on held-out points, H, and the least mean square that any function of the class leaves on
/// the fitted points, I (D); at least (p/N)^{1/2} H^{1/2}. It belongs to the errors of Estimation and Approximation, and is not part of theirs.
/// </param>
/// <param name="MeanError">E‖·‖ of what nodes of another degree change in the exact means; 0 where these are closed forms.</param>
/// <param name="Condition">Condition number of the penalised normal equations, estimated.</param>
/// <param name="Rank">Directions of features in use.</param>
/// <param name="Residual">Relative residual of the normal equations.</param>
public sealed record RegressionStep(
    int Time, Measured Estimation, Measured Approximation, Measured Total, double ProjectionError, double MeanError, double Condition, int Rank, double Residual)
{
    /// <summary>How many numbers <see cref="ToNumbers"/> gives.</summary>
    internal const int Numbers = 12;

    /// <summary>The step as numbers, to be kept.</summary>
    internal double[] ToNumbers()
        => [Time, Estimation.Value, Estimation.Error, Approximation.Value, Approximation.Error, Total.Value, Total.Error, ProjectionError, MeanError, Condition, Rank, Residual];

    /// <summary>The step from its numbers.</summary>
    /// <param name="n">The numbers.</param>
    internal static RegressionStep OfNumbers(ReadOnlySpan<double> n)
        => new((int)n[0], new(n[1], n[2]), new(n[3], n[4]), new(n[5], n[6]), n[7], n[8], n[9], (int)n[10], n[11]);
}
