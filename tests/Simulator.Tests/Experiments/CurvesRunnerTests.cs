using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Schedules;
using Simulator.Specifications;
using Xunit;

namespace Simulator.Tests.Experiments;

public class CurvesRunnerTests
{
    private const string Bimodal = """{"kind":"mixture","weights":[0.5,0.5],"means":[-1,1],"standardDeviations":[0.6,0.6]}""";

    /// <summary>Steep: two components with a gap of eight deviations between them.</summary>
    private const string Separated = """{"kind":"mixture","weights":[0.3,0.7],"means":[-1,1],"standardDeviations":[0.2,0.25]}""";

    /// <summary>Mass of N(0, 1) beyond the five deviations of the curves.</summary>
    private const double MassBeyond = 5.8e-7;

    /// <summary>N(m, s²): f_T, Φ_{T→1}, Φ_∞ and the density of f_T(Z) ~ N(f_T(0), f_T'²) by the paper's formulas, without logarithms.</summary>
    [Fact]
    public void A_Gaussian_has_the_curves_of_the_closed_forms()
    {
        const double Mean = 1.5, Variance = 0.25;
        const int T = 40;
        CurvesResult result = Run($$"""{"kind":"gaussian","mean":[{{Mean}}],"covariance":[[{{Variance}}]]}""", T);
        Schedule schedule = new TwoPhaseSchedule().Create(T);
        double VarianceAt(int t) => schedule[t].AlphaBar * Variance + schedule[t].OneMinusAlphaBar;
        double p = Math.Sqrt(VarianceAt(1)), flow = p / Math.Sqrt(VarianceAt(T)), slope = flow, start = schedule[T].Signal * Mean, end = schedule[1].Signal * Mean;
        for (int t = 2; t <= T; t++)
        {
            slope *= (schedule[t - 1].Signal * schedule[t].Signal * Variance + schedule[t - 1].Noise * schedule[t].Noise)
                / Math.Sqrt(VarianceAt(t - 1) * VarianceAt(t));
        }

        Assert.Equal(Status.Ok, result.Outcome);
        Assert.All(result.Rows, r =>
        {
            Close.Absolute(end + slope * (r.Z - start), r.F, 1e-11, "f_T");
            Close.Absolute(end + flow * (r.Z - start), r.Flow, 1e-11, "Φ_{T→1}");
            Close.Absolute(end + p * r.Z, r.Limit, 1e-11, "Φ_∞");
            Close.Relative(slope, r.Slope, 1e-11, "slope");
            Close.Relative(NormalPdf(r.F, end - slope * start, slope), r.Density!.Value, 1e-8, "density");
            Close.Relative(NormalPdf(r.Limit, end, p), r.TargetDensity, 1e-8, "q_1");
            Close.Relative(NormalPdf(r.F, end, p), r.TargetDensityAtF, 1e-8, "q_1 at f_T");
        });
        Close.Relative(Math.Log10(slope), result.LearnedLipschitzLog10!.Value, 1e-10);
        Close.Relative(Math.Log10(flow), result.FlowLipschitzLog10!.Value, 1e-10);
        Assert.Empty(result.Gaps);
        Assert.Null(result.TurnsReason);
    }

