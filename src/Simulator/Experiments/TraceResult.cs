using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Simulator.Numerics;

namespace Simulator.Experiments;

/// <summary>What <c>trace</c> found; its JSON form is described in docs/interface.md. All terms are E‖·‖ with X_t ~ q_t.</summary>
/// <param name="Name">Name of the experiment.</param>
/// <param name="Target">The target in short.</param>
/// <param name="Schedule">Kind of the schedule.</param>
/// <param name="Learner">Kind of the learner.</param>
/// <param name="Steps">T.</param>
/// <param name="Rows">One row a step, t = 2 … T.</param>
/// <param name="RemainderReason">Why some remainders are null.</param>
/// <param name="MissingReason">
/// Why tower, T2, residual and perhaps approximation are not known (null), if they are not.
/// </param>
/// <param name="FlowLines">How many random flow lines terms are means over, their errors then half widths of 99.9 % intervals; null where terms are integrals.</param>
/// <param name="Sums">Sums over the steps.</param>
/// <param name="Variance">The variance identity of section 8.</param>
/// <param name="Outcome">What became of the trace.</param>
/// <param name="StatusReason">Why the status is not ok.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Manifest">How the result was made.</param>
public sealed record TraceResult(
    string Name,
    TargetSummary Target,
    string Schedule,
    string Learner,
    int Steps,
    ImmutableArray<TraceRow> Rows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MissingReason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? FlowLines,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RemainderReason,
    TraceSums Sums,
    VarianceRecord Variance,
    [property: JsonPropertyName("status"), JsonConverter(typeof(StatusConverter))] Status Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StatusReason,
    double Seconds,
    Manifest Manifest);

/// <summary>The terms of (34) at one step.</summary>
/// <param name="T">t.</param>
/// <param name="S">s_t = log σ_t.</param>
/// <param name="Xi">ξ_t = f_t − Φ_t.</param>
/// <param name="Tower">E[ξ_{t−1}(X_{t−1}) | X_t].</param>
/// <param name="T1">T1_t.</param>
/// <param name="T2">T2_t.</param>
/// <param name="Remainder">T2_t less its second order; null where derivatives of Φ are too large to be resolved.</param>
/// <param name="Estimation">f_t − f_t^F.</param>
/// <param name="Approximation">f_t^F − f_t*.</param>
/// <param name="IdentityResidual">What the identity does not close by: numerical error.</param>
/// <param name="Gap">E[X_{t−1}|X_t] − φ_t, of which T1_t is the image.</param>
/// <param name="T1Error">Estimated numerical error of T1_t.</param>
/// <param name="T2Error">Estimated numerical error of T2_t.</param>
public sealed record TraceRow(
    int T,
    double S,
    double Xi,
    double Tower,
    double T1,
    double T2,
    double? Remainder,
    double Estimation,
    double Approximation,
    double IdentityResidual,
    double Gap,
    double T1Error,
    double T2Error);

/// <summary>Sums over t = 2 … T.</summary>
/// <param name="T1">Σ E‖T1_t‖.</param>
/// <param name="T2">Σ E‖T2_t‖.</param>
/// <param name="Estimation">Σ E‖f_t − f_t^F‖, the ε of the learner.</param>
/// <param name="Approximation">Σ E‖f_t^F − f_t*‖, its ε_F.</param>
/// <param name="Gap">Σ E‖E[X_{t−1}|X_t] − φ_t‖.</param>
/// <param name="T1Error">Estimated numerical error of the first sum.</param>
/// <param name="T2Error">Estimated numerical error of the second sum.</param>
/// <param name="LargestIdentityResidual">The largest residual over the largest E‖ξ_t‖; null if ξ vanishes.</param>
public sealed record TraceSums(
    double T1, double T2, double Estimation, double Approximation, double Gap, double T1Error, double T2Error, double? LargestIdentityResidual);

/// <summary>Tr Cov X_1 − Tr Cov f_T(X_T) = Σ_t E‖f_{t−1}(X_{t−1}) − f_t(X_t)‖², an identity of the exact learner (section 8).</summary>
/// <param name="Target">Tr Cov X_1.</param>
/// <param name="Learned">Tr Cov f_T(X_T), X_T ~ q_T.</param>
/// <param name="Irreducible">The sum on the right.</param>
/// <param name="Residual">Left minus right.</param>
/// <param name="ResidualReason">Why there is none.</param>
public sealed record VarianceRecord(
    double Target,
    double Learned,
    double Irreducible,
    double? Residual,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ResidualReason);
