namespace Simulator.Schedules;

/// <summary>A rule that gives a schedule for every number of steps T.</summary>
public abstract record ScheduleFamily
{
    /// <summary>The name of the family in specifications.</summary>
    public abstract string Kind { get; }

    /// <summary>
    /// r of the family with T steps, the scale of the steps that the theorem speaks of (r = c1 log T/T for the two-phase family), or
    /// null where the theorem says nothing.
    /// </summary>
    /// <param name="steps">T.</param>
    public virtual double? Rate(int steps) => null;

    /// <summary>What is wrong with this family at T steps, as a clause that follows a field's name, or null if nothing is.</summary>
    /// <param name="steps">T.</param>
    public abstract string? Objection(int steps);

    /// <summary>The schedule with T steps.</summary>
    /// <param name="steps">T, at least 2.</param>
    /// <exception cref="ArgumentException">T is too small for this family.</exception>
    public Schedule Create(int steps)
    {
        if (steps < 2) throw new ArgumentException($"The number of steps T must be at least 2, found {steps}.", nameof(steps));
        if (Objection(steps) is { } objection) throw new ArgumentException(objection, nameof(steps));
        return CreateCore(steps);
    }

    /// <summary>The schedule, after the arguments have been checked.</summary>
    /// <param name="steps">T.</param>
    protected abstract Schedule CreateCore(int steps);
}
