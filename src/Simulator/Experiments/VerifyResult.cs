using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Simulator.Consistency;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.OptimalTransport;
using Simulator.Specifications;
using Simulator.Targets;

namespace Simulator.Experiments;

/// <summary>What <c>verify</c> found for one specification; its JSON form is described in docs/interface.md.</summary>
/// <param name="Name">Name of the experiment.</param>
/// <param name="Target">The target in short.</param>
/// <param name="Schedule">Kind of the schedule.</param>
/// <param name="Learner">Kind of the learner.</param>
/// <param name="Rows">One row per number of steps, in the order of the specification.</param>
/// <param name="Fit">What the rows say together.</param>
/// <param name="ErrorDensity">Where the error comes from, over log σ.</param>
/// <param name="ErrorDensityReason">Why it is not known.</param>
/// <param name="Manifest">How the result was made.</param>
public sealed record VerifyResult(
    string Name,
    TargetSummary Target,
    string Schedule,
    string Learner,
    ImmutableArray<VerifyRow> Rows,
    VerifyFit Fit,
    ErrorDensityRecord? ErrorDensity,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ErrorDensityReason,
    Manifest Manifest)
{
    /// <summary>The worst status of the rows.</summary>
    [JsonIgnore]
    public Status Status => Rows.Aggregate(Status.Ok, (worst, row) => worst.Worst(row.Outcome));
}

/// <summary>A target in short.</summary>
/// <param name="Kind">Its kind in the specification.</param>
/// <param name="Dimension">d.</param>
/// <param name="Solver">The solver that was chosen.</param>
/// <param name="Notes">What should be known about the target, e.g. from fitting it.</param>
/// <param name="Resolved">The target with nothing left to look up, if the specification had a fit in it.</param>
public sealed record TargetSummary(
    string Kind,
    int Dimension,
    string Solver,
    ImmutableArray<string> Notes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonObject? Resolved)
{
    /// <summary>The target of a specification in short.</summary>
    /// <param name="specification">The specification.</param>
    /// <exception cref="SpecificationException">No solver for this target.</exception>
    public static TargetSummary Of(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        Target target = specification.Target;
        JsonObject? resolved = ReferenceEquals(target.Resolved, target) ? null : target.Resolved.ToJson();
        return new TargetSummary(target.Kind, target.Dimension, VerifyRunner.SolverFor(specification).Name, target.Notes, resolved);
    }
}

/// <summary>The measurement for one number of steps T.</summary>
/// <param name="Steps">T.</param>
/// <param name="W1">W1 between the law of f_T(Z), Z ~ N(0, I), and the law of X_1.</param>
/// <param name="W2">W2 of the same laws.</param>
/// <param name="CouplingError">E‖f_T(Z) − Φ_{T→1}(Z)‖.</param>
/// <param name="OptimalCoupling">E‖f_T(Z) − Φ_∞(Z)‖.</param>
/// <param name="Initialisation">E‖Φ_{T→1}(Z) − Φ_∞(Z)‖.</param>
/// <param name="ProofForm">Lip(f_T) W1(N, q_T) + E‖ξ_T‖ under q_T.</param>
/// <param name="ProofFormReason">Why there is none.</param>
/// <param name="Lipschitz">L_f three ways, log10.</param>
/// <param name="Regime">ρ = L_f √r.</param>
/// <param name="RegimeReason">Why there is no ρ.</param>
/// <param name="Bound">The bound of Theorem 1.</param>
/// <param name="BoundReason">Why there is no bound.</param>
/// <param name="LeadingOrder">The sharp leading order of section 7.</param>
/// <param name="LeadingOrderReason">Why there is none.</param>
/// <param name="Hypotheses">The hypotheses of the theorem.</param>
/// <param name="Support">The support of the data.</param>
/// <param name="Outcome">What became of the row.</param>
/// <param name="StatusReason">Why the status is not ok.</param>
/// <param name="NumericalError">Estimated E‖·‖ of the numerical error of f_T; it is inside the ends of <paramref name="W1"/>.</param>
/// <param name="DistinctBlocks">How many different blocks were solved.</param>
/// <param name="Uncertainty">How far off means over points may be; null where there are integrals.</param>
/// <param name="Empirical">Distances between samples, biased as they are; null where there are integrals.</param>
/// <param name="Learning">What is known about the steps of a regression; null for other learners.</param>
/// <param name="Seconds">Wall time of the row.</param>
/// <param name="RecursionSeconds">Wall time of computing f_T.</param>
public sealed record VerifyRow(
    int Steps,
    DistanceRecord W1,
    DistanceRecord W2,
    double CouplingError,
    double OptimalCoupling,
    double Initialisation,
    double? ProofForm,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ProofFormReason,
    LipschitzRecord Lipschitz,
    double? Regime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RegimeReason,
    BoundRecord? Bound,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? BoundReason,
    LeadingOrderRecord? LeadingOrder,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LeadingOrderReason,
    ImmutableArray<HypothesisRecord> Hypotheses,
    SupportRecord Support,
    [property: JsonPropertyName("status"), JsonConverter(typeof(StatusConverter))] Status Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StatusReason,
    double NumericalError,
    int DistinctBlocks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UncertaintyRecord? Uncertainty,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EmpiricalRecord? Empirical,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LearningRecord? Learning,
    double Seconds,
    double RecursionSeconds);

