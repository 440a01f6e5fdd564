using System.Collections.Immutable;
using Simulator.Numerics;

namespace Simulator.Transport;

/// <summary>A bound on a distance, with its reason.</summary>
/// <param name="Value">The bound, numerical errors included.</param>
/// <param name="By">Why it is one.</param>
public sealed record DistanceBound(double Value, string By);

/// <summary>All bounds that apply to a distance between two laws; the tightest win.</summary>
/// <param name="Lower">Lower bounds, the best first.</param>
/// <param name="Upper">Upper bounds, the best first.</param>
public sealed record DistanceBounds(ImmutableArray<DistanceBound> Lower, ImmutableArray<DistanceBound> Upper)
{
    /// <summary>The tightest interval, with the bounds that won.</summary>
    public DistanceInterval Interval => new(Math.Min(Lower[0].Value, Upper[0].Value), Upper[0].Value, Lower[0].By, Upper[0].By);

    /// <summary><see cref="Status.Violated"/> if a lower bound exceeds an upper one by more than rounding: then one of them is wrong.</summary>
    public Status Status => Lower[0].Value > Upper[0].Value * (1 + 1e-9) ? Status.Violated : Status.Ok;

    /// <summary>Sorts bounds.</summary>
    /// <param name="lower">Lower bounds; 0 need not be among them.</param>
    /// <param name="upper">Upper bounds, at least one.</param>
    internal static DistanceBounds Of(IEnumerable<DistanceBound> lower, IEnumerable<DistanceBound> upper) => new(
        [.. lower.Where(b => b.Value > 0).Append(new DistanceBound(0, "a distance is not negative")).OrderByDescending(b => b.Value)],
        [.. upper.Where(b => !double.IsNaN(b.Value)).OrderBy(b => b.Value)]);
}
