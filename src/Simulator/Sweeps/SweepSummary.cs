using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Simulator.Experiments;
using Simulator.Numerics;

namespace Simulator.Sweeps;

/// <summary>What a sweep found, the same bytes however it was shared out: no times, no machine.</summary>
/// <param name="Name">Name of the sweep.</param>
/// <param name="Address">Its address.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Kernel">The vector path of the kernels.</param>
/// <param name="Backend">The linear-algebra backend.</param>
/// <param name="Axes">The names of the axes.</param>
/// <param name="Cells">How many cells there are.</param>
/// <param name="Rows">How many rows the table has.</param>
/// <param name="Statuses">How many rows have which status.</param>
/// <param name="Fits">Exponents.</param>
/// <param name="Complexity">The smallest T for every cell and ε; empty where every cell had its T.</param>
/// <param name="LargestImpliedC1">The largest implied C1; null where no row has one.</param>
/// <param name="Files">The tables and their digests.</param>
public sealed record SweepSummary(
    string Name,
    string Address,
    string Version,
    string Kernel,
    string Backend,
    ImmutableArray<string> Axes,
    int Cells,
    int Rows,
    ImmutableSortedDictionary<string, int> Statuses,
    ImmutableArray<ScalingRecord> Fits,
    ImmutableArray<ComplexityRecord> Complexity,
    ImpliedC1Place? LargestImpliedC1,
    ImmutableArray<FileRecord> Files)
{
    /// <summary>The worst status: of the searches of the smallest T where there are any, else of the rows.</summary>
    [JsonIgnore]
    public Status Status => (Complexity.IsEmpty ? Statuses.Keys.Select(StatusNames.Parse) : Complexity.Select(c => c.Outcome)).Aggregate(Status.Ok, (worst, s) => worst.Worst(s));
}

/// <summary>An exponent.</summary>
/// <param name="Quantity">What grows: <c>w1</c> or <c>steps</c>, the smallest T.</param>
/// <param name="Against">With what: <c>dimension</c>, <c>1/accuracy</c>, <c>steps</c>, <c>lipschitz</c>.</param>
/// <param name="Axis">The axis along which that changes.</param>
/// <param name="Family">The values of axes that are texts; empty where there are none.</param>
/// <param name="Exponent">The exponent with its bootstrap interval of 95 %.</param>
/// <param name="LogCorrected">The same of the quantity over log T; null where no logarithm is expected.</param>
/// <param name="Stated">The exponent of Theorem 1 (S).</param>
/// <param name="StatedHere">For W1 against T: what log⁵T/T itself looks like as a power over the same T.</param>
/// <param name="IsBounded">Whether Theorem 1 bounds all of it; it is about two-phase schedules.</param>
/// <param name="Points">How many points it rests on.</param>
/// <param name="LeftOut">How many were left out: their status is not ok, or an interval reaches down to 0.</param>
/// <param name="Regime">The range of ρ over the points; null where it is not known everywhere.</param>
/// <param name="Verdict">What it means, in a sentence.</param>
public sealed record ScalingRecord(
    string Quantity,
    string Against,
    string Axis,
    string Family,
    SlopeRecord Exponent,
    SlopeRecord? LogCorrected,
    double Stated,
    double? StatedHere,
    bool IsBounded,
    int Points,
    int LeftOut,
    RangeRecord? Regime,
    string Verdict);

/// <summary>A range.</summary>
/// <param name="From">Its lower end.</param>
/// <param name="To">Its upper end.</param>
public sealed record RangeRecord(double From, double To);

/// <summary>The smallest T with W1 ≤ ε in a cell.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Accuracy">ε.</param>
/// <param name="Steps">The smallest T that certainly does; null if none was found.</param>
/// <param name="Insufficient">The largest T that certainly does not; null if there is none.</param>
/// <param name="Outcome">What became of the search.</param>
/// <param name="Reason">Why it is not ok, or that the schedule allows no smaller T.</param>
public sealed record ComplexityRecord(
    int Cell,
    double Accuracy,
    int? Steps,
    int? Insufficient,
    [property: JsonPropertyName("status"), JsonConverter(typeof(StatusConverter))] Status Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

/// <summary>Where the implied C1 is largest.</summary>
/// <param name="Log10">log10 of it.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Steps">T.</param>
public sealed record ImpliedC1Place(double Log10, int Cell, int Steps);

/// <summary>A file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sha256">Digest of its content, in hexadecimal digits.</param>
public sealed record FileRecord(string Name, string Sha256);
