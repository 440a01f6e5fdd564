using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.LeadingOrder;

/// <summary>
/// The schedule with the least leading-order error for a target (section 7 (D)): as many steps to a unit of s = log σ as the square root of the error
/// density says. It removes the logarithm of the two-phase schedule. For N(0, I) it is that of equal angles (cosine).
/// </summary>
/// <param name="Target">The target.</param>
public sealed record OptimalSchedule(Target Target) : ScheduleFamily
{
    private readonly Lazy<Outcome<ErrorDensity?>?> _density = new(
        () => LeadingTerm.For(Target.Structure) is { } term ? ErrorDensity.Of(term) : null);

    /// <summary>The error density that the schedule follows; null where there is none.</summary>
    public Outcome<ErrorDensity?>? Density => _density.Value;

    /// <inheritdoc/>
    public override string Kind => "optimal";

    /// <inheritdoc/>
    public override string? Objection(int steps) => _density.Value switch
    {
        null => $"needs the leading order of the error, which is not known for a target of kind '{Target.Kind}' in dimension {Target.Dimension}",
        { Value: null } => "needs the leading order of the error, which is not finite in double precision for this target; expected a less steep one",
        _ => null,
    };

    /// <summary>Equal kinds for equal targets.</summary>
    /// <param name="other">Another family.</param>
    public bool Equals(OptimalSchedule? other) => other is not null && Target == other.Target;

    /// <inheritdoc/>
    public override int GetHashCode() => Target.GetHashCode();

    /// <inheritdoc/>
    protected override Schedule CreateCore(int steps) => Schedule.FromLogSigmas(_density.Value!.Value!.EqualParts(steps));
}