    [Theory]
    [InlineData(Bimodal, "exact", 40)]
    [InlineData(Separated, "exact", 100)]
    [InlineData(Bimodal, "ddim", 40)]
    public void A_mixture_has_an_increasing_map_and_a_density_that_integrates_to_one(string target, string learner, int steps)
    {
        CurvesResult result = Run(target, steps, $$"""{"kind":"{{learner}}"}""");
        Assert.Equal((Status.Ok, null, null), (result.Outcome, result.TurnsReason, result.CoarseReason));
        Assert.All(result.Rows.Zip(result.Rows.Skip(1)), pair =>
        {
            Assert.True(pair.First.Z < pair.Second.Z && pair.First.F < pair.Second.F, $"f_T at {pair.First.Z}");
            Assert.True(pair.First.Limit <= pair.Second.Limit && pair.First.Flow <= pair.Second.Flow, $"Φ at {pair.First.Z}");
        });
        Assert.All(result.Rows, r => Assert.InRange(r.SlopeError, 0, 1e-4 * r.Slope));

        // The trapezoidal rule over points that are placed for the eye.
        Close.Absolute(1 - MassBeyond, Area(result.Rows.Select(r => (r.F, r.Density!.Value))), 1e-3, "mass of f_T(Z)");
        Close.Absolute(1 - MassBeyond, Area(result.Rows.Select(r => (r.Limit, r.TargetDensity))), 1e-3, "mass of q_1");
    }

    /// <summary>Φ_∞ carries N(0, 1) to q_1: φ(z) dz = q_1(Φ_∞(z)) dΦ_∞, the slope of Φ_∞ by differences of fourth order.</summary>
    [Theory]
    [InlineData(Bimodal)]
    [InlineData(Separated)]
    public void The_limit_carries_noise_to_the_law_of_the_data(string target)
    {
        CurvesResult result = Run(target, 100);
        ExperimentSpecification specification = Specification(target, 100, """{"kind":"exact"}""");
        var flow = VerifyRunner.SolverFor(specification).Solve(
            specification.Target.Structure, specification.Schedule.Create(100), specification.Learner, null, TestContext.Current.CancellationToken).Flow;
        const double H = 1e-4;
        foreach (CurveRow row in result.Rows.Where((r, i) => i % 7 == 0))
        {
            double[] around = new double[4];
            flow.MapNoise(1, new PointBatch([row.Z - 2 * H, row.Z - H, row.Z + H, row.Z + 2 * H], 1), around);
            double slope = (8 * (around[2] - around[1]) - (around[3] - around[0])) / (12 * H);

            // In the gap the map turns too sharply for differences over this distance.
            if (slope > 20) continue;
            Close.Relative(Normal.Pdf(row.Z), row.TargetDensity * slope, 1e-6, $"density at z = {row.Z}");
        }
    }

    [Fact]
    public void Steep_parts_are_resolved()
    {
        CurvesResult result = Run("""{"kind":"mixture","weights":[0.5,0.5],"means":[-1,1],"standardDeviations":[0.01,0.01]}""", 100);
        double span = result.Rows[^1].Limit - result.Rows[0].Limit;
        Assert.All(result.Rows.Zip(result.Rows.Skip(1)), pair => Assert.True(
            pair.Second.Z - pair.First.Z < 2e-9 || Math.Max(pair.Second.Limit - pair.First.Limit, pair.Second.F - pair.First.F) < 0.01 * span, $"rise at {pair.First.Z}"));
        Assert.InRange(result.Rows.Length, 400, 2000);
        Assert.True(result.FlowLipschitzLog10 > 308, "a slope beyond double precision");
        Assert.InRange(result.LearnedLipschitzLog10!.Value, 0, 2);
    }

    [Fact]
    public void Masses_in_a_gap_are_those_of_the_distribution_functions()
    {
        CurvesResult result = Run(Separated, 100);
        GapMass gap = Assert.Single(result.Gaps);
        Close.Relative(Inside(result.Rows.Select(r => (r.Limit, r.Z))), gap.Target, 1e-2, "q_1");
        Close.Relative(Inside(result.Rows.Select(r => (r.F, r.Z))), gap.Learned, 1e-2, "f_T(Z)");
        Assert.True(gap.Learned > 3 * gap.Target, "consistency training smooths Φ");

        // Φ(z) where the curve passes the ends, by straight lines between rows.
        double Inside(IEnumerable<(double Value, double Z)> curve)
        {
            (double Value, double Z)[] points = [.. curve];
            double At(double level)
            {
                int i = Array.FindIndex(points, p => p.Value >= level);
                ((double v0, double z0), (double v1, double z1)) = (points[i - 1], points[i]);
                return Normal.Cdf(z0 + (level - v0) / (v1 - v0) * (z1 - z0));
            }

            return At(gap.High) - At(gap.Low);
        }
    }

