using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Simulator.Targets;

/// <summary>The law of the data X_0. Targets are values: equal specifications are equal targets.</summary>
public abstract record Target
{
    /// <summary>The name of the kind in specifications.</summary>
    public abstract string Kind { get; }

    /// <summary>d.</summary>
    public abstract int Dimension { get; }

    /// <summary>What solvers can use.</summary>
    public abstract Structure Structure { get; }

    /// <summary>E‖X_0‖².</summary>
    public abstract double SecondMoment { get; }

    /// <summary>Whether the support is bounded, as assumption (22) of the theorem wants it.</summary>
    public abstract bool HasBoundedSupport { get; }

    /// <summary>The mass outside the ball around 0.</summary>
    /// <param name="radius">Radius of the ball, positive.</param>
    public abstract TailMass MassBeyond(double radius);

    /// <summary>What a reader of results should know about the target, e.g. from fitting it to data; one sentence each.</summary>
    public virtual ImmutableArray<string> Notes => [];

    /// <summary>The same law with nothing left to look up: for a fitted target the fitted mixture, else the target itself.</summary>
    public virtual Target Resolved => this;

    /// <summary>The canonical JSON form: what the reader accepts, every default written out.</summary>
    public abstract JsonObject ToJson();

    /// <inheritdoc/>
    public sealed override string ToString() => ToJson().ToJsonString();
}

/// <summary>A probability that may be far below the smallest double.</summary>
/// <param name="Log">Natural logarithm of the probability.</param>
/// <param name="By">How it was found: <c>exact</c>, or the bound it is.</param>
public sealed record TailMass(double Log, string By)
{
    /// <summary>The probability; 0 when it underflows.</summary>
    public double Value => Math.Exp(Log);
}
