using System.Text.Json.Nodes;
using Simulator.LeadingOrder;
using Simulator.Schedules;
using Simulator.Specifications;
using Simulator.Targets;

namespace Simulator.Experiments;

/// <summary>Schedules as they stand in specifications.</summary>
internal static class ScheduleFields
{
    private static readonly string[] Kinds = ["two-phase", "linear", "cosine", "karras", "optimal"];

    public static ScheduleFamily Read(SpecificationNode? node, Lazy<Target> target)
    {
        if (node is null) return new TwoPhaseSchedule();
        switch (node.KindAmong(Kinds))
        {
            case "two-phase":
                return TwoPhase(node.WithFields("kind", "c0", "c1", "exponent"));
            case "linear":
                node.WithFields("kind");
                return new LinearSchedule();
            case "cosine":
                node.WithFields("kind");
                return new CosineSchedule();
            case "optimal":
                return Optimal(node.WithFields("kind"), target.Value);
            default:
                return Karras(node.WithFields("kind", "sigmaMin", "sigmaMax", "rho"));
        }
    }

    public static JsonObject ToJson(ScheduleFamily family)
    {
        var json = new JsonObject { ["kind"] = family.Kind };
        if (family is TwoPhaseSchedule twoPhase)
        {
            json["c0"] = twoPhase.C0;
            json["c1"] = twoPhase.C1;
            json["exponent"] = twoPhase.Exponent == RampExponent.T ? "t" : "t-1";
        }
        else if (family is KarrasSchedule karras)
        {
            json["sigmaMin"] = karras.SigmaMin;
            json["sigmaMax"] = karras.SigmaMax;
            json["rho"] = karras.Rho;
        }

        return json;
    }

    private static OptimalSchedule Optimal(SpecificationNode node, Target target) => LeadingTerm.For(target.Structure) is null
        ? throw node.Error(
            $"found the schedule \"optimal\", which needs the leading order of the error; it is not known for a target of kind '{target.Kind}' in dimension {target.Dimension}")
        : new OptimalSchedule(target);

    private static TwoPhaseSchedule TwoPhase(SpecificationNode node)
    {
        var standard = new TwoPhaseSchedule();
        double c0 = Positive(node, "c0", standard.C0), c1 = Positive(node, "c1", standard.C1);
        if (c0 >= c1)
        {
            throw (node.Optional("c1") ?? node.Optional("c0") ?? node)
                .Error($"found c0 = {c0} and c1 = {c1}, expected c0 < c1: the plateau needs room for the noise to win");
        }

        RampExponent exponent = standard.Exponent;
        if (node.Optional("exponent") is { } given)
        {
            exponent = given.AsText() switch
            {
                "t" => RampExponent.T,
                "t-1" => RampExponent.TMinusOne,
                _ => throw given.Error($"found {given.Describe()}, expected \"t\" or \"t-1\""),
            };
        }

        return new TwoPhaseSchedule(c0, c1, exponent);
    }

    private static KarrasSchedule Karras(SpecificationNode node)
    {
        var standard = new KarrasSchedule();
        var family = new KarrasSchedule(
            Positive(node, "sigmaMin", standard.SigmaMin), Positive(node, "sigmaMax", standard.SigmaMax), Positive(node, "rho", standard.Rho));
        return family.SigmaMin < family.SigmaMax
            ? family
            : throw (node.Optional("sigmaMax") ?? node.Optional("sigmaMin") ?? node)
                .Error($"found sigmaMin = {family.SigmaMin} and sigmaMax = {family.SigmaMax}, expected sigmaMin < sigmaMax");
    }

    private static double Positive(SpecificationNode node, string field, double standard)
        => node.Optional(field)?.AsNumber(v => v > 0, "a positive number") ?? standard;
}
