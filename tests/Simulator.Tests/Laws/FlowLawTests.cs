using Simulator.Flow;
using Simulator.Laws;
using Simulator.Laws.Generators;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Tests.Laws.Mutants;
using Xunit;

namespace Simulator.Tests.Laws;

/// <summary>The laws of the flow on our closed forms and quantile maps, and on flows each of which does one thing wrong.</summary>
public class FlowLawTests
{
    private static readonly (string Mutant, FlowFactory Factory, string[] Laws)[] Table =
    [
        ("one Euler step", EulerFlow.Of, ["FlowComposes", "FlowInverts", "FlowCarriesLaws"]),
        ("one direction only", (target, schedule) => Ours(target, schedule) is { } flow ? new OneWayFlow(flow) : null, ["FlowComposes", "FlowInverts"]),
        ("mirrored", MirroredFlow.Of, ["FlowIncreases"]),
        ("coordinate by coordinate", (target, schedule) => target is GaussianTarget g ? Ours(CoordinatewiseLearner.Independent(g), schedule) : null, ["FlowIsRotationEquivariant", "FlowCarriesLaws"]),
    ];

    public static TheoryData<string, string> Caught => [.. Table.SelectMany(row => row.Laws.Select(law => (row.Mutant, law)))];

    [Fact]
    public void Our_flows_obey_every_law()
    {
        LawReport report = FlowLaws.Check("ours", Ours, new LawOptions { Cases = 30, LargestSteps = 40, Targets = TargetKinds.Line | TargetKinds.Gaussian | TargetKinds.Circle });
        Assert.True(report.AllHeld, report.ToString());
        Assert.All(report.Findings, f => Assert.True(f.Judged >= 1, report.ToString()));
    }

    [Theory]
    [MemberData(nameof(Caught))]
    public void Mutant_is_caught_with_a_simple_counterexample(string mutant, string law)
    {
        var tried = FlowLaws.All.Single(l => l.Name == law);
        LawReport report = FlowLaws.Check(mutant, Table.Single(row => row.Mutant == mutant).Factory, [tried], new LawOptions { Seed = 7, Cases = 60 });
        LawFinding finding = report[law];
        Assert.True(finding.Status == LawStatus.Violated, report.ToString());
        LawCase simple = Assert.IsType<LawCase>(finding.Case);
        Simple.Check(finding, simple);
        Assert.Equal(LawStatus.Held, tried.Check(Ours, simple, new LawOptions()).Status);
    }

    [Fact]
    public void Every_law_catches_a_mutant() => Simple.Covers(FlowLaws.All.Select(l => l.Name), Table.SelectMany(row => row.Laws));

    /// <summary>Closed form, quantile map, quantile map of radii.</summary>
    private static FlowMap? Ours(Target target, Schedule schedule) => target.Structure switch
    {
        LinearStructure linear => new LinearFlow(linear, schedule),
        LineStructure line => new QuantileFlow(line, schedule),
        RadialStructure radial => new RadialFlow(radial, schedule),
        _ => null,
    };
}
