using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Specifications;

namespace Simulator.Targets;

/// <summary>The law of independent blocks side by side.</summary>
public sealed record ProductTarget : Target
{
    /// <summary>The name of the kind in specifications.</summary>
    public const string KindName = "product";

    /// <summary>Creates a product.</summary>
    /// <param name="blocks">The blocks with their numbers of copies (at least 1), in the order of their coordinates; at least one.</param>
    /// <exception cref="ArgumentException">No block, no copy, a rotation inside, or more dimensions than an integer holds.</exception>
    public ProductTarget(ImmutableArray<(Target Target, int Repeat)> blocks)
    {
        if (blocks.IsDefaultOrEmpty) throw new ArgumentException("A product needs at least one block.", nameof(blocks));
        if (blocks.Any(b => b.Repeat < 1)) throw new ArgumentException("Every block needs at least one copy.", nameof(blocks));
        if (blocks.Any(b => b.Target is RotatedTarget)) throw new ArgumentException("A rotation cannot stand inside a product.", nameof(blocks));
        if (blocks.Sum(b => (long)b.Repeat * b.Target.Dimension) > int.MaxValue)
            throw new ArgumentException("The product has too many dimensions.", nameof(blocks));
        Blocks = blocks;
    }

    /// <summary>The blocks.</summary>
    public ImmutableArray<(Target Target, int Repeat)> Blocks { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Dimension => Blocks.Sum(b => b.Repeat * b.Target.Dimension);

    /// <inheritdoc/>
    public override Structure Structure
        => new BlocksStructure([.. Blocks.Select(b => new RepeatedStructure(b.Target.Structure, b.Target, b.Repeat))]);

    /// <inheritdoc/>
    public override double SecondMoment => Blocks.Sum(b => b.Repeat * b.Target.SecondMoment);

    /// <inheritdoc/>
    public override bool HasBoundedSupport => Blocks.All(b => b.Target.HasBoundedSupport);

    /// <inheritdoc/>
    public override ImmutableArray<string> Notes => [.. Blocks.SelectMany(b => b.Target.Notes).Distinct()];

    /// <inheritdoc/>
    public override Target Resolved => Blocks.All(b => ReferenceEquals(b.Target.Resolved, b.Target))
        ? this
        : new ProductTarget([.. Blocks.Select(b => (b.Target.Resolved, b.Repeat))]);

    /// <summary>Reads the target from a specification.</summary>
    /// <param name="node">An object of this kind.</param>
    /// <param name="context">Where the specification stands.</param>
    /// <exception cref="SpecificationException">A field is missing, unknown or out of its range.</exception>
    public static ProductTarget Read(SpecificationNode node, TargetContext context)
    {
        ArgumentNullException.ThrowIfNull(node);
        node.WithFields("kind", "blocks");
        var blocks = ImmutableArray.CreateBuilder<(Target, int)>();
        long dimension = 0;
        foreach (SpecificationNode block in node.Required("blocks", "an array of blocks").AsItems("blocks {target, repeat}"))
        {
            block.WithFields("target", "repeat");
            SpecificationNode inner = block.Required("target", "a target");
            Target target = TargetReader.Read(inner, context);
            if (target is RotatedTarget) throw inner.Error("found a rotation inside a product, expected the rotation outside: rotated {product}");
            int repeat = block.Optional("repeat")?.AsInteger(1) ?? 1;
            dimension += (long)repeat * target.Dimension;
            if (dimension > int.MaxValue) throw block.Error($"found {dimension} dimensions up to here, expected at most {int.MaxValue}");
            blocks.Add((target, repeat));
        }

        return new ProductTarget(blocks.ToImmutable());
    }

    /// <inheritdoc/>
    public bool Equals(ProductTarget? other) => other is not null && Blocks.AsSpan().SequenceEqual(other.Blocks.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach ((Target, int) block in Blocks) hash.Add(block);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override Func<double, double> LogSquareMoment()
    {
        (int Repeat, Func<double, double> Moment)[] blocks = [.. Blocks.Select(b => (b.Repeat, b.Target.LogSquareMoment()))];
        return u => blocks.Sum(b => b.Repeat * b.Moment(u));
    }

    /// <inheritdoc/>
    public override TailMass MassBeyond(double radius)
        => Blocks is [var (only, repeat)] && repeat == 1 ? only.MassBeyond(radius) : TailMass.Chernoff(LogSquareMoment(), radius);

    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["kind"] = Kind,
        ["blocks"] = new JsonArray([.. Blocks.Select(b => new JsonObject { ["target"] = b.Target.ToJson(), ["repeat"] = b.Repeat })]),
    };
}
