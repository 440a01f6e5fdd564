using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Flow;
using Simulator.Laws.Generators;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Flow;

public class LipschitzTests
{
    // mpmath, 25 digits, v in steps of 0.00025: max over v of q_T(x_T(v))/q_1(v) for petal_length (iris, K = 2, EM; parameters to nine digits).
    [Theory]
    [InlineData(100, 251.042)]
    [InlineData(400, 252.1136666)]
    [InlineData(1600, 252.1809275)]
    public void Steep_map_of_petal_length(int steps, double expected)
    {
        var law = new UnivariateMixture([0.333110937, 0.666889063], [1.461749787, 4.904976467], [0.171656585, 0.823217670]);
        LipschitzConstants l = new QuantileFlow(new LineStructure(law), new TwoPhaseSchedule().Create(steps)).Lipschitz();
        Close.Relative(expected, Math.Exp(l.LogWholeWay), 1e-5);
        Close.Relative(expected, Math.Exp(l.LogGlobal!.Value), 1e-5);
        Assert.True(l.LogMedian < 0.1 && l.LogUsed == l.LogGlobal);
    }

    // Three components: the highest peak of the slope lies at a takeover between two samples, and at t = 56 (mpmath, 40 digits, all t).
    [Fact]
    public void The_steepest_line_may_be_at_any_takeover_and_any_time()
    {
        var law = new UnivariateMixture([0.5, 0.25, 0.25], [0, 1, 2.08], [0.03, 0.03, 0.034]);
        LipschitzConstants l = new QuantileFlow(new LineStructure(law), new TwoPhaseSchedule().Create(100)).Lipschitz();
        Close.Absolute(55.05184172, l.LogGlobal!.Value / Math.Log(10), 1e-7);
    }

    /// <summary>A faint wide component takes over 42 deviations out, where the slope jumps to its own.</summary>
    [Fact]
    public void A_takeover_far_out_in_the_tail_counts()
    {
        var law = new UnivariateMixture([1 - 1e-6, 1e-6], [0, 0], [1, 1.01]);
        var flow = new QuantileFlow(new LineStructure(law), new TwoPhaseSchedule().Create(100));
        double whole = flow.Lipschitz().LogWholeWay;
        foreach (double v in (double[])[-45, -43, -42, -41, -40, -39, -38, -36])
            Assert.True(whole >= flow.Law(100).LogPdf(flow.Law(100).PointAt(flow.Law(1).RankOf(v))) - flow.Law(1).LogPdf(v) - 1e-12);
        Assert.InRange(whole / Math.Log(10), 0.0075, 0.0076);
    }

    /// <summary>Brute force: no flow line and no pair of times has a steeper slope than the search says.</summary>
    [Property(MaxTest = 25)]
    public Property No_flow_line_is_steeper_than_the_global_constant() => Prop.ForAll(LineCases.Separated(), ScheduleCases.Short(), Gen.Choose(1, 1_000_000).ToArbitrary(), (c, sc, seed) =>
    {
        var flow = new QuantileFlow(c.Structure, sc.Create());
        LipschitzConstants l = flow.Lipschitz();
        UnivariateMixture[] laws = [.. Enumerable.Range(1, sc.Steps).Select(flow.Law)];
        (double low, double high) = laws[0].Extent(6);
        for (int i = 0; i < 300; i++)
        {
            double v = low + (high - low) * ((i + seed / 1e6) / 300), least = double.PositiveInfinity, x = v;
            Rank rank = laws[0].RankOf(v);
            for (int t = 0; t < laws.Length; t++)
            {
                double log = laws[t].LogPdf(t == 0 ? v : x = laws[t].PointAt(rank, x));
                least = Math.Min(least, log);
                Assert.True(log - least <= l.LogGlobal + 1e-6, $"slope e^{log - least:R} on the line to {v:R} at t = {t + 1}; L_f = e^{l.LogGlobal:R}");
            }
        }
    });

