using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Consistency;

/// <summary>Errors that are put into steps on purpose: η_t (x − E X_t) of a given root mean square.</summary>
public class LearnerTests
{
    private static readonly Learner Injected = new(LearnerKind.Exact, [new InjectedError(3, 0.5), new InjectedError(6, -0.25)]);

    /// <summary>N(m, diag(¼, ¼, 4)).</summary>
    private static readonly LinearStructure Gaussian = new(
        new RealVector([1.0, -2, 0.5]), new FullCovariance(new RealMatrix(3, new RealVector([0.25, 0, 0, 0, 0.25, 0, 0, 0, 4]))));

    [Fact]
    public void Ready_made_learners_inject_nothing()
    {
        Assert.Equal(LearnerKind.Exact, Learner.Exact.Kind);
        Assert.Equal(LearnerKind.Ddim, Learner.Ddim.Kind);
        Assert.Equal(LearnerKind.Ddim, ((Learner)LearnerKind.Ddim).Kind);
        Assert.Empty(Learner.Exact.Errors);
        Assert.Empty(Learner.Ddim.Errors);
        Assert.Empty(((Learner)LearnerKind.Ddim).Errors);
    }

    /// <summary>ᾱ = ¼ of d = 3 and Tr Cov = 4.5: E‖X_t − E X_t‖² = ¼·4.5 + 3·¾ = 3.375.</summary>
    [Fact]
    public void Slope_is_the_size_over_the_spread_of_the_law()
    {
        NoiseLevel level = NoiseLevel.OfLogAlphaBar(Math.Log(0.25));
        Close.Relative(0.5 / Math.Sqrt(3.375), Injected.ErrorSlope(3, level, 3, 4.5), 1e-14);
        Close.Relative(-0.25 / Math.Sqrt(3.375), Injected.ErrorSlope(6, level, 3, 4.5), 1e-14);
        Assert.Equal(0, Injected.ErrorSlope(4, level, 3, 4.5));
        Assert.Equal(0, Learner.Exact.ErrorSlope(3, NoiseLevel.Zero, 3, 0));
    }

    /// <summary>The parts add up to the whole in squares, and the slope is the same on every block.</summary>
    [Fact]
    public void Blocks_share_an_error_so_that_its_slope_is_kept()
    {
        Schedule schedule = new CosineSchedule().Create(8);
        (int, double) whole = (5, 7.25), first = (2, 0.5), second = (3, 6.75);
        Learner a = Injected.OnBlock(schedule, first, whole), b = Injected.OnBlock(schedule, second, whole);
        Assert.Equal([3, 6], a.Errors.Select(e => e.Step));
        foreach (int i in (int[])[0, 1])
        {
            int t = Injected.Errors[i].Step;
            double size = Injected.Errors[i].Size;
            Close.Relative(size * size, a.Errors[i].Size * a.Errors[i].Size + b.Errors[i].Size * b.Errors[i].Size, 1e-14);
            double slope = Injected.ErrorSlope(t, schedule[t], 5, 7.25);
            Close.Relative(slope, a.ErrorSlope(t, schedule[t], 2, 0.5), 1e-14);
            Close.Relative(slope, b.ErrorSlope(t, schedule[t], 3, 6.75), 1e-14);
        }
    }

    /// <summary>f_t gains the slope η_t on every axis at its step and then contracts like any map: cos Δ from step to step.</summary>
    [Fact]
    public void Injected_slopes_stand_in_the_recursion_of_a_Gaussian()
    {
        Schedule schedule = new CosineSchedule().Create(8);
        LinearRecursion clean = new(Gaussian, schedule), injected = new(Gaussian, schedule, Injected);
        double[] extra = new double[2], before = new double[2];
        while (clean.Advance() && injected.Advance())
        {
            int t = clean.Time;
            LinearFunction f = (LinearFunction)clean.Current, g = (LinearFunction)injected.Current;
            for (int group = 0; group < 2; group++)
            {
                // From t−1 to t a slope is carried by E[X_{t−1} | X_t]: a clean slope's own ratio.
                double carried = t == 2 ? 1 : f.Slope(group) / before[group];
                extra[group] = extra[group] * carried + Injected.ErrorSlope(t, schedule[t], 3, 4.5);
                Close.Absolute(f.Slope(group) + extra[group], g.Slope(group), 1e-14, $"slope {group} at {t}");
                before[group] = f.Slope(group);
            }
        }

        Assert.Equal(8, injected.Time);
        Assert.All(extra, e => Assert.InRange(Math.Abs(e), 1e-3, 1));
    }

    /// <summary>The same law on a grid: a mixture of equal components away from 0 is a Gaussian.</summary>
    [Theory]
    [InlineData(LearnerKind.Exact)]
    [InlineData(LearnerKind.Ddim)]
    public void Injected_errors_on_the_line_equal_the_closed_form(LearnerKind kind)
    {
        Learner learner = Injected with { Kind = kind };
        Schedule schedule = new CosineSchedule().Create(8);
        var grid = new LineRecursion(new UnivariateMixture([0.4, 0.6], [1.5, 1.5], [0.5, 0.5]), schedule, 513, learner);
        var closed = new LinearRecursion(new LinearStructure(new RealVector([1.5]), new IsotropicCovariance(1, 0.5)), schedule, learner);
        double[] x = [-3, -0.5, 0, 1, 4];
        EqualAllTheWay(grid, closed, x, 1);
        Assert.Equal(8, grid.Time);
    }

    [Theory]
    [InlineData(LearnerKind.Exact)]
    [InlineData(LearnerKind.Ddim)]
    public void Injected_errors_of_a_radius_equal_the_closed_form(LearnerKind kind)
    {
        Learner learner = Injected with { Kind = kind };
        Schedule schedule = new CosineSchedule().Create(8);
        var structure = new RadialStructure(3, [new RadialComponent(0.4, 0, 0.5), new RadialComponent(0.6, 0, 0.5)]);
        var closed = new LinearRecursion(new LinearStructure(RealVector.Zero(3), new IsotropicCovariance(3, 0.5)), schedule, learner);
        double[] x = [0.1, 0, 0.2, -1, 1, 0.5, 2, 0, -2];
        EqualAllTheWay(new RadialRecursion(structure, schedule, 512, 48, learner), closed, x, 3);
    }

    private static void EqualAllTheWay(ConsistencyRecursion grid, ConsistencyRecursion closed, double[] x, int dimension)
    {
        double[] a = new double[x.Length], b = new double[x.Length];
        while (grid.Advance() && closed.Advance())
        {
            grid.Current.Evaluate(new PointBatch(x, dimension), a);
            closed.Current.Evaluate(new PointBatch(x, dimension), b);
            for (int i = 0; i < x.Length; i++)
                Close.Absolute(b[i], a[i], 1e-9, $"coordinate {i} at {grid.Time}");
        }
    }
}
