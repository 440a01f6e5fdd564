using System.Collections.Immutable;
using Simulator.Consistency;
using Simulator.LeadingOrder;
using Simulator.Numerics;
using Simulator.Schedules;

namespace Simulator.Experiments;

/// <summary>The error density of a target beside what the schedules of an experiment make of it.</summary>
internal static class ErrorDensityTable
{
    /// <summary>The table, or why there is none.</summary>
    /// <param name="specification">The experiment.</param>
    public static (ErrorDensityRecord? Table, string? Reason) Of(ExperimentSpecification specification)
    {
        if (specification.Learner.Kind != LearnerKind.Exact) return (null, "the leading order is that of the exact learner");
        if (LeadingTerm.For(specification.Target.Structure) is not { } term) return (null, "no leading order is known for this target");
        Outcome<ErrorDensity?> outcome = (specification.Schedule as OptimalSchedule)?.Density ?? ErrorDensity.Of(term);
        return outcome.Value is { } density
            ? (new ErrorDensityRecord(density.LogSigmas, density.Values, [.. specification.Steps.Select(t => Share(density, specification.Schedule.Create(t)))]), null)
            : (null, "it is not finite in double precision, or does not fall at both ends");
    }

    /// <summary>δ(s) e(s), with δ between the steps by linear interpolation at their middles.</summary>
    private static ErrorShareRecord Share(ErrorDensity density, Schedule schedule)
    {
        var shares = ImmutableArray.CreateBuilder<double?>(density.LogSigmas.Length);
        int t = 3;
        foreach ((double s, double e) in density.LogSigmas.Zip(density.Values))
        {
            while (t < schedule.Steps && Middle(schedule, t) < s)
                t++;
            bool inside = schedule.Steps >= 3 && s >= Middle(schedule, 2) && s <= Middle(schedule, schedule.Steps);
            double low = inside ? Middle(schedule, t - 1) : 0, high = inside ? Middle(schedule, t) : 1, part = (s - low) / (high - low);
            shares.Add(inside ? e * ((1 - part) * schedule.Delta(t - 1) + part * schedule.Delta(t)) : null);
        }

        return new ErrorShareRecord(schedule.Steps, shares.ToImmutable());
    }

    private static double Middle(Schedule schedule, int t) => schedule[t].LogSigma - 0.5 * schedule.Delta(t);
}
