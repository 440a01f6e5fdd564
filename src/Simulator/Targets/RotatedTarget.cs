using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Specifications;

namespace Simulator.Targets;

/// <summary>
/// The law of QX for a rotation Q drawn from the uniform law on the orthogonal group by a seed. Everything in the theory commutes with Q, so that
/// only points ever need it.
/// </summary>
public sealed record RotatedTarget : Target
{
    /// <summary>The name of the kind in specifications.</summary>
    public const string KindName = "rotated";

    /// <summary>Creates a rotated target.</summary>
    /// <param name="inner">The law of X, no rotation itself.</param>
    /// <param name="seed">Seed of Q, not negative.</param>
    /// <exception cref="ArgumentException"><paramref name="inner"/> is a rotation.</exception>
    public RotatedTarget(Target inner, long seed)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        if (inner is RotatedTarget) throw new ArgumentException("A rotation of a rotation is a rotation; give one.", nameof(inner));
        (Inner, Seed) = (inner, seed);
    }

    /// <summary>The law of X.</summary>
    public Target Inner { get; }

    /// <summary>Seed of Q.</summary>
    public long Seed { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Dimension => Inner.Dimension;

    /// <inheritdoc/>
    public override Structure Structure => new RotatedStructure(Inner.Structure, Seed);

    /// <inheritdoc/>
    public override double SecondMoment => Inner.SecondMoment;

    /// <inheritdoc/>
    public override bool HasBoundedSupport => Inner.HasBoundedSupport;

    /// <inheritdoc/>
    public override ImmutableArray<string> Notes => Inner.Notes;

    /// <inheritdoc/>
    public override Target Resolved => ReferenceEquals(Inner.Resolved, Inner) ? this : new RotatedTarget(Inner.Resolved, Seed);

    /// <summary>Reads the target from a specification.</summary>
    /// <param name="node">An object of this kind.</param>
    /// <param name="context">Where the specification stands.</param>
    /// <exception cref="SpecificationException">A field is missing, unknown or out of its range.</exception>
    public static RotatedTarget Read(SpecificationNode node, TargetContext context)
    {
        ArgumentNullException.ThrowIfNull(node);
        node.WithFields("kind", "target", "seed");
        SpecificationNode inner = node.Required("target", "a target");
        Target target = TargetReader.Read(inner, context);
        if (target is RotatedTarget) throw inner.Error("found a rotation inside a rotation, expected one rotation: two make one");
        return new RotatedTarget(target, node.Required("seed", "the seed of the rotation").AsInteger(0));
    }

    /// <inheritdoc/>
    public override Func<double, double> LogSquareMoment() => Inner.LogSquareMoment();

    /// <inheritdoc/>
    public override TailMass MassBeyond(double radius) => Inner.MassBeyond(radius);

    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["kind"] = Kind, ["target"] = Inner.ToJson(), ["seed"] = Seed };
}