/// <summary>Where the leading-order error comes from (section 7 (D)): E‖g(s, X)‖ over s = log σ, a property of the target alone.</summary>
/// <param name="LogSigma">s, ascending.</param>
/// <param name="Density">E‖g(s, X)‖.</param>
/// <param name="Shares">What the steps of every row make of it.</param>
public sealed record ErrorDensityRecord(ImmutableArray<double> LogSigma, ImmutableArray<double> Density, ImmutableArray<ErrorShareRecord> Shares);

/// <summary>The error that a schedule makes to a unit of s: δ(s) E‖g(s, X)‖.</summary>
/// <param name="Steps">T.</param>
/// <param name="Share">At the s of the density; null outside the schedule.</param>
public sealed record ErrorShareRecord(int Steps, ImmutableArray<double?> Share);

/// <summary>An enclosed distance.</summary>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="LowerBy">Why the lower end is one.</param>
/// <param name="UpperBy">Why the upper end is one.</param>
public sealed record DistanceRecord(double Lower, double Upper, string LowerBy, string UpperBy);

/// <summary>How far off the means over points may be: half the width of each interval.</summary>
/// <param name="Points">Number of points of noise.</param>
/// <param name="By">What the intervals are.</param>
/// <param name="CouplingError">Of <see cref="VerifyRow.CouplingError"/>.</param>
/// <param name="OptimalCoupling">Of <see cref="VerifyRow.OptimalCoupling"/>.</param>
/// <param name="Initialisation">Of <see cref="VerifyRow.Initialisation"/>.</param>
public sealed record UncertaintyRecord(int Points, string By, double CouplingError, double OptimalCoupling, double Initialisation)
{
    /// <summary>The uncertainty of measured errors.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="points">The points over which they are means.</param>
    internal static UncertaintyRecord Of(SamplingErrors errors, CoupledPoints points) => new(
        points.Noise.Length / points.Dimension, points.Expectation.By, errors.CouplingError.Error, errors.OptimalCoupling.Error, errors.Initialisation.Error);
}

/// <summary>W1 between samples: what one would measure who has no coupling, and how much of it is the samples'.</summary>
/// <param name="Points">Number of points of each sample.</param>
/// <param name="Lower">Lower end of W1 between learned samples and independent ones of X_1, by a dual certificate.</param>
/// <param name="Upper">Its upper end, by the assignment itself.</param>
/// <param name="Floor">The same between two independent samples of X_1, whose laws are equal.</param>
/// <param name="Bias">How large the bias is expected to be.</param>
public sealed record EmpiricalRecord(int Points, double Lower, double Upper, FloorRecord Floor, string Bias)
{
    /// <summary>More points take longer and show as little.</summary>
    internal const int MostPoints = 1000;

    /// <summary>The distances of a sample, or null where there is none.</summary>
    /// <param name="points">The points.</param>
    /// <param name="threads">Threads; no number depends on it.</param>
    internal static EmpiricalRecord? Of(CoupledPoints points, int threads)
        => points.Empirical(MostPoints, threads) is var (count, learned, floor)
            ? Of(count, learned.Value, floor.Value)
            : null;

    /// <summary>The distances between a learned sample and two independent ones of X_1.</summary>
    /// <param name="learned">Learned samples, n × d.</param>
    /// <param name="first">Samples of X_1, n × d.</param>
    /// <param name="second">More of them, n × d.</param>
    /// <param name="threads">Threads; no number depends on it.</param>
    internal static EmpiricalRecord Of(PointBatch learned, PointBatch first, PointBatch second, int threads) => Of(
        learned.Count,
        EmpiricalDistance.Between(learned, [], second, [], threads: threads).Value,
        EmpiricalDistance.Between(first, [], second, [], threads: threads).Value);

    private static EmpiricalRecord Of(int count, EmpiricalInterval learned, EmpiricalInterval floor)
        => new(count, learned.Lower, learned.Upper, new FloorRecord(floor.Lower, floor.Upper), learned.Bias.Text);
}

/// <summary>W1 between two samples of one law.</summary>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
public sealed record FloorRecord(double Lower, double Upper);

