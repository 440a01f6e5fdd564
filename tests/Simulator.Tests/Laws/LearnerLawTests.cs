using Simulator.Consistency;
using Simulator.Laws;
using Simulator.Laws.Generators;
using Simulator.Tests.Laws.Mutants;
using Xunit;

namespace Simulator.Tests.Laws;

/// <summary>The laws on learners that obey them, and on learners each of which does one thing wrong.</summary>
public class LearnerLawTests
{
    private static readonly IConsistencyLearner Exact = new SolvedLearner(Learner.Exact, 2048), Ddim = new SolvedLearner(Learner.Ddim, 512);

    /// <summary>Which laws catch which mutant. Every law stands here at least once.</summary>
    private static readonly (IConsistencyLearner Mutant, string[] Laws)[] Table =
    [
        (CoupledLearner.DifferentNoise, ["StepIsConditionalMean", "VarianceFallsByWhatIsAveragedAway", "TowerContracts", "ErrorsAdd", "IdentityCloses"]),
        (CoupledLearner.ChainNeighbours, ["StepIsConditionalMean", "VarianceFallsByWhatIsAveragedAway", "IdentityCloses"]),
        (CoupledLearner.EstimatesData, ["StartsAtIdentity", "MeanIsKept"]),
        (new BiasedStep(), ["StepIsConditionalMean", "MeanIsKept", "TowerContracts", "ErrorsAdd", "IdentityCloses"]),
        (new OvershootingStep(), ["StepIsConditionalMean", "ConvexOrderDecreases"]),
        (new RingingFit(), ["StepIsConditionalMean", "Increases"]),
        (new SamplesFromLastMarginal(), ["SamplingStartsAtNoise"]),
        (new SamplesInWrongCoordinates(), ["SamplingStartsAtNoise", "CouplingDominatesW1"]),
        (new CoordinatewiseLearner(), ["StepIsConditionalMean", "RotationEquivariant"]),
        (new UnseededLearner(), ["SameSeedSameBits"]),
        (Ddim, ["StepIsConditionalMean", "IdentityCloses"]),
    ];

    public static TheoryData<string, string> Caught => [.. Table.SelectMany(row => row.Laws.Select(law => (row.Mutant.Name, law)))];

    [Fact]
    public void Exact_learner_obeys_every_law()
    {
        LawReport report = LearnerLaws.Check(Exact, new LawOptions { Seed = 3, Cases = 15, Targets = TargetKinds.All & ~TargetKinds.Planar });
        Assert.True(report.AllHeld, report.ToString());
        Assert.All(report.Findings, f => Assert.True(f.Judged >= 6, $"{f.Name} said something about {f.Judged} cases only.\n{report}"));
    }

    /// <summary>In the plane the grid is coarser, and so is the claim.</summary>
    [Fact]
    public void Exact_learner_in_the_plane_obeys_every_law()
    {
        LawReport report = LearnerLaws.Check(Exact, new LawOptions { Seed = 3, Cases = 5, Tolerance = 1e-3, Targets = TargetKinds.Planar });
        Assert.True(report.AllHeld, report.ToString());
    }

    /// <summary>An independent second implementation, as a user's would be.</summary>
    [Fact]
    public void Learner_written_from_scratch_obeys_every_law_that_applies()
    {
        LawReport report = LearnerLaws.Check(CoupledLearner.Pair, new LawOptions { Seed = 4, Cases = 5, LargestSteps = 5, Tolerance = 1e-5 });
        Assert.True(report.AllHeld, report.ToString());
        Assert.Equal(["RotationEquivariant"], report.Findings.Where(f => f.Status == LawStatus.NotApplicable).Select(f => f.Name));
    }

    /// <summary>DDIM steps composed increase, turn with the target and start where they should; they are no averages.</summary>
    [Fact]
    public void Ddim_obeys_the_laws_that_are_not_about_averages()
    {
        string[] expected = ["StartsAtIdentity", "Increases", "CouplingDominatesW1", "SamplingStartsAtNoise", "RotationEquivariant", "SameSeedSameBits"];
        LawReport report = LearnerLaws.Check(Ddim, LearnerLaws.All.Where(l => expected.Contains(l.Name)), new LawOptions { Seed = 5, Cases = 10 });
        Assert.Equal(expected, report.Findings.Where(f => f.Status == LawStatus.Held).Select(f => f.Name));
    }

    [Theory]
    [MemberData(nameof(Caught))]
    public void Mutant_is_caught_with_a_simple_counterexample(string mutant, string law)
    {
        IConsistencyLearner learner = Table.Single(row => row.Mutant.Name == mutant).Mutant;
        var tried = LearnerLaws.All.Single(l => l.Name == law);
        var options = new LawOptions { Seed = 6, LargestSteps = 6 };
        LawReport report = LearnerLaws.Check(learner, [tried], options);
        LawFinding finding = report[law];
        Assert.True(finding.Status == LawStatus.Violated, report.ToString());
        LawCase simple = Assert.IsType<LawCase>(finding.Case);
        Simple.Check(finding, simple);

        // It is the mutant that is wrong and not the case: the exact learner obeys the law there.
        Assert.Equal(LawStatus.Violated, tried.Check(learner, simple, options).Status);
        Verdict verdict = tried.Check(Exact, simple, options with { Tolerance = 1e-6 });
        Assert.True(verdict.Status == LawStatus.Held, verdict.Message);
    }

    [Fact]
    public void Every_law_catches_a_mutant() => Simple.Covers(LearnerLaws.All.Select(l => l.Name), Table.SelectMany(row => row.Laws));
}
