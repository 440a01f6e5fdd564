using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Numerics.Optimisation;

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

    /// <summary>The function u ↦ log E exp(u‖X_0‖²), u ≥ 0; +∞ where the mean does not exist.</summary>
    public abstract Func<double, double> LogSquareMoment();

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

    /// <summary>
    /// Chernoff's bound P(‖X‖ &gt; R) ≤ min_u e^{−uR²} E e^{u‖X‖²}: the exponent is convex in u, and golden section finds its minimum (any u gives a
    /// bound).
    /// </summary>
    /// <param name="logSquareMoment">u ↦ log E e^{u‖X‖²}, +∞ where it does not exist.</param>
    /// <param name="radius">R, positive.</param>
    public static TailMass Chernoff(Func<double, double> logSquareMoment, double radius)
    {
        ArgumentNullException.ThrowIfNull(logSquareMoment);

        // In s = log u; where the moment does not exist nothing is gained, and the search moves left.
        double Gained(double s)
        {
            double exponent = logSquareMoment(Math.Exp(s)) - Math.Exp(s) * radius * radius;
            return double.IsNaN(exponent) ? double.NegativeInfinity : -exponent;
        }

        double best = -Math.Max(0, GoldenSection.Maximum(Gained, -700, 700, tolerance: 0, maximumEvaluations: 120).Value);
        return new TailMass(best, "upper bound (Chernoff)");
    }
}
