using System.Collections.Immutable;
using Simulator.Consistency;
using Simulator.ErrorRecursion;
using Simulator.Experiments;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Tests.ErrorRecursion;
using Simulator.Theory;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.Theory;

/// <summary>The proof as a ledger: all links hold where they must, each is caught where its sides are falsified, and the chain multiplies up.</summary>
public class ProofLedgerTests
{
    private const string Bimodal = """{"kind":"mixture","weights":[0.5,0.5],"means":[-1,1],"standardDeviations":[0.6,0.6]}""";

    [Theory]
    [InlineData("1", "exact")]
    [InlineData("10", "exact")]
    [InlineData("100", "ddim")]
    [InlineData("10000", "exact")]
    [InlineData("""{"kind":"sphere","dimension":8,"radius":2.8}""", "exact")]
    [InlineData("""{"kind":"mixture","weights":[0.4,0.6],"means":[-1.5,1.5],"standardDeviations":[0.3,0.3]}""", "exact")]
    [InlineData("""{"kind":"gaussian","mean":[1,2],"covariance":[[4,1],[1,0.5]]}""", "exact")]
    public void All_links_hold(string target, string learner)
    {
        if (int.TryParse(target, out int copies)) target = $$"""{"kind":"product","blocks":[{"target":{{Bimodal}},"repeat":{{copies}}}]}""";
        LedgerResult result = Run(target, learner, 24);
        Assert.Equal(Status.Ok, result.Status);
        foreach (LinkRecord link in result.Links)
        {
            string[] allowed = link.Id is "a.27a-rate" or "a.27d" or "a.22" ? ["holds", "not met"] : ["holds"];
            Assert.Contains(link.Verdict, allowed);
            if (link.Verdict == "holds" && link.SlackLog10 is { } slack) Assert.True(slack >= -1e-6, $"{link.Id}: {slack}");
        }

        Assert.Equal(["a.27a", "a.27a-rate", "a.27b", "a.27c", "a.27d", "a.22", "b", "c", "d", "e", "f", "g", "h", "i", "24"], result.Links.Select(l => l.Id));
        double product = result.Chain.Skip(1).Sum(s => s.FactorLog10!.Value);
        Close.Absolute(result.Chain[^1].Log10!.Value - result.Chain[0].Log10!.Value, product, 1e-9, "the factors of the chain multiply up");
        Close.Absolute(result.Links[^1].RightLog10!.Value, result.Chain[^1].Log10!.Value, 1e-12, "the chain ends at the bound");
    }

    /// <summary>Every link that is a theorem says violated when its left side exceeds its right side, and holds again within the numerical error.</summary>
    [Fact]
    public void Falsified_sides_are_caught_by_their_link()
    {
        ProofMeasurements honest = Measurements();
        Assert.DoesNotContain(ProofLedger.Of(honest).Links, l => l.Verdict == Verdict.Violated);
        SamplingErrors errors = honest.Errors;
        Assert.Equal(["b"], Violated(honest with { Flow = new FlowCheck(1e-3, 1e-8, null) }));
        Assert.Equal(["c"], Violated(honest with { Lipschitz = honest.Lipschitz with { LogTypical = honest.Lipschitz.LogUsed + 0.01 } }));
        Assert.Equal(["d"], Violated(honest with { Sums = Sums(tower: 0.02) }));
        Assert.Equal(["e"], Violated(honest with { Sums = Sums(t1: 0.05) }));
        Assert.Equal(["g"], Violated(honest with { Sums = Sums(xi: 0.5) }));
        Assert.Equal(["h"], Violated(honest with { Errors = errors with { W1 = DistanceInterval.Around(1, 1e-9, "test") } }));
        Assert.Equal(["i"], Violated(honest with { Errors = errors with { Initialisation = new Measured(10, 0) } }));
        Assert.Empty(Violated(honest with { Errors = errors with { Initialisation = new Measured(10, 10) } }));
    }

