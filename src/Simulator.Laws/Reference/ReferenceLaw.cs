using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Laws.Reference;

/// <summary>
/// What averages need to know about a target, by a route of its own that shares nothing with the solvers: the law of X_t, and the law of X_0 given
/// X_t = x.
/// </summary>
internal abstract class ReferenceLaw
{
    /// <summary>Beyond three dimensions tensor products have too many nodes.</summary>
    private const int MostDimensions = 3;

    /// <summary>d.</summary>
    public abstract int Dimension { get; }

    /// <summary>E X_0.</summary>
    public abstract double[] Mean { get; }

    /// <summary>E‖X_0‖².</summary>
    public abstract double SecondMoment { get; }

    /// <summary>The reference of a target, or null where there is none.</summary>
    /// <param name="target">The law of X_0.</param>
    public static ReferenceLaw? For(Target target) => target switch
    {
        IGaussianMixture mixture when target.Dimension <= MostDimensions => new MixtureReference(mixture),
        SphereTarget { Dimension: 2 } circle => new CircleReference(circle.Radius),
        _ => null,
    };

    /// <summary>A rule for q_t.</summary>
    /// <param name="level">The noise level of t.</param>
    public abstract NestedRule Marginal(NoiseLevel level);

    /// <summary>A rule for the law of X_0 given X_t = x.</summary>
    /// <param name="level">The noise level of t.</param>
    /// <param name="x">x, d numbers.</param>
    public abstract NestedRule Posterior(NoiseLevel level, ReadOnlySpan<double> x);
}
