using Simulator.Consistency;
using Simulator.Specifications;

namespace Simulator.Experiments;

/// <summary>Learners as they stand in specifications.</summary>
internal static class LearnerFields
{
    private static readonly (string Name, LearnerKind Kind)[] Learners = [("exact", LearnerKind.Exact), ("ddim", LearnerKind.Ddim)];

    public static LearnerKind Read(SpecificationNode? node)
    {
        if (node is null) return LearnerKind.Exact;
        string name = node.WithFields("kind").KindAmong(Learners.Select(l => l.Name));
        return Learners.Single(l => l.Name == name).Kind;
    }

    public static string Name(LearnerKind kind) => Learners.Single(l => l.Kind == kind).Name;
}
