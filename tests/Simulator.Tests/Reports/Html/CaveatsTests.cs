using System.Collections.Immutable;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Reports.Html;
using Simulator.Tests.Cli;
using Xunit;

namespace Simulator.Tests.Reports.Html;

public class CaveatsTests
{
    private static readonly VerifyResult Smooth = ReportCases.Verify();

    /// <summary>A caveat, and what brings it about in a result that has it not.</summary>
    private static readonly Dictionary<string, Func<VerifyRow, VerifyRow>> Causes = new()
    {
        ["status"] = r => r with { Outcome = Status.NotConverged, StatusReason = "made up" },
        ["regime"] = r => r with { Regime = 3 },
        ["lipschitz"] = r => r with { Lipschitz = r.Lipschitz with { GlobalLog10 = 6 } },
        ["typical"] = r => r with { Bound = r.Bound! with { LipschitzUsed = "typical" } },
        ["initialisation"] = r => r with { Initialisation = 0.05 * r.W1.Upper },
        ["intervals"] = r => r with { W1 = r.W1 with { Lower = r.W1.Upper / 1.11 } },
        ["learning"] = r => r with { Bound = r.Bound! with { EpsilonF = 1e-9 } },
        ["schedule"] = r => r with { Bound = null, BoundReason = "made up" },
        ["points"] = r => r with { Uncertainty = new UncertaintyRecord(100, "made up", 0, 0, 0) },
        ["empirical"] = r => r with { Empirical = new EmpiricalRecord(100, 1, 1, new FloorRecord(1, 1), "made up") },
    };

    public static TheoryData<string> Ids => [.. Causes.Keys];

    [Fact]
    public void A_smooth_result_has_only_those_of_its_hypotheses()
        => Assert.Equal(["constant", "hypotheses", "support"], ReportCases.CaveatsOf(ReportCases.Of(Smooth)));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_applies_when_its_cause_is_there_and_only_then(string id)
    {
        ImmutableArray<string> before = ReportCases.CaveatsOf(ReportCases.Of(Smooth));
        VerifyResult changed = Smooth with { Rows = Smooth.Rows.SetItem(1, Causes[id](Smooth.Rows[1])) };
        Assert.Equal(before.Append(id).Order(), ReportCases.CaveatsOf(ReportCases.Of(changed)).Order());
    }

    [Fact]
    public void Values_below_the_thresholds_bring_nothing_about()
    {
        VerifyResult near = Smooth with
        {
            Rows = [.. Smooth.Rows.Select(r => r with { Regime = 2.99, Initialisation = 0.049 * r.W1.Upper, W1 = r.W1 with { Lower = r.W1.Upper / 1.09 }, Lipschitz = r.Lipschitz with { GlobalLog10 = 5.9 } })],
        };
        Assert.Equal(ReportCases.CaveatsOf(ReportCases.Of(Smooth)), ReportCases.CaveatsOf(ReportCases.Of(near)));
    }

    [Fact]
    public void Hypotheses_that_are_met_need_no_word()
    {
        VerifyResult met = Smooth with { Rows = [.. Smooth.Rows.Select(r => r with { Hypotheses = [.. r.Hypotheses.Select(h => h with { Met = true })] })] };
        Assert.Equal(["constant"], ReportCases.CaveatsOf(ReportCases.Of(met)));
    }

    [Fact]
    public void Rounded_data_are_named()
    {
        VerifyResult rounded = Smooth with { Target = Smooth.Target with { Notes = ["x is rounded to 0.1: standard deviations are kept"] } };
        Assert.Contains("lattice", ReportCases.CaveatsOf(ReportCases.Of(rounded)));
    }

    [Fact]
    public async Task Fits_with_a_logarithm_in_them_are_named_and_others_are_not()
    {
        using var folder = new CliFolder();
        ReportSources sources = ReportSources.Read(await ReportCases.Measure(folder, ReportCases.Sweep, "sweep"));
        Assert.Contains("logarithm", ReportCases.CaveatsOf(sources));
        ReportSources plain = sources with { Sweeps = [sources.Sweeps[0] with { Summary = sources.Sweeps[0].Summary with { Fits = [.. sources.Sweeps[0].Summary.Fits.Where(f => f.LogCorrected is null)] } }] };
        Assert.DoesNotContain("logarithm", ReportCases.CaveatsOf(plain));
    }

    [Fact]
    public void A_sphere_has_bounded_support_and_an_astronomical_L_f()
    {
        ImmutableArray<string> ids = ReportCases.CaveatsOf(ReportCases.Of(ReportCases.Verify("""{ "kind": "sphere", "dimension": 3, "radius": 1 }""", "[50]")));
        Assert.Contains("lipschitz", ids);
        Assert.DoesNotContain("support", ids);
    }
}
