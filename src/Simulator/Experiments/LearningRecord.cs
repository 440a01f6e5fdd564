using System.Collections.Immutable;
using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.LeadingOrder;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Experiments;

/// <summary>What a regression learned, and where it fell short (section 9).</summary>
/// <param name="Features">p.</param>
/// <param name="Samples">N, pairs of every step.</param>
/// <param name="HeldOut">Points of every step on which errors were measured.</param>
/// <param name="Epsilon">ε, summed over the steps.</param>
/// <param name="EpsilonF">ε_F, summed over the steps.</param>
/// <param name="Total">Σ E‖f_t − f_t*‖ ≤ ε + ε_F.</param>
/// <param name="Discretisation">What T steps cost a learner without other errors, about: E‖ξ_T‖ of it.</param>
/// <param name="DiscretisationBy">How it was found.</param>
/// <param name="Blame">The largest of discretisation, estimation and approximation.</param>
/// <param name="FromExact">E‖f_T − f_T^exact‖ under q_T, where the exact learner can be had.</param>
/// <param name="LipschitzLower">The largest slope of f_T that was found.</param>
/// <param name="LipschitzUpper">An upper bound of Lip(f_T); null where the class has none.</param>
/// <param name="LargestCondition">Largest condition number of the normal equations.</param>
/// <param name="SmallestRank">Fewest directions of features in use.</param>
/// <param name="LargestResidual">Largest relative residual of the normal equations.</param>
/// <param name="Steps">The steps one by one.</param>
public sealed record LearningRecord(
    int Features,
    int Samples,
    int HeldOut,
    SumRecord? Epsilon,
    SumRecord? EpsilonF,
    SumRecord? Total,
    double? Discretisation,
    string DiscretisationBy,
    string? Blame,
    FromExactRecord? FromExact,
    double LipschitzLower,
    double LipschitzUpper,
    double LargestCondition,
    int SmallestRank,
    double LargestResidual,
    ImmutableArray<LearningStepRecord> Steps)
{
    /// <summary>The record of a solution.</summary>
    internal static LearningRecord Of(RegressionSummary summary, ExperimentSpecification specification, Schedule schedule, ExactSolution solution)
    {
        Regression settings = specification.Learner.Regression!;
        (double? discretisation, string by) = DiscretisationOf(specification, schedule, solution);
        (string Name, double Size)[] parts =
        [
            ("discretisation", discretisation ?? double.NaN), ("estimation", summary.Estimation.Estimate), ("approximation", summary.Approximation.Estimate),
        ];
        bool known = summary.Total.IsKnown;
        return new LearningRecord(
            summary.Features,
            settings.Samples,
            settings.HeldOut,
            SumRecord.Of(summary.Estimation),
            SumRecord.Of(summary.Approximation),
            SumRecord.Of(summary.Total),
            discretisation,
            by,
            known ? parts.Where(p => !double.IsNaN(p.Size)).MaxBy(p => p.Size).Name : null,
            known ? FromExactRecord.Of(summary, specification, schedule, solution) : null,
            summary.LipschitzLower,
            summary.LipschitzUpper,
            summary.Steps.Max(s => s.Condition),
            summary.Steps.Min(s => s.Rank),
            summary.Steps.Max(s => s.Residual),
            [.. summary.Steps.Select(s => LearningStepRecord.Of(s, schedule))]);
    }

    /// <summary>E‖ξ_T‖ of a learner that only has too few steps: by the leading order, or by composed DDIM steps, which have its first part.</summary>
    private static (double? Value, string By) DiscretisationOf(ExperimentSpecification specification, Schedule schedule, ExactSolution solution)
    {
        if (LeadingTerm.For(specification.Target.Structure) is { } term && PredictedError.Of(term, schedule) is { Status: Status.Ok } predicted) return (predicted.Value, "leading order (D)");
        if (solution.Points is not { Status: Status.Ok } points || Denoisers.For(specification.Target.Structure) is not { } denoiser) return (null, "flow lines did not reach their tolerance");
        int d = points.Dimension;
        var composed = new double[points.Last.Length];
        new DdimFunction(denoiser, schedule, schedule.Steps, _ => 0, specification.Learner.Sampling.Threads).Evaluate(new PointBatch(points.Last, d), composed);
        return (points.Expectation.OfDistances(new PointBatch(composed, d), new PointBatch(points.Data, d)).Value, "composed DDIM steps, which have its first part T1 (D)");
    }
}

