using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Consistency;
using Simulator.Specifications;

namespace Simulator.Experiments;

/// <summary>Learners as they stand in specifications.</summary>
internal static class LearnerFields
{
    private static readonly (string Name, LearnerKind Kind)[] Learners = [("exact", LearnerKind.Exact), ("ddim", LearnerKind.Ddim), ("regression", LearnerKind.Regression)];

    /// <summary>Reads a learner.</summary>
    /// <param name="node">The field, or null for the exact learner.</param>
    /// <param name="fewestSteps">The smallest T of the experiment: injected errors must lie inside every chain.</param>
    public static Learner Read(SpecificationNode? node, int fewestSteps)
    {
        if (node is null) return Learner.Exact;
        string name = node.KindAmong(Learners.Select(l => l.Name));
        if (name == Name(LearnerKind.Regression)) return Learner.From(RegressionFields.Read(node));
        node.WithFields("kind", "errors");
        return new Learner(Learners.Single(l => l.Name == name).Kind, node.Optional("errors") is { } errors ? Errors(errors, fewestSteps) : []);
    }

    public static string Name(Learner learner) => Name(learner.Kind);

    public static JsonObject ToJson(Learner learner)
    {
        var json = new JsonObject { ["kind"] = Name(learner) };
        if (learner.Regression is { } regression) RegressionFields.AddTo(json, regression);
        if (!learner.Errors.IsEmpty)
            json["errors"] = new JsonArray([.. learner.Errors.Select(e => (JsonNode)new JsonObject { ["step"] = e.Step, ["size"] = e.Size })]);
        return json;
    }

    private static string Name(LearnerKind kind) => Learners.Single(l => l.Kind == kind).Name;

    private static ImmutableArray<InjectedError> Errors(SpecificationNode node, int fewestSteps)
    {
        var errors = ImmutableArray.CreateBuilder<InjectedError>();
        foreach (SpecificationNode item in node.AsItems("injected errors"))
        {
            item.WithFields("step", "size");
            SpecificationNode stepNode = item.Required("step", "a step t");
            int step = stepNode.AsInteger(2);
            if (step > fewestSteps) throw stepNode.Error($"found the step {step}, expected at most the smallest T, {fewestSteps}");
            if (errors.Any(e => e.Step == step)) throw stepNode.Error($"found the step {step} a second time, expected each step once");
            errors.Add(new InjectedError(step, item.Required("size", "a size, (E‖·‖²)^{1/2}").AsNumber(v => v > 0, "a positive number")));
        }

        return errors.ToImmutable();
    }
}
