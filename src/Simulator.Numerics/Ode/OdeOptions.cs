namespace Simulator.Numerics.Ode;

/// <summary>
/// How finely an initial value problem is solved. A step is accepted when every point has a local error, as root mean square over
/// its coordinates, of at most 1 in units of <c>AbsoluteTolerance + RelativeTolerance · |y|</c>. The error at the end is roughly
/// proportional to the tolerances; its factor is the field's.
/// </summary>
public sealed record OdeOptions
{
    /// <summary>The defaults.</summary>
    public static OdeOptions Default { get; } = new();

    /// <summary>The tolerance of coordinates near 0; positive, by default 1e-10.</summary>
    public double AbsoluteTolerance { get; init; } = 1e-10;

    /// <summary>The tolerance relative to a coordinate's size; in [0, 1), by default 1e-10.</summary>
    public double RelativeTolerance { get; init; } = 1e-10;

    /// <summary>Steps, accepted and rejected ones, after which the integration gives up; at least 1, by default 100000.</summary>
    public int MaximumSteps { get; init; } = 100_000;

    /// <summary>The method; by default the one of order 5.</summary>
    public OdeMethod Method { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Check()
    {
        Require(AbsoluteTolerance > 0 && double.IsFinite(AbsoluteTolerance), nameof(AbsoluteTolerance), AbsoluteTolerance, "be positive");
        Require(RelativeTolerance is >= 0 and < 1, nameof(RelativeTolerance), RelativeTolerance, "be at least 0 and less than 1");
        Require(MaximumSteps >= 1, nameof(MaximumSteps), MaximumSteps, "be at least 1");
    }

    private static void Require(bool holds, string option, object found, string demand)
    {
        if (!holds) throw new ArgumentException($"The option {option} must {demand}, found {found}.", option);
    }
}
