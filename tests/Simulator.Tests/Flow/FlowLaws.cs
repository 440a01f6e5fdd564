using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Flow;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Flow;

/// <summary>Laws of the probability flow (section 8): semigroup, inverse, push-forward, monotone; over all schedules and targets.</summary>
public class FlowLaws
{
    private static readonly double[] Scores = [-6, -2.5, -0.9, -0.1, 0.3, 1.4, 3, 6];

    [Property]
    public Property Quantile_flow_is_an_increasing_semigroup_that_carries_the_laws() => Prop.ForAll(LineCases.Wild(), ScheduleCases.Any(), (c, sc) =>
    {
        var flow = new QuantileFlow(c.Structure, sc.Create());
        int last = sc.Steps, middle = 1 + last / 2;
        UnivariateMixture q = flow.Law(last), first = flow.Law(1), between = flow.Law(middle);
        double[] x = [.. Scores.Select(z => q.FromNormalScore(z))];
        double[] direct = Map(flow, last, 1, x), half = Map(flow, last, middle, x), composed = Map(flow, middle, 1, half), back = Map(flow, 1, last, direct);
        for (int i = 0; i < x.Length; i++)
        {
            // Push-forward: the same mass on the left, from the smaller side.
            Close.Relative(Smaller(q, x[i]), Smaller(first, direct[i]), 1e-9 + Sensitivity(q, x[i]) + Sensitivity(first, direct[i]), $"mass at {x[i]}");
            Close.Relative(Smaller(q, x[i]), Smaller(between, half[i]), 1e-9 + Sensitivity(q, x[i]) + Sensitivity(between, half[i]), "mass in between");

            // Semigroup and inverse, measured by mass, which does not blow up where the map is steep.
            Close.Relative(Smaller(first, direct[i]), Smaller(first, composed[i]), 1e-9 + 2 * Sensitivity(first, direct[i]) + Sensitivity(between, half[i]), "semigroup");
            Close.Absolute(x[i], back[i], 1e-9 * (1 + Math.Abs(x[i])) * (1 + Math.Exp(Math.Min(30, first.LogPdf(direct[i]) - q.LogPdf(x[i])))) + 1e-6 * Sensitivity(first, direct[i]), "inverse");
            if (i > 0) Assert.True(direct[i] >= direct[i - 1] && half[i] >= half[i - 1], "monotone");
        }

        Assert.Equal(x, Map(flow, last, last, x));
    });

    [Property]
    public Property Linear_flow_equals_the_quantile_flow_of_the_same_law() => Prop.ForAll(
        Sizes.LogUniform(1e-3, 30).ToArbitrary(), Sizes.Uniform(-5, 5).ToArbitrary(), ScheduleCases.Any(), (deviation, mean, sc) =>
        {
            Schedule schedule = sc.Create();
            var linear = new LinearFlow(new LinearStructure(new RealVector([mean]), new IsotropicCovariance(1, deviation)), schedule);
            var quantile = new QuantileFlow(new LineStructure(new UnivariateMixture([1], [mean], [deviation])), schedule);
            double[] x = [-7, -1, 0, 0.2, 5], a = Map(linear, sc.Steps, 1, x), b = Map(quantile, sc.Steps, 1, x);
            for (int i = 0; i < x.Length; i++)
                Close.Absolute(b[i], a[i], 1e-10 * (1 + Math.Abs(b[i]) + Math.Abs(mean)) * Math.Max(1, deviation));
        });

    [Property]
    public Property Linear_flow_commutes_with_its_eigenbasis(int seed) => Prop.ForAll(ScheduleCases.Short(), sc =>
    {
        // In the plane, rotated by an angle: eigen-coordinates move independently.
        double angle = seed % 7, c = Math.Cos(angle), s = Math.Sin(angle), a = 2, b = 0.3;
        var covariance = new FullCovariance(new RealMatrix(2, new RealVector([a * c * c + b * s * s, (a - b) * c * s, (a - b) * c * s, a * s * s + b * c * c])));
        Schedule schedule = sc.Create();
        var flow = new LinearFlow(new LinearStructure(RealVector.Zero(2), covariance), schedule);
        double[] y = new double[2];
        flow.Map(sc.Steps, 1, new PointBatch([c * 0.7 - s * 1.1, s * 0.7 + c * 1.1], 2), y);
        double Factor(double variance) => Math.Sqrt(schedule[1].MarginalVariance(variance) / schedule[sc.Steps].MarginalVariance(variance));
        Close.Absolute(0.7 * Factor(a), c * y[0] + s * y[1], 1e-11 * (1 + Factor(a)));
        Close.Absolute(1.1 * Factor(b), -s * y[0] + c * y[1], 1e-11 * (1 + Factor(b)));
    });

    [Fact]
    public void Times_and_sizes_are_checked()
    {
        var flow = new QuantileFlow(new LineStructure(UnivariateMixture.StandardNormal), new CosineSchedule().Create(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => flow.Map(6, 1, new PointBatch([0.0], 1), new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => flow.Map(1, 0, new PointBatch([0.0], 1), new double[1]));
        Assert.Throws<ArgumentException>(() => flow.Map(1, 1, new PointBatch([0.0, 1], 2), new double[2]));
    }

    private static double[] Map(FlowMap flow, int from, int to, double[] x)
    {
        var y = new double[x.Length];
        flow.Map(from, to, new PointBatch(x, 1), y);
        return y;
    }

    private static double Smaller(UnivariateMixture law, double x) => Math.Min(law.Cdf(x), law.UpperTail(x));

    /// <summary>How much an ulp of x changes the smaller mass, relative.</summary>
    private static double Sensitivity(UnivariateMixture law, double x)
        => law.Pdf(x) * 1e-14 * (Math.Abs(x) + 1e-3) / Math.Max(Smaller(law, x), 1e-300);
}
