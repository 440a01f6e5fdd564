using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Simulator.Experiments;
using Simulator.Numerics;

namespace Simulator.Sweeps;

/// <summary>What a search for hard targets found.</summary>
/// <param name="Name">Name of the experiment.</param>
/// <param name="Maximised"><c>impliedC1</c>, as log10, or <c>exponentOfDimension</c>.</param>
/// <param name="LargestLipschitz">The cap on L_f.</param>
/// <param name="Fields">The fields that moved.</param>
/// <param name="Best">The best place; null if none was feasible.</param>
/// <param name="Starts">What became of every start.</param>
/// <param name="Evaluations">All places that were looked at, by start, in their order.</param>
/// <param name="Verdict">What it means, in a sentence.</param>
/// <param name="Manifest">How the result was made.</param>
public sealed record HardTargetResult(
    string Name,
    string Maximised,
    double LargestLipschitz,
    ImmutableArray<string> Fields,
    HardTargetPlace? Best,
    ImmutableArray<HardTargetStart> Starts,
    ImmutableArray<HardTargetPlace> Evaluations,
    string Verdict,
    Manifest Manifest)
{
    /// <summary>Not converged if no start was, or if no place was feasible.</summary>
    [JsonIgnore]
    public Status Status => Best is not null && Starts.Any(s => s.Outcome == Status.Ok) ? Status.Ok : Status.NotConverged;

    /// <summary>The evaluations as a table.</summary>
    public ResultTable Table() => new(
        [
            new("start", ColumnKind.Integer), .. Fields.Select(f => new ResultColumn(f, ColumnKind.Number)), new("value", ColumnKind.Number), new("lipschitzLog10", ColumnKind.Number),
            new("feasible", ColumnKind.Text), new("reason", ColumnKind.Text),
        ],
        [.. Evaluations.Select(e => ImmutableArray.CreateRange<object?>([e.Start, .. e.Values.Select(v => (object?)v), e.Value, e.LipschitzLog10, e.Reason is null ? "yes" : "no", e.Reason]))]);
}

/// <summary>A place that was looked at.</summary>
/// <param name="Start">The start it was reached from.</param>
/// <param name="Values">The fields' values.</param>
/// <param name="Value">What is to be large; null where it is not known.</param>
/// <param name="LipschitzLog10">log10 of the largest L_f over the cells.</param>
/// <param name="Reason">Why the place does not count, or null if it does.</param>
public sealed record HardTargetPlace(
    int Start, ImmutableArray<double> Values, double? Value, double? LipschitzLog10, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

/// <summary>What became of a start.</summary>
/// <param name="Start">Its number.</param>
/// <param name="Evaluations">How many places were looked at.</param>
/// <param name="Best">The best value among them; null if none was feasible.</param>
/// <param name="Outcome">Whether the simplex contracted.</param>
public sealed record HardTargetStart(
    int Start, int Evaluations, double? Best, [property: JsonPropertyName("status"), JsonConverter(typeof(StatusConverter))] Status Outcome);
