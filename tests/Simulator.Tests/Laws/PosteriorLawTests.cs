using Simulator.Diffusion;
using Simulator.Laws;
using Simulator.Laws.Generators;
using Simulator.Targets;
using Simulator.Tests.Laws.Mutants;
using Xunit;

namespace Simulator.Tests.Laws;

/// <summary>The laws of posterior means on ours, and on denoisers each of which does one thing wrong.</summary>
public class PosteriorLawTests
{
    private static readonly (string Mutant, DenoiserFactory Factory, string[] Laws)[] Table =
    [
        ("noise a tenth too large", AlteredDenoiser.WrongNoise, ["TweedieHolds", "JacobianIsCovariance"]),
        ("swirling", AlteredDenoiser.Swirling, ["JacobianIsSymmetric", "TweedieHolds"]),
        ("mirrored", AlteredDenoiser.Mirrored, ["CovarianceIsPositive"]),
        ("best linear estimate", AlteredDenoiser.Linear, ["JacobianIsCovariance", "TweedieHolds"]),
    ];

    public static TheoryData<string, string> Caught => [.. Table.SelectMany(row => row.Laws.Select(law => (row.Mutant, law)))];

    [Fact]
    public void Our_denoisers_obey_every_law()
    {
        LawReport report = PosteriorLaws.Check("ours", Ours, new LawOptions { Cases = 60, Tolerance = 1e-11 });
        Assert.True(report.AllHeld, report.ToString());
        Assert.All(report.Findings, f => Assert.True(f.Judged >= 10, report.ToString()));
    }

    [Theory]
    [MemberData(nameof(Caught))]
    public void Mutant_is_caught_with_a_simple_counterexample(string mutant, string law)
    {
        var options = new LawOptions { Seed = 8, Cases = 60, Tolerance = 1e-9 };
        var tried = PosteriorLaws.All.Single(l => l.Name == law);
        LawReport report = PosteriorLaws.Check(mutant, Table.Single(row => row.Mutant == mutant).Factory, [tried], options);
        LawFinding finding = report[law];
        Assert.True(finding.Status == LawStatus.Violated, report.ToString());
        LawCase simple = Assert.IsType<LawCase>(finding.Case);
        Simple.Check(finding, simple);
        Assert.Equal(LawStatus.Held, tried.Check(Ours, simple, options).Status);
    }

    [Fact]
    public void Every_law_catches_a_mutant() => Simple.Covers(PosteriorLaws.All.Select(l => l.Name), Table.SelectMany(row => row.Laws));

    private static IDenoiser? Ours(Target target) => target switch
    {
        IGaussianMixture mixture => new MixtureDenoiser(mixture),
        _ => target.Structure is RadialStructure radial ? new RadialDenoiser(radial) : null,
    };
}
