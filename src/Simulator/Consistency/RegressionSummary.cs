using System.Collections.Immutable;

namespace Simulator.Consistency;

/// <summary>What is known about the steps of a regression together (section 9). Sums are over t = 2 … T.</summary>
/// <param name="Features">p.</param>
/// <param name="Steps">The steps.</param>
/// <param name="LipschitzLower">The largest slope of f_T that was found.</param>
/// <param name="LipschitzUpper">An upper bound of Lip(f_T); +∞ where the class has none.</param>
public sealed record RegressionSummary(int Features, ImmutableArray<RegressionStep> Steps, double LipschitzLower, double LipschitzUpper)
{
    /// <summary>ε, enclosed.</summary>
    public StepErrors Estimation { get; } = Sum(Steps, s => (s.Estimation.Value, s.Estimation.Error, s.ProjectionError));

    /// <summary>ε_F, enclosed.</summary>
    public StepErrors Approximation { get; } = Sum(Steps, s => (s.Approximation.Value, s.Approximation.Error, s.ProjectionError + s.MeanError));

    /// <summary>Σ E‖f_t − f_t*‖, enclosed: at most ε + ε_F, and known better than either, since the best function of the class does not enter.</summary>
    public StepErrors Total { get; } = Sum(Steps, s => (s.Total.Value, s.Total.Error, s.MeanError));

    /// <summary>
    /// The sum of means over independent sets of points: errors of means add in squares, what all of a step's points share adds as it is.
    /// </summary>
    private static StepErrors Sum(ImmutableArray<RegressionStep> steps, Func<RegressionStep, (double Mean, double Error, double Shared)> of)
    {
        double mean = 0, squares = 0, shared = 0;
        foreach (RegressionStep step in steps)
        {
            (double value, double error, double common) = of(step);
            (mean, squares, shared) = (mean + value, squares + error * error, shared + common);
        }

        if (double.IsNaN(mean)) return StepErrors.Unknown;
        double off = Math.Sqrt(squares) + shared;
        return new StepErrors(Math.Max(0, mean - off), mean + off, double.PositiveInfinity) { Estimate = mean };
    }
}
