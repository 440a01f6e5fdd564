using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Consistency;
using Simulator.Laws;
using Simulator.Laws.Generators;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Tests.Laws.Mutants;
using Xunit;

namespace Simulator.Tests.Laws;

/// <summary>Reports and options of the laws: what a user relies on.</summary>
public class LawRunnerTests
{
    private static Law<IConsistencyLearner, LawCase> Step => LearnerLaws.All.Single(l => l.Name == "StepIsConditionalMean");

    /// <summary>A step that is off by 1e-6 is caught under a claim of 1e-8, and is what a claim of 1e-4 allows under every law.</summary>
    [Fact]
    public void A_claim_is_taken_at_its_word()
    {
        var learner = new SolvedLearner(new Learner(LearnerKind.Exact, [new InjectedError(2, 1e-6)]), 2048);
        var options = new LawOptions { Seed = 10, Cases = 4, LargestSteps = 6, Targets = TargetKinds.Line };
        LawReport strict = LearnerLaws.Check(learner, [Step], options);
        Assert.Equal(LawStatus.Violated, strict["StepIsConditionalMean"].Status);
        LawReport lax = LearnerLaws.Check(learner, options with { Tolerance = 1e-4 });
        Assert.True(lax.AllHeld, lax.ToString());
    }

    [Fact]
    public void Learner_of_the_documentation_obeys_every_law()
    {
        LawReport report = LearnerLaws.Check(new GaussianLearner(), new LawOptions { Targets = TargetKinds.Gaussian, Cases = 30 });
        Assert.True(report.AllHeld, report.ToString());
        Assert.Equal(["RotationEquivariant"], report.Findings.Where(f => f.Status != LawStatus.Held).Select(f => f.Name));
        string file = File.ReadAllText(Repository.PathOf("tests", "Simulator.Tests", "Laws", "GaussianLearner.cs"));
        string shown = file[file.IndexOf("public sealed class", StringComparison.Ordinal)..];
        Assert.Contains(shown, File.ReadAllText(Repository.PathOf("docs", "laws.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_in_the_documentation_is_what_is_printed()
    {
        LawReport report = LearnerLaws.Check(CoupledLearner.ChainNeighbours, [Step], new LawOptions { Seed = 6, LargestSteps = 6 });
        Assert.Contains(report.ToString(), File.ReadAllText(Repository.PathOf("docs", "laws.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_law_stands_in_the_documentation()
    {
        string text = File.ReadAllText(Repository.PathOf("docs", "laws.md"));
        Assert.All(
            [.. LearnerLaws.All.Select(l => l.Name), .. FlowLaws.All.Select(l => l.Name), .. PosteriorLaws.All.Select(l => l.Name), .. MetricLaws.All.Select(l => l.Name)],
            name => Assert.Contains($"| {name} |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Same_seed_gives_the_same_report_and_no_seed_one_that_can_be_repeated()
    {
        var options = new LawOptions { Cases = 10 };
        LawReport first = LearnerLaws.Check(new BiasedStep(), [Step], options), again = LearnerLaws.Check(new BiasedStep(), [Step], options with { Seed = first.Seed });
        Assert.Equal(first.ToString(), again.ToString());
        Assert.Contains($"seed {first.Seed}", first.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Learner_that_throws_or_stops_is_violating_and_one_that_cannot_learn_is_not_judged()
    {
        LawReport thrown = LearnerLaws.Check(new Broken(throws: true), [Step], new LawOptions { Cases = 5 });
        Assert.Contains("NotSupportedException: no", thrown["StepIsConditionalMean"].Message, StringComparison.Ordinal);
        LawReport stopped = LearnerLaws.Check(new Broken(throws: false), [Step], new LawOptions { Cases = 5 });
        Assert.Contains("the recursion ended at f_1, expected f_2", stopped["StepIsConditionalMean"].Message, StringComparison.Ordinal);
        LawReport unable = LearnerLaws.Check(new GaussianLearner(), new LawOptions { Targets = TargetKinds.Sphere });
        Assert.All(unable.Findings, f => Assert.Equal(LawStatus.NotApplicable, f.Status));
        Assert.False(unable.AllHeld);
    }

    /// <summary>Laws as properties of a test framework.</summary>
    [Property(MaxTest = 5)]
    public Property Law_is_a_property() => Step.ToProperty(new GaussianLearner(), LawCases.Of(TargetKinds.Gaussian, 10));

    [Fact]
    public void Property_of_a_law_that_never_applies_is_exhausted()
    {
        Exception failure = Assert.ThrowsAny<Exception>(() => LearnerLaws.All.Single(l => l.Name == "RotationEquivariant")
            .ToProperty(new GaussianLearner(), LawCases.Of(TargetKinds.Line, 4)).QuickCheckThrowOnFailure());
        Assert.Contains("Arguments exhausted", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Property_of_a_violated_law_fails_with_its_sentence()
    {
        Exception failure = Assert.ThrowsAny<Exception>(() => Step.ToProperty(new BiasedStep(), LawCases.Of(TargetKinds.Line, 4)).QuickCheckThrowOnFailure());
        Assert.Contains("StepIsConditionalMean: ", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("new LawCase(", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Broken(bool throws) : IConsistencyLearner
    {
        public string Name => "broken";

        public bool CanLearn(Target target) => true;

        public ConsistencyRecursion Start(Target target, Schedule schedule, long seed)
            => throws ? throw new NotSupportedException("no") : new Finished(new SolvedLearner(Learner.Exact, 64).Start(new GaussianTarget(target.Dimension, 1), schedule, seed));

        private sealed class Finished : ConsistencyRecursion
        {
            private readonly ConsistencyRecursion _inner;

            public Finished(ConsistencyRecursion inner)
                : base(new CosineSchedule().Create(2))
            {
                _inner = inner;
                Advance();
            }

            public override ConsistencyFunction Current => _inner.Current;

            protected override void AdvanceTo(int t)
            {
            }
        }
    }
}
