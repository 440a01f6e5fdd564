using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Simulator.Numerics;

namespace Simulator.Experiments;

/// <summary>What <c>sample</c> drew, without the samples themselves; its JSON form is described in docs/interface.md.</summary>
/// <param name="Name">Name of the experiment.</param>
/// <param name="Target">The target in short.</param>
/// <param name="Schedule">Kind of the schedule.</param>
/// <param name="Learner">Kind of the learner.</param>
/// <param name="Steps">T.</param>
/// <param name="Through">The times through which samples went after f_T, descending; empty for one step.</param>
/// <param name="Count">Number of samples.</param>
/// <param name="Files">The names of the files that were written; empty before that.</param>
/// <param name="Quality">W1 between samples and as many draws of X_1.</param>
/// <param name="QualityReason">Why it is not known.</param>
/// <param name="NumericalError">Estimated E‖·‖ of the numerical error of f_T under N(0, I).</param>
/// <param name="Outcome">What became of f_T and of the samples.</param>
/// <param name="StatusReason">Why the status is not ok.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Manifest">How the result was made.</param>
public sealed record SampleResult(
    string Name,
    TargetSummary Target,
    string Schedule,
    string Learner,
    int Steps,
    ImmutableArray<int> Through,
    int Count,
    ImmutableArray<string> Files,
    EmpiricalRecord? Quality,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? QualityReason,
    double NumericalError,
    [property: JsonPropertyName("status"), JsonConverter(typeof(StatusConverter))] Status Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StatusReason,
    double Seconds,
    Manifest Manifest);
