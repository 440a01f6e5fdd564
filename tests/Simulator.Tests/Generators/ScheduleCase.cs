using FsCheck;
using FsCheck.Fluent;
using Simulator.Schedules;

namespace Simulator.Tests.Generators;

/// <summary>A schedule by its family and number of steps.</summary>
public sealed record ScheduleCase(ScheduleFamily Family, int Steps)
{
    public Schedule Create() => Family.Create(Steps);
}

/// <summary>Schedules of all families, the smallest T of each included.</summary>
public static class ScheduleCases
{
    /// <summary>Up to a few hundred steps.</summary>
    public static Arbitrary<ScheduleCase> Any() => Arb.From(Cases(2, 400), Shrink);

    /// <summary>Few steps, for laws that solve a recursion each time.</summary>
    public static Arbitrary<ScheduleCase> Short() => Arb.From(Cases(2, 40), Shrink);

    private static Gen<ScheduleCase> Cases(int least, int most) =>
        from family in Gen.OneOf<ScheduleFamily>(
            from c0 in LineCases.Uniform(0.3, 3)
            from gap in LineCases.Uniform(0.1, 4)
            from exponent in Gen.Elements(RampExponent.T, RampExponent.TMinusOne)
            select (ScheduleFamily)new TwoPhaseSchedule(c0, c0 + gap, exponent),
            Gen.Constant<ScheduleFamily>(new LinearSchedule()),
            Gen.Constant<ScheduleFamily>(new CosineSchedule()),
            from low in LineCases.LogUniform(1e-4, 0.1)
            from high in LineCases.LogUniform(1, 1e3)
            from rho in LineCases.Uniform(1, 9)
            select (ScheduleFamily)new KarrasSchedule(low, high, rho))
        from steps in Gen.Frequency((1, Gen.Constant(least)), (4, Gen.Choose(least, most)))
        select new ScheduleCase(family, SmallestFrom(family, steps));

    private static int SmallestFrom(ScheduleFamily family, int steps)
    {
        while (family.Objection(steps) is not null) steps++;
        return steps;
    }

    private static IEnumerable<ScheduleCase> Shrink(ScheduleCase value)
    {
        foreach (int steps in (int[])[2, value.Steps / 2, value.Steps - 1])
        {
            if (steps >= 2 && steps < value.Steps && value.Family.Objection(steps) is null) yield return value with { Steps = steps };
        }

        if (value.Family is not CosineSchedule) yield return value with { Family = new CosineSchedule() };
    }
}