/// <summary>A sum over the steps with its interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record SumRecord(double Value, double Low, double High)
{
    internal static SumRecord? Of(StepErrors errors) => errors.IsKnown ? new SumRecord(errors.Estimate, errors.Lower, errors.Upper) : null;
}

/// <summary>
/// How far f_T is from the exact learner's, X_T ~ q_T. By the tower property it is at most Σ E‖f_t − f_t*‖ (D): step by step f_t − f_t^exact = (f_t − f_t*) + E[f_{t−1} − f_{t−1}^exact | X_t].
/// </summary>
/// <param name="Distance">E‖f_T − f_T^exact‖.</param>
/// <param name="Error">Its uncertainty.</param>
/// <param name="Bound">Upper end of Σ E‖f_t − f_t*‖.</param>
/// <param name="Holds">Whether it holds up to the uncertainty; null where the held-out means are too uncertain to tell.</param>
public sealed record FromExactRecord(double Distance, double Error, double Bound, bool? Holds)
{
    /// <summary>Means over fewer points, or of wider intervals relative to themselves, may miss a tail that carries the mean.</summary>
    private const int FewestPoints = 200;

    private const double WidestInterval = 0.3;

    /// <summary>Above this dimension the exact learner, where there is one, takes longer than a row should.</summary>
    private const int LargestDimension = 1;

    internal static FromExactRecord? Of(RegressionSummary summary, ExperimentSpecification specification, Schedule schedule, ExactSolution solution)
    {
        Structure structure = specification.Target.Structure;
        if (solution.Points is not { Status: Status.Ok } points) return null;
        if (structure is not LinearStructure && structure.Dimension > LargestDimension) return null;
        if (ExactSolvers.For(structure) is not { } solver) return null;
        ExactSolution exact = solver.Solve(structure, schedule, Learner.Exact, null, CancellationToken.None);
        int d = points.Dimension;
        var values = new double[points.Last.Length];
        exact.Function.Evaluate(new PointBatch(points.Last, d), values);
        Measured distance = points.Expectation.OfDistances(new PointBatch(points.LearnedFromLast, d), new PointBatch(values, d));
        double error = distance.Error + exact.NumericalError.Value;
        bool reliable = specification.Learner.Regression!.HeldOut >= FewestPoints && summary.Total.Upper <= (1 + WidestInterval) * summary.Total.Estimate;
        return new FromExactRecord(distance.Value, error, summary.Total.Upper, reliable ? distance.Value - error <= summary.Total.Upper : null);
    }
}

/// <summary>A step of a regression; errors are half widths of 99.9 % intervals.</summary>
/// <param name="T">t.</param>
/// <param name="S">log σ_t.</param>
/// <param name="Epsilon">E‖f_t − f_t^F‖.</param>
/// <param name="EpsilonError">Its error.</param>
/// <param name="EpsilonF">E‖f_t^F − f_t*‖.</param>
/// <param name="EpsilonFError">Its error.</param>
/// <param name="Total">E‖f_t − f_t*‖.</param>
/// <param name="TotalError">Its error.</param>
/// <param name="ProjectionError">How far f_t^F may be from the best of the class.</param>
/// <param name="MeanError">How far off the exact means f_t* may be.</param>
/// <param name="Condition">Condition number of the normal equations.</param>
/// <param name="Rank">Directions of features in use.</param>
/// <param name="Residual">Relative residual of the normal equations.</param>
public sealed record LearningStepRecord(
    int T, double S, double Epsilon, double EpsilonError, double EpsilonF, double EpsilonFError, double Total, double TotalError, double ProjectionError, double MeanError, double Condition, int Rank, double Residual)
{
    internal static LearningStepRecord Of(RegressionStep step, Schedule schedule) => new(
        step.Time, schedule[step.Time].LogSigma, step.Estimation.Value, step.Estimation.Error, step.Approximation.Value, step.Approximation.Error, step.Total.Value, step.Total.Error,
        step.ProjectionError, step.MeanError, step.Condition, step.Rank, step.Residual);
}
