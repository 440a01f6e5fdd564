using Simulator.Specifications;

namespace Simulator.Targets;

/// <summary>What a target needs to know beyond its own fields.</summary>
/// <param name="Directory">Folder to which file paths in the specification are relative.</param>
/// <param name="Seed">Seed of anything random, such as the starts of a fit.</param>
public sealed record TargetContext(string Directory, long Seed);

/// <summary>Reads targets; the list of kinds here is the only one.</summary>
public static class TargetReader
{
    private static readonly (string Kind, Func<SpecificationNode, TargetContext, Target> Read)[] Kinds =
    [
        (GaussianTarget.KindName, (node, _) => GaussianTarget.Read(node)),
        (MixtureTarget.KindName, (node, _) => MixtureTarget.Read(node)),
        (FittedTarget.KindName, FittedTarget.Read),
        (PointCloudTarget.KindName, PointCloudTarget.Read),
        (SphereTarget.KindName, (node, _) => SphereTarget.Read(node)),
        (RadialMixtureTarget.KindName, (node, _) => RadialMixtureTarget.Read(node)),
        (ProductTarget.KindName, ProductTarget.Read),
        (RotatedTarget.KindName, RotatedTarget.Read),
    ];

    /// <summary>Reads a target.</summary>
    /// <param name="node">An object with a <c>kind</c>.</param>
    /// <param name="context">Where the specification stands.</param>
    /// <exception cref="SpecificationException">The target cannot be used.</exception>
    public static Target Read(SpecificationNode node, TargetContext context)
    {
        ArgumentNullException.ThrowIfNull(node);
        string kind = node.KindAmong(Kinds.Select(k => k.Kind));
        return Kinds.Single(k => k.Kind == kind).Read(node, context);
    }
}
