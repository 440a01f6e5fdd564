using FsCheck;
using FsCheck.Fluent;
using Simulator.Targets;

namespace Simulator.Laws.Generators;

/// <summary>Cases for laws, which shrink towards T = 2, the cosine schedule, few components and round numbers.</summary>
public static class LawCases
{
    /// <summary>Cases over some kinds of targets.</summary>
    /// <param name="kinds">The kinds, at least one.</param>
    /// <param name="largestSteps">The largest T, at least 2.</param>
    public static Arbitrary<LawCase> Of(TargetKinds kinds, int largestSteps)
    {
        Arbitrary<Target> targets = TargetCases.Of(kinds);
        Arbitrary<ScheduleCase> schedules = ScheduleCases.UpTo(largestSteps);
        return Arb.From(
            from target in targets.Generator
            from schedule in schedules.Generator
            from seed in Gen.Choose(1, 1_000_000)
            select new LawCase(target, schedule.Family, schedule.Steps, seed),
            Shrink);
    }

    /// <summary>Simpler cases: first the schedule, then the target, then the seed.</summary>
    /// <param name="value">The case to simplify.</param>
    public static IEnumerable<LawCase> Shrink(LawCase value)
    {
        ArgumentNullException.ThrowIfNull(value);
        foreach (ScheduleCase simpler in ScheduleCases.Shrink(new ScheduleCase(value.Family, value.Steps)))
            yield return value with { Family = simpler.Family, Steps = simpler.Steps };
        foreach (Target simpler in TargetCases.Shrink(value.Target))
            yield return value with { Target = simpler };
        if (value.Seed > 1) yield return value with { Seed = 1 };
    }
}