    [Fact]
    public void Symmetric_mixture_is_steepest_in_the_middle()
    {
        var law = new UnivariateMixture([0.5, 0.5], [-1, 1], [0.3, 0.3]);
        var flow = new QuantileFlow(new LineStructure(law), new TwoPhaseSchedule().Create(100));
        Close.Relative(flow.Law(100).Pdf(0) / flow.Law(1).Pdf(0), Math.Exp(flow.Lipschitz().LogWholeWay), 1e-6);
    }

    [Theory]
    [InlineData(2.0)]
    [InlineData(0.3)]
    public void Gaussian_has_a_closed_form(double deviation)
    {
        Schedule schedule = new TwoPhaseSchedule().Create(200);
        var linear = new LinearFlow(new LinearStructure(RealVector.Zero(1), new IsotropicCovariance(1, deviation)), schedule);
        var line = new QuantileFlow(new LineStructure(new UnivariateMixture([1], [0], [deviation])), schedule);
        LipschitzConstants a = linear.Lipschitz(), b = line.Lipschitz();
        double slope = Math.Sqrt(schedule[1].MarginalVariance(deviation * deviation) / schedule[200].MarginalVariance(deviation * deviation));
        Close.Relative(Math.Max(1, slope), Math.Exp(a.LogGlobal!.Value), 1e-12);
        Close.Relative(slope, Math.Exp(a.LogMedian), 1e-12);
        Close.Absolute(a.LogGlobal.Value, b.LogGlobal!.Value, 1e-9);
        Close.Absolute(a.LogTypical, b.LogTypical, 1e-9);
        Close.Absolute(a.LogMedian, b.LogMedian, 1e-9);
        Close.Absolute(a.LogWholeWay, b.LogWholeWay, 1e-9);
    }

    /// <summary>The supremum is at least the slope of every secant of every Φ_{t→k}.</summary>
    [Property(MaxTest = 40)]
    public Property No_secant_is_steeper_than_the_global_constant() => Prop.ForAll(LineCases.Solvable(), ScheduleCases.Short(), (c, sc) =>
    {
        var flow = new QuantileFlow(c.Structure, sc.Create());
        LipschitzConstants l = flow.Lipschitz();
        Assert.True(l.LogGlobal >= 0 && l.LogTypical >= 0 && l.LogTypical <= l.LogGlobal + 1e-9 && l.LogWholeWay <= l.LogGlobal + 1e-9);
        for (int t = 2; t <= sc.Steps; t += 1 + sc.Steps / 7)
        {
            for (int k = 1; k < t; k += 1 + t / 5)
            {
                UnivariateMixture q = flow.Law(t);
                double[] x = [.. Enumerable.Range(-40, 81).Select(i => q.FromNormalScore(0.1 * i))], y = new double[x.Length];
                flow.Map(t, k, new Simulator.Numerics.PointBatch(x, 1), y);
                for (int i = 1; i < x.Length; i++)
                {
                    double slope = (y[i] - y[i - 1]) / (x[i] - x[i - 1]);
                    Assert.True(Math.Log(slope) <= l.LogGlobal + 0.01, $"Φ_({t}→{k}) has slope {slope:R} near {x[i]:R}, L_f = {Math.Exp(l.LogGlobal!.Value):R}");
                }
            }
        }
    });

    /// <summary>Two components that nearly coincide take over from each other far out, where the rounding of log q once passed for a slope of 10^333.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1e-9)]
    [InlineData(1e-8)]
    [InlineData(1e-7)]
    [InlineData(1e-6)]
    [InlineData(1e-4)]
    public void Nearly_equal_components_have_the_slope_of_one(double half)
    {
        var law = new UnivariateMixture([0.5, 0.5], [-half, half], [1, 1]);
        LipschitzConstants constants = new QuantileFlow(new LineStructure(law), new TwoPhaseSchedule().Create(20)).Lipschitz();
        Assert.InRange(constants.LogGlobal!.Value, 0, 1e-9 + half);
        Assert.InRange(constants.LogWholeWay, -1e-9 - half, 1e-9 + half);
    }
}