    /// <summary>The chain keeps ε + ε_F at every stage, and the start is never less than what the proof form has for it.</summary>
    [Fact]
    public void Chain_keeps_its_summands()
    {
        ProofMeasurements honest = Measurements();
        ImmutableArray<ChainStage> chain = ProofLedger.Of(honest with { Sums = Sums(estimation: 1e6) }).Chain;
        Assert.All(chain.Skip(2), s => Assert.InRange(s.LogValue, Math.Log(2e6), Math.Log(2.01e6)));
        var start = new Measured(500, 0);
        ImmutableArray<ChainStage> steep = ProofLedger.Of(honest with { Errors = honest.Errors with { ProofForm = start } }).Chain;
        for (int i = 2; i <= 3; i++)
            Assert.True(steep[i].LogValue >= steep[i - 1].LogValue - 1e-12, steep[i].Quantity);

        // d = 3, T = 20: what the last two factors are said to be.
        ImmutableArray<ChainStage> plain = ProofLedger.Of(honest).Chain;
        Close.Relative(9, Math.Exp(plain[5].LogValue - plain[4].LogValue), 1e-12, "d²");
        Close.Relative(Math.Pow(Math.Log(20), 4), Math.Exp(plain[6].LogValue - plain[5].LogValue), 1e-12, "log⁴T");
    }

    [Fact]
    public void Every_summand_counts()
    {
        ProofMeasurements honest = Measurements(), more = honest with { Sums = Sums(estimation: 0.001, approximation: 0.003) };
        ProofLedger ledger = ProofLedger.Of(more);
        double logLf = honest.Lipschitz.LogUsed, start = logLf + Math.Log(honest.Schedule[20].Signal * Math.Sqrt(8)), initial = 0.045 - 0.03;
        Close.Relative(0.07 + 0.002 + 0.006, Math.Exp(ledger.Links.Single(l => l.Id == "g").LogRight), 1e-12);
        Close.Relative(0.045, Math.Exp(ledger.Chain[1].LogValue), 1e-12);
        Close.Relative(0.078 + initial, Math.Exp(ledger.Chain[2].LogValue), 1e-12);
        Close.Relative(Math.Exp(logLf) * 0.02 + 0.04 + 0.008 + Math.Max(initial, Math.Exp(start)), Math.Exp(ledger.Chain[3].LogValue), 1e-12);
        double leading = Math.Exp(3 * logLf) * Math.Pow(3, 2.5) * Math.Pow(Math.Log(20), 5) / 20;
        LedgerLink theorem = ledger.Links.Single(l => l.Id == "24");
        Close.Relative(leading + 0.008, Math.Exp(theorem.LogRight), 1e-12);
        Close.Relative(0.04, Math.Exp(theorem.LogLeft), 1e-12);
        Assert.Equal(Verdict.Holds, theorem.Verdict);
        SamplingErrors far = honest.Errors with { W1 = DistanceInterval.Around(1e9, 0, "test"), ProofForm = new Measured(1e10, 0) };
        Assert.Equal(Verdict.NotMet, ProofLedger.Of(honest with { Errors = far }).Links.Single(l => l.Id == "24").Verdict);
        Assert.Contains("ε_F", ledger.Chain[3].Quantity, StringComparison.Ordinal);
        Assert.DoesNotContain("ε_F", ProofLedger.Of(honest).Chain[3].Quantity, StringComparison.Ordinal);
    }

    /// <summary>Where Lip(f_T) is not resolved, W1 is held against the coupling with the exact transport instead.</summary>
    [Fact]
    public void Unresolved_slopes_leave_the_coupling()
    {
        ProofMeasurements honest = Measurements();
        SamplingErrors unresolved = honest.Errors with { ProofForm = new Measured(0.045, 1e-4) };
        LedgerLink link = ProofLedger.Of(honest with { Errors = unresolved }).Links.Single(l => l.Id == "h");
        Close.Relative(0.041, Math.Exp(link.LogRight), 1e-12);
        Assert.Contains("Φ_∞", link.Statement, StringComparison.Ordinal);
        Assert.Contains("Lip(f_T)", ProofLedger.Of(honest).Links.Single(l => l.Id == "h").Statement, StringComparison.Ordinal);
        Assert.Null(ProofLedger.Of(honest).Links.Single(l => l.Id == "c").Reason);
        Assert.Equal(3, ProofLedger.Of(honest).Links.Single(l => l.Id == "d").AtStep);
    }

