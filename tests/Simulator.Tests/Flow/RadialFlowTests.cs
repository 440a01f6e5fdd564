using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Flow;

public class RadialFlowTests
{
    public static TheoryData<string> Targets =>
    [
        """{"kind":"sphere","dimension":2,"radius":1.5}""",
        """{"kind":"sphere","dimension":8,"radius":2.8}""",
        """{"kind":"sphere","dimension":1024,"radius":32}""",
        """{"kind":"radial-mixture","dimension":3,"weights":[0.3,0.7],"standardDeviations":[0.3,1.5]}""",
        """{"kind":"radial-mixture","dimension":64,"weights":[0.5,0.5],"standardDeviations":[0.1,1]}""",
    ];

    /// <summary>Push-forward of radii, semigroup, inverse, monotone along a ray.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void Radial_flow_is_an_increasing_semigroup_that_carries_the_laws(string json)
    {
        RadialFlow flow = Flow(json, new TwoPhaseSchedule().Create(60));
        int last = 60, middle = 30;
        RadialMixture q = flow.Law(last), between = flow.Law(middle), first = flow.Law(1);
        double before = 0;
        foreach (double p in (double[])[1e-9, 1e-3, 0.1, 0.31, 0.6, 0.95, 0.999999])
        {
            double r = q.Quantile(p), direct = Map(flow, last, 1, r), half = Map(flow, last, middle, r);
            Close.Relative(p, first.Cdf(direct), 1e-8, "push-forward");
            Close.Relative(p, between.Cdf(half), 1e-8, "push-forward in between");
            Close.Absolute(direct, Map(flow, middle, 1, half), 1e-8 * direct, "semigroup");
            Close.Relative(p, q.Cdf(Map(flow, 1, last, direct)), 1e-7, "inverse");
            Assert.True(direct >= before, "monotone");
            before = direct;
        }

        Assert.Equal(0, Map(flow, last, 1, 0));
    }

    /// <summary>Section 10: the slope at the centre in closed form, and as the limit of Φ(ρ)/ρ.</summary>
    [Theory]
    [InlineData(2, 1.5)]
    [InlineData(8, 2.8284271247461903)]
    [InlineData(1024, 32)]
    public void Sphere_is_steepest_at_the_centre(int dimension, double radius)
    {
        const int T = 100;
        Schedule schedule = new TwoPhaseSchedule().Create(T);
        var flow = new RadialFlow((RadialStructure)new SphereTarget(dimension, radius).Structure, schedule);
        double expected = 0.5 * (schedule[1].LogOneMinusAlphaBar - schedule[T].LogOneMinusAlphaBar)
            + radius * radius * (Math.Exp(-2 * schedule[1].LogSigma) - Math.Exp(-2 * schedule[T].LogSigma)) / (2 * dimension);
        LipschitzConstants constants = flow.Lipschitz();
        Close.Relative(expected, constants.LogWholeWay, 1e-8);
        Close.Relative(expected, constants.LogGlobal!.Value, 1e-8);
        Assert.True(constants.LogTypical < constants.LogGlobal && constants.LogTypical >= 0 && constants.LogMedian <= constants.LogTypical + 1e-9);
    }

    [Fact]
    public void Slope_at_the_centre_is_the_limit_of_the_map()
    {
        // Little noise is taken away, so that the slope is moderate.
        Schedule schedule = new CosineSchedule().Create(6);
        RadialFlow flow = Flow("""{"kind":"sphere","dimension":5,"radius":1}""", schedule);
        double slope = 0.5 * (schedule[3].LogOneMinusAlphaBar - schedule[6].LogOneMinusAlphaBar)
            + (Math.Exp(-2 * schedule[3].LogSigma) - Math.Exp(-2 * schedule[6].LogSigma)) / 10;
        Close.Relative(Math.Exp(slope), Map(flow, 6, 3, 1e-6) / 1e-6, 1e-8);
    }

    /// <summary>No secant along a ray and no stretching across it exceeds the global constant.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void No_slope_exceeds_the_global_constant(string json)
    {
        RadialFlow flow = Flow(json, new TwoPhaseSchedule().Create(60));
        LipschitzConstants constants = flow.Lipschitz();
        Assert.True(constants.LogTypical <= constants.LogGlobal + 1e-9 && constants.LogWholeWay <= constants.LogGlobal + 1e-9);
        foreach ((int t, int k) in ((int, int)[])[(60, 1), (60, 30), (40, 20), (20, 1)])
        {
            RadialMixture law = flow.Law(t);
            double before = double.NaN, image = double.NaN;
            for (int i = 1; i < 40; i++)
            {
                double r = law.Quantile(i / 40.0), y = Map(flow, t, k, r);
                if (i > 1) Assert.True(Math.Log((y - image) / (r - before)) <= constants.LogGlobal + 1e-6, $"Φ_({t}→{k}) along the ray at {r}");
                Assert.True(Math.Log(y / r) <= constants.LogGlobal + 1e-9, $"Φ_({t}→{k}) across the ray at {r}");
                (before, image) = (r, y);
            }
        }
    }

    internal static Structure Read(string json)
        => TargetReader.Read(Simulator.Specifications.SpecificationReader.Parse(json, "test"), new TargetContext(".", 1)).Structure;

    private static RadialFlow Flow(string json, Schedule schedule) => new((RadialStructure)Read(json), schedule);

    private static double Map(RadialFlow flow, int from, int to, double radius)
    {
        double[] x = new double[flow.Dimension], y = new double[flow.Dimension];
        x[0] = radius;
        flow.Map(from, to, new PointBatch(x, flow.Dimension), y);
        return y[0];
    }
}
