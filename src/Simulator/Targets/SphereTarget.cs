using System.Text.Json.Nodes;
using Simulator.Numerics.Statistics;
using Simulator.Specifications;

namespace Simulator.Targets;

/// <summary>The uniform law on the sphere of radius R around 0 in ℝ^d. Its support is bounded, as assumption (22) wants it.</summary>
public sealed record SphereTarget : Target
{
    /// <summary>The name of the kind in specifications.</summary>
    public const string KindName = "sphere";

    /// <summary>Creates a target.</summary>
    /// <param name="dimension">d, at least 2.</param>
    /// <param name="radius">R, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public SphereTarget(int dimension, double radius)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        if (!TargetFields.IsLength(radius)) throw new ArgumentOutOfRangeException(nameof(radius), radius, "A radius must be positive.");
        (Dimension, Radius) = (dimension, radius);
    }

    /// <summary>R.</summary>
    public double Radius { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Dimension { get; }

    /// <inheritdoc/>
    public override Structure Structure => new RadialStructure(Dimension, [new RadialComponent(1, Radius, 0)]);

    /// <inheritdoc/>
    public override double SecondMoment => Radius * Radius;

    /// <inheritdoc/>
    public override bool HasBoundedSupport => true;

    /// <summary>Reads the target from a specification.</summary>
    /// <param name="node">An object of this kind.</param>
    /// <exception cref="SpecificationException">A field is missing, unknown or out of its range.</exception>
    public static SphereTarget Read(SpecificationNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        node.WithFields("kind", "dimension", "radius");
        return new SphereTarget(
            node.Required("dimension", "an integer of at least 2").AsInteger(2),
            node.Required("radius", "a positive number").AsNumber(TargetFields.IsLength, "a positive radius"));
    }

    /// <inheritdoc/>
    public override Func<double, double> LogSquareMoment() => u => u * Radius * Radius;

    /// <inheritdoc/>
    public override TailMass MassBeyond(double radius) => new(Radius > radius ? 0 : double.NegativeInfinity, "exact");

    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["kind"] = Kind, ["dimension"] = Dimension, ["radius"] = Radius };
}