/// <summary>L_f three ways as log10.</summary>
/// <param name="GlobalLog10">Supremum over all of space, or null.</param>
/// <param name="TypicalLog10">Supremum over the typical flow lines.</param>
/// <param name="MedianLog10">Median of ‖∂Φ_{T→1}‖.</param>
/// <param name="GlobalBy">How the global figure was found, or why there is none.</param>
/// <param name="Quantiles">Quantiles of ‖∂Φ_{T→1}‖ under q_T.</param>
public sealed record LipschitzRecord(
    double? GlobalLog10, double TypicalLog10, double MedianLog10, string GlobalBy, ImmutableArray<LipschitzQuantile> Quantiles)
{
    private static readonly double[] s_probabilities = [0.05, 0.25, 0.75, 0.95, 0.99];

    /// <summary>The record of constants.</summary>
    /// <param name="constants">The constants.</param>
    internal static LipschitzRecord Of(LipschitzConstants constants)
    {
        double ln10 = Math.Log(10);
        return new(
            constants.LogGlobal / ln10, constants.LogTypical / ln10, constants.LogMedian / ln10, constants.GlobalBy,
            [.. s_probabilities.Select(p => new LipschitzQuantile(p, constants.Slopes.Quantile(p) / ln10))]);
    }
}

/// <summary>A quantile of ‖∂Φ_{T→1}‖ under q_T.</summary>
/// <param name="Probability">Its probability.</param>
/// <param name="Log10">The quantile as log10.</param>
public sealed record LipschitzQuantile(double Probability, double Log10);

/// <summary>The sharp leading order of section 7 (D), for E‖ξ_T‖ under q_T.</summary>
/// <param name="Predicted">Predicted.</param>
/// <param name="Measured">Measured.</param>
/// <param name="Ratio">Measured over predicted; tends to 1 as T grows.</param>
public sealed record LeadingOrderRecord(double Predicted, double Measured, double Ratio);

/// <summary>The bound of Theorem 1.</summary>
/// <param name="Log10WithC1Equal1">log10 of the right side of (24) with C1 = 1.</param>
/// <param name="ImpliedC1">The C1 that the upper end of W1 implies; null with a reason.</param>
/// <param name="ImpliedC1Log10">The same as log10.</param>
/// <param name="ImpliedC1Reason">Why there is none.</param>
/// <param name="LipschitzUsed">Which L_f stands in the bound.</param>
/// <param name="Epsilon">Upper end of ε of the learner.</param>
/// <param name="EpsilonLower">Lower end of ε.</param>
/// <param name="EpsilonF">Upper end of ε_F of the learner.</param>
/// <param name="EpsilonFLower">Lower end of ε_F.</param>
/// <param name="HoldsWithC1Equal1">Whether W1 is below the bound with C1 = 1.</param>
/// <param name="HoldsWithGivenC1">Whether W1 is below the bound with the C1 of the specification, if it gives one.</param>
public sealed record BoundRecord(
    [property: JsonPropertyName("log10WithC1Equal1")] double Log10WithC1Equal1,
    double? ImpliedC1,
    double? ImpliedC1Log10,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ImpliedC1Reason,
    string LipschitzUsed,
    double Epsilon,
    double EpsilonLower,
    double EpsilonF,
    double EpsilonFLower,
    bool HoldsWithC1Equal1,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? HoldsWithGivenC1);

/// <summary>A hypothesis of the theorem.</summary>
/// <param name="Name">Its number.</param>
/// <param name="Statement">What must hold, with the mark of its source.</param>
/// <param name="Met">Whether it does; null where it makes no sense.</param>
/// <param name="Slack">Right side over left side.</param>
/// <param name="SlackLog10">The same as log10.</param>
/// <param name="AtStep">Where it is tightest.</param>
/// <param name="Reason">What should be known beside it.</param>
public sealed record HypothesisRecord(
    string Name, string Statement, bool? Met, double? Slack, double? SlackLog10, int? AtStep, string? Reason);

/// <summary>The support of the data, assumption (22).</summary>
/// <param name="Bounded">Whether it is bounded.</param>
/// <param name="Radius">T^{c_R}.</param>
/// <param name="MassOutside">Mass outside the radius; 0 if it underflows.</param>
/// <param name="MassOutsideLog10">The same as log10; null if it is exactly 0.</param>
/// <param name="MassOutsideBy">Exact, or which bound it is.</param>
public sealed record SupportRecord(bool Bounded, double Radius, double MassOutside, double? MassOutsideLog10, string MassOutsideBy);

/// <summary>What the rows say together.</summary>
/// <param name="SlopeOfW1OverLogT">Slope of log(W1/log T) against log T.</param>
/// <param name="ExponentOfLogTOverT">p of the fit W1 ∝ (log T/T)^p: 1 for smooth maps, ½ for steep ones (section 7).</param>
/// <param name="Reason">Why there are none.</param>
public sealed record VerifyFit(
    SlopeRecord? SlopeOfW1OverLogT,
    [property: JsonPropertyName("exponentOfLogTOverT")] SlopeRecord? ExponentOfLogTOverT,
    [property: JsonPropertyName("slopeOfW1OverLogTReason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

/// <summary>A fitted slope with its 95 % interval.</summary>
/// <param name="Value">The slope.</param>
/// <param name="Low">Lower end, or null.</param>
/// <param name="High">Upper end, or null.</param>
/// <param name="Reason">Why there is no interval.</param>
public sealed record SlopeRecord(
    double Value,
    double? Low,
    double? High,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);
