using Simulator.Schedules;

namespace Simulator.Laws.Generators;

/// <summary>A schedule by its family and number of steps, printed as it can be pasted into a test.</summary>
/// <param name="Family">The family.</param>
/// <param name="Steps">T.</param>
public sealed record ScheduleCase(ScheduleFamily Family, int Steps)
{
    /// <summary>The schedule.</summary>
    public Schedule Create() => Family.Create(Steps);

    /// <inheritdoc/>
    public override string ToString() => $"new ScheduleCase({CSharp.Of(Family)}, {Steps})";
}
