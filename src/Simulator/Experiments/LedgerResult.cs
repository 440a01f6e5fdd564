using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Simulator.Numerics;

namespace Simulator.Experiments;

/// <summary>What <c>ledger</c> found: the proof of Theorem 1 as inequalities with measured sides; its JSON form is described in docs/interface.md.</summary>
/// <param name="Name">Name of the experiment.</param>
/// <param name="Target">The target in short.</param>
/// <param name="Schedule">Kind of the schedule.</param>
/// <param name="Learner">Kind of the learner.</param>
/// <param name="Steps">T of the links: the largest one.</param>
/// <param name="Links">The links of the proof at that T.</param>
/// <param name="Chain">The stages from the measured W1 to the stated bound at that T.</param>
/// <param name="Runs">The same for every T.</param>
/// <param name="Fits">How the stages grow, over T and over the dimension of several experiments.</param>
/// <param name="Manifest">How the result was made.</param>
public sealed record LedgerResult(
    string Name,
    TargetSummary Target,
    string Schedule,
    string Learner,
    int Steps,
    ImmutableArray<LinkRecord> Links,
    ImmutableArray<StageRecord> Chain,
    ImmutableArray<LedgerRun> Runs,
    ImmutableArray<LedgerFit> Fits,
    Manifest Manifest)
{
    /// <summary>The worst status of the runs.</summary>
    [JsonIgnore]
    public Status Status => Runs.Aggregate(Status.Ok, (worst, run) => worst.Worst(run.Outcome));
}

/// <summary>The ledger at one T.</summary>
/// <param name="Steps">T.</param>
/// <param name="Links">The links.</param>
/// <param name="Chain">The stages.</param>
/// <param name="Outcome">What became of the numbers, and whether a theorem was violated.</param>
/// <param name="StatusReason">Why the status is not ok.</param>
/// <param name="Seconds">Wall time.</param>
public sealed record LedgerRun(
    int Steps,
    ImmutableArray<LinkRecord> Links,
    ImmutableArray<StageRecord> Chain,
    [property: JsonPropertyName("status"), JsonConverter(typeof(StatusConverter))] Status Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StatusReason,
    double Seconds);

/// <summary>A link of the proof. A side that is too large for a double is null; its log10 is there.</summary>
/// <param name="Id">Its letter.</param>
/// <param name="Name">A short name.</param>
/// <param name="Statement">The inequality, with the mark of its source.</param>
/// <param name="Left">Left side.</param>
/// <param name="Right">Right side.</param>
/// <param name="Slack">Right over left.</param>
/// <param name="LeftLog10">log10 of the left side; null for 0.</param>
/// <param name="RightLog10">log10 of the right side.</param>
/// <param name="SlackLog10">log10 of the slack; null where the left side is 0.</param>
/// <param name="Verdict">holds, violated, not met, or not applicable.</param>
/// <param name="AtStep">Where it is tightest.</param>
/// <param name="ScaledLog10">log10 of the left side over its stated order, for (e) and (f).</param>
/// <param name="Reason">What should be known beside it.</param>
public sealed record LinkRecord(
    string Id,
    string Name,
    string Statement,
    double? Left,
    double? Right,
    double? Slack,
    double? LeftLog10,
    double? RightLog10,
    double? SlackLog10,
    string Verdict,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? AtStep,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ScaledLog10,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

/// <summary>A stage between the measured W1 and the stated bound.</summary>
/// <param name="Id">The links that lead here.</param>
/// <param name="Quantity">What stands here.</param>
/// <param name="By">How it comes out of the stage before.</param>
/// <param name="Log10">log10 of the quantity; null for 0.</param>
/// <param name="FactorLog10">log10 of the quantity over the stage before; null where one of them is 0, and at the first stage.</param>
public sealed record StageRecord(string Id, string Quantity, string By, double? Log10, double? FactorLog10);

/// <summary>How a stage grows.</summary>
/// <param name="Id">The stage.</param>
/// <param name="Quantity">What stands there.</param>
/// <param name="Against">steps: the p of (log T)^p/T; dimension: the p of d^p.</param>
/// <param name="Steps">T, for fits over the dimension.</param>
/// <param name="Exponent">p with its 95 % interval.</param>
/// <param name="Stated">What the theorem states for the bound: 5, and 5/2.</param>
public sealed record LedgerFit(
    string Id,
    string Quantity,
    string Against,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Steps,
    SlopeRecord Exponent,
    double Stated);
