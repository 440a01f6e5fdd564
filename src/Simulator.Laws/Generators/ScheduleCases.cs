using FsCheck;
using FsCheck.Fluent;
using Simulator.Schedules;

namespace Simulator.Laws.Generators;

/// <summary>Schedules of all families, the smallest T of each included.</summary>
public static class ScheduleCases
{
    /// <summary>Up to a few hundred steps.</summary>
    public static Arbitrary<ScheduleCase> Any() => Arb.From(Cases(400), Shrink);

    /// <summary>Few steps, for laws that solve a recursion each time.</summary>
    public static Arbitrary<ScheduleCase> Short() => Arb.From(Cases(40), Shrink);

    /// <summary>At most a number of steps; families that need more are replaced by the cosine schedule.</summary>
    /// <param name="most">The largest T, at least 2.</param>
    public static Arbitrary<ScheduleCase> UpTo(int most) => Arb.From(
        Cases(most).Select(c => c.Steps <= most ? c : new ScheduleCase(new CosineSchedule(), Math.Max(2, c.Steps % (most + 1)))), Shrink);

    /// <summary>Simpler schedules: fewer steps, then the cosine schedule.</summary>
    /// <param name="value">The schedule to simplify.</param>
    public static IEnumerable<ScheduleCase> Shrink(ScheduleCase value)
    {
        ArgumentNullException.ThrowIfNull(value);
        foreach (int steps in (int[])[2, value.Steps / 2, value.Steps - 1])
        {
            if (steps >= 2 && steps < value.Steps && value.Family.Objection(steps) is null) yield return value with { Steps = steps };
        }

        if (value.Family is not CosineSchedule) yield return value with { Family = new CosineSchedule() };
    }

    private static Gen<ScheduleCase> Cases(int most) =>
        from family in Gen.OneOf<ScheduleFamily>(
            from c0 in Sizes.Uniform(0.3, 3)
            from gap in Sizes.Uniform(0.1, 4)
            from exponent in Gen.Elements(RampExponent.T, RampExponent.TMinusOne)
            select (ScheduleFamily)new TwoPhaseSchedule(c0, c0 + gap, exponent),
            Gen.Constant<ScheduleFamily>(new LinearSchedule()),
            Gen.Constant<ScheduleFamily>(new CosineSchedule()),
            from low in Sizes.LogUniform(1e-4, 0.1)
            from high in Sizes.LogUniform(1, 1e3)
            from rho in Sizes.Uniform(1, 9)
            select (ScheduleFamily)new KarrasSchedule(low, high, rho))
        from steps in Gen.Frequency((1, Gen.Constant(2)), (4, Gen.Choose(2, most)))
        select new ScheduleCase(family, SmallestFrom(family, steps));

    private static int SmallestFrom(ScheduleFamily family, int steps)
    {
        while (family.Objection(steps) is not null) steps++;
        return steps;
    }
}