    /// <summary>A cubic that turns back through the gap: over the gap, where it has three preimages and no pole, the density integrates to the mass.</summary>
    [Fact]
    public void A_map_that_is_not_increasing_has_the_density_of_all_its_preimages()
    {
        CurvesResult result = Run(Separated, 40, """{"kind":"regression","features":"polynomial","degree":3,"samples":2000,"heldOut":0}""");
        Assert.Equal(Status.Ok, result.Outcome);
        Assert.NotNull(result.TurnsReason);
        GapMass gap = Assert.Single(result.Gaps);
        CurveRow[] inside = [.. result.Rows.Where(r => r.F > gap.Low && r.F < gap.High).OrderBy(r => r.F)];
        Assert.Contains(inside, r => r.Slope > 0);
        Assert.Contains(inside, r => r.Slope < 0);
        Assert.All(inside, r => Assert.True(r.Density > Normal.Pdf(r.Z) / Math.Abs(r.Slope), $"more than one preimage at {r.F}"));
        Close.Relative(gap.Learned, Area(inside.Select(r => (r.F, r.Density!.Value))), 0.02, "mass of the gap");
    }

    [Fact]
    public void The_largest_difference_is_the_largest_of_the_central_rows()
    {
        CurvesResult result = Run(Separated, 100);
        CurveRow[] central = [.. result.Rows.Where(r => Math.Abs(r.Z) <= CurvesRunner.CentralReach)];
        Assert.Equal(central.Max(r => Math.Abs(r.F - r.Flow)), result.Largest!.Difference);
        Assert.Contains(central, r => r.Z == result.Largest.Z && r.F == result.Largest.F && r.Flow == result.Largest.Flow);
    }

    [Fact]
    public void Only_targets_on_the_line_have_curves()
    {
        Assert.Equal(
            "c: target: found dimension 2, expected 1: curves are drawn for targets on the line.",
            Assert.Throws<SpecificationException>(() => Run("""{"kind":"gaussian","dimension":2,"standardDeviation":2}""", 40)).Message);
        Assert.Contains("target.kind: found 'product', expected", Assert.Throws<SpecificationException>(() => Run($$"""{"kind":"product","blocks":[{"target":{{Bimodal}},"repeat":1}]}""", 40)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "found an injected error at step 40, expected at most T = 20",
            Assert.Throws<SpecificationException>(() => CurvesRunner.Check(Specification(Bimodal, 40, """{"kind":"exact","errors":[{"step":40,"size":0.1}]}"""), 20)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_can_be_stopped()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => CurvesRunner.Run(Specification(Bimodal, 100, """{"kind":"exact"}"""), 100, cancellation: source.Token));
    }

    private static ExperimentSpecification Specification(string target, int steps, string learner) => ExperimentReader.Read(
        SpecificationReader.Parse($$"""{ "name": "c", "target": {{target}}, "steps": {{steps}}, "learner": {{learner}} }""", "test"), ".", "c");

    private static CurvesResult Run(string target, int steps, string learner = """{"kind":"exact"}""")
        => CurvesRunner.Run(Specification(target, steps, learner), steps, cancellation: TestContext.Current.CancellationToken);

    private static double NormalPdf(double x, double mean, double deviation) => Math.Exp(-0.5 * Math.Pow((x - mean) / deviation, 2)) / (deviation * Math.Sqrt(2 * Math.PI));

    private static double Area(IEnumerable<(double X, double Y)> curve)
    {
        (double X, double Y)[] points = [.. curve];
        return points.Zip(points.Skip(1)).Sum(p => 0.5 * (p.Second.X - p.First.X) * (p.First.Y + p.Second.Y));
    }
}