    [Fact]
    public void What_is_not_known_is_no_violation()
    {
        ProofMeasurements honest = Measurements();
        LedgerLink link = ProofLedger.Of(honest with { Sums = Sums(t1: double.NaN) }).Links.Single(l => l.Id == "e");
        Assert.Equal((Verdict.NotApplicable, true), (link.Verdict, link.Reason!.Contains("double precision", StringComparison.Ordinal)));
        ProofMeasurements typical = honest with { Lipschitz = honest.Lipschitz with { LogGlobal = null }, Sums = Sums(t1: 0.05) };
        Assert.Equal(Verdict.NotMet, ProofLedger.Of(typical).Links.Single(l => l.Id == "e").Verdict);
    }

    /// <summary>A stated order with an unknown constant is not a theorem with the constant 1.</summary>
    [Fact]
    public void Stated_orders_are_not_met_rather_than_violated()
    {
        ProofMeasurements honest = Measurements();
        ImmutableArray<LedgerLink> links = ProofLedger.Of(honest with { Sums = Sums(t2: 1e9) }).Links;
        Assert.Equal(Verdict.NotMet, links.Single(l => l.Id == "f").Verdict);
        ImmutableArray<LedgerLink> none = ProofLedger.Of(honest with { HasBound = false }).Links;
        Assert.All(none.Where(l => l.Id is "f" or "24"), l => Assert.Equal((Verdict.NotApplicable, true), (l.Verdict, double.IsNaN(l.LogSlack))));
        Assert.DoesNotContain(ProofLedger.Of(honest with { HasBound = false }).Chain, s => s.Id.StartsWith('f'));
    }

    [Fact]
    public void Sides_are_the_sums_they_claim_to_be()
    {
        ProofMeasurements m = Measurements();
        ImmutableArray<LedgerLink> links = ProofLedger.Of(m).Links;
        LedgerLink Link(string id) => links.Single(l => l.Id == id);
        double logLf = m.Lipschitz.LogUsed, T = m.Schedule.Steps;
        Close.Relative(0.03, Math.Exp(Link("e").LogLeft), 1e-12);
        Close.Relative(Math.Exp(logLf) * 0.02, Math.Exp(Link("e").LogRight), 1e-12);
        Close.Relative(0.015 * T * T / (Math.Exp(logLf) * Math.Pow(3, 1.5)), Math.Exp(Link("e").ScaledLog!.Value), 1e-12);
        Close.Relative(0.02 * T * T / (Math.Exp(3 * logLf) * Math.Pow(3, 2.5)), Math.Exp(Link("f").ScaledLog!.Value), 1e-12);
        Close.Relative(Math.Exp(3 * logLf) * Math.Pow(3, 2.5) * Math.Pow(Math.Log(T), 5) / T, Math.Exp(Link("f").LogRight), 1e-12);
        Close.Relative(0.07, Math.Exp(Link("g").LogRight), 1e-12);
        Close.Relative(Math.Exp(logLf) * m.Schedule[(int)T].Signal * Math.Sqrt(5 + 3), Math.Exp(Link("i").LogRight), 1e-12);
    }

    [Theory]
    [InlineData("""{"kind":"mixture","weights":[0.3,0.7],"means":[-2,1],"standardDeviations":[0.2,0.5]}""")]
    [InlineData("""{"kind":"gaussian","mean":[1,2,3],"covariance":[[4,1,0],[1,0.5,0],[0,0,1]]}""")]
    [InlineData("""{"kind":"radial-mixture","dimension":3,"weights":[0.3,0.7],"standardDeviations":[0.3,1.5]}""")]
    [InlineData("""{"kind":"rotated","seed":1,"target":{"kind":"sphere","dimension":4,"radius":1}}""")]
    public void Flow_agrees_with_its_differential_equation(string target)
    {
        FlowCheck check = FlowCheck.Of(TraceCase.Read(target).Structure, new TwoPhaseSchedule().Create(30));
        Assert.Null(check.Reason);
        Assert.InRange(check.Difference, 0, 1e-3 * check.Tolerance);
        Assert.NotNull(FlowCheck.Of(new UnknownStructure(), new TwoPhaseSchedule().Create(30)).Reason);
    }

