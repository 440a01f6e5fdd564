using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Laws.Generators;

/// <summary>What a law is tried on: a target, a schedule and a seed; printed as it can be pasted into a test.</summary>
/// <param name="Target">The law of the data.</param>
/// <param name="Family">The family of schedules.</param>
/// <param name="Steps">T.</param>
/// <param name="Seed">The seed of everything random, the points at which a law looks included.</param>
public sealed record LawCase(Target Target, ScheduleFamily Family, int Steps, long Seed)
{
    /// <summary>The schedule.</summary>
    public Schedule Schedule => Family.Create(Steps);

    /// <inheritdoc/>
    public override string ToString() => $"new LawCase({CSharp.Of(Target)}, {CSharp.Of(Family)}, {Steps}, {Seed})";
}
