using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Consistency;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Experiments;

/// <summary>An experiment: a target, a schedule, numbers of steps, a learner.</summary>
/// <param name="Name">Name, used for the folder of results.</param>
/// <param name="Target">The law of the data.</param>
/// <param name="Schedule">The family of noise schedules.</param>
/// <param name="Steps">The numbers of steps T.</param>
/// <param name="Learner">The learner.</param>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Theorem">What the theorem leaves open.</param>
public sealed record ExperimentSpecification(
    string Name,
    Target Target,
    ScheduleFamily Schedule,
    ImmutableArray<int> Steps,
    Learner Learner,
    long Seed,
    TheoremConstants Theorem)
{
    /// <summary>The canonical JSON form: what the reader accepts, every default written out.</summary>
    public JsonObject ToJson()
    {
        var theorem = new JsonObject { ["supportExponent"] = Theorem.SupportExponent };
        if (Theorem.C1 is { } c1) theorem["C1"] = c1;
        var json = new JsonObject
        {
            ["name"] = Name,
            ["target"] = Target.ToJson(),
            ["schedule"] = ScheduleFields.ToJson(Schedule),
            ["steps"] = new JsonArray([.. Steps.Select(s => (JsonNode)s)]),
            ["learner"] = LearnerFields.ToJson(Learner),
            ["seed"] = Seed,
            ["theorem"] = theorem,
        };
        if (Learner.Sampling.Count != Sampling.StandardCount) json["samples"] = Learner.Sampling.Count;
        return json;
    }
}

/// <summary>Constants that the theorem does not fix.</summary>
/// <param name="C1">C1 of (24), if the user wants it tested; a violation is then an error.</param>
/// <param name="SupportExponent">c_R of (22).</param>
public sealed record TheoremConstants(double? C1 = null, double SupportExponent = 1);