    /// <summary>The bound alone carries d² and four logarithms: the fits find the powers that were put in.</summary>
    [Fact]
    public void Fits_find_powers_of_the_dimension_and_logarithms()
    {
        LedgerRun Of(int steps, double d) => new(
            steps,
            [],
            [
                new StageRecord("W1", "W1", "", Math.Log10(Math.Sqrt(d) * Math.Log(steps) / steps), null),
                new StageRecord("f.3", "bound", "", Math.Log10(Math.Pow(d, 2.5) * Math.Pow(Math.Log(steps), 5) / steps), null),
            ],
            Status.Ok,
            null,
            0);
        ImmutableArray<LedgerFit> logs = LedgerFits.OverSteps([Of(100, 2), Of(400, 2), Of(1600, 2)]);
        Close.Absolute(1, logs[0].Exponent.Value, 1e-10);
        Close.Absolute(5, logs[1].Exponent.Value, 1e-10);
        Assert.Empty(LedgerFits.OverSteps([Of(100, 2), Of(400, 2)]));
        Assert.Empty(LedgerFits.OverSteps([Of(100, 2), Of(400, 2), Of(1600, 2) with { Outcome = Status.NotConverged }]));

        LedgerResult Result(int d) => Run(Bimodal, "exact", 10) with { Target = new TargetSummary("mixture", d, "", [], null), Runs = [Of(100, d)] };
        ImmutableArray<LedgerFit> powers = LedgerFits.OverDimension([Result(1), Result(10), Result(100)]);
        Close.Absolute(0.5, powers[0].Exponent.Value, 1e-10);
        Close.Absolute(2.5, powers[1].Exponent.Value, 1e-10);
        Assert.Equal((100, "dimension"), (powers[0].Steps, powers[0].Against));
        Assert.Empty(LedgerFits.OverDimension([Result(1), Result(1), Result(100)]));
    }

    private static LedgerResult Run(string target, string learner, int steps)
    {
        string json = $$"""{"name":"test","target":{{target}},"steps":{{steps}},"learner":{"kind":"{{learner}}"} }""";
        ExperimentSpecification specification = ExperimentReader.Read(Simulator.Specifications.SpecificationReader.Parse(json, "test"), ".", "test");
        return LedgerRunner.Run(specification, specification.Steps, cancellation: TestContext.Current.CancellationToken);
    }

    private static string[] Violated(ProofMeasurements m) => [.. ProofLedger.Of(m).Links.Where(l => l.Verdict == Verdict.Violated).Select(l => l.Id)];

    /// <summary>Numbers made up so that everything holds with room; d = 3, T = 20.</summary>
    private static ProofMeasurements Measurements()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(20);
        var small = new Measured(0.04, 1e-9);
        var lipschitz = new LipschitzConstants(Math.Log(2), "closed form", Math.Log(1.5), Math.Log(2), SlopeLaw.Constant(0));
        var errors = new SamplingErrors(
            DistanceInterval.Around(0.04, 1e-9, "test"), DistanceInterval.Around(0.05, 1e-9, "test"), small, small, new Measured(0.001, 1e-9), new Measured(0.045, 1e-9),
            new Measured(0.03, 1e-9), Status.Ok);
        return new ProofMeasurements(3, 5, schedule, [], new FlowCheck(1e-12, 1e-8, null), lipschitz, Sums(), errors, HasBound: true);
    }

    /// <summary>Two steps that add up to T1 = 0.03, T2 = 0.04, gap 0.02.</summary>
    private static ErrorSums Sums(double t1 = 0.03, double t2 = 0.04, double tower = 0.008, double xi = 0.03, double estimation = 0, double approximation = 0)
    {
        static Term Of(double mean) => new(mean, 0, null);
        var sums = new ErrorSums(0);
        for (int t = 2; t <= 3; t++)
        {
            sums.Add(new ErrorTerms(
                t, 0, Of(t == 2 ? 0.01 : xi), Of(t == 2 ? 0 : tower), Of(t1 / 2), Of(t2 / 2), Of(0), Of(estimation), Of(approximation), Of(0), Of(0.01), 0.1, 1));
        }

        return sums;
    }
}
