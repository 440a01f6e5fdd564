using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Tests.Reference;
using Xunit;

namespace Simulator.Tests.Consistency;

/// <summary>Values of f_T, W1, W2 against the independent implementation and against closed forms.</summary>
public class ReferenceTests
{
    [Theory]
    [InlineData("bi6_T100")]
    [InlineData("bi6_T400")]
    [InlineData("g2_T100")]
    [InlineData("g2_T400")]
    public void One_dimensional_targets_equal_reference(string name)
    {
        var target = MixtureTarget.OnLine(ReferenceValues.Numbers(name, "w"), ReferenceValues.Numbers(name, "m"), ReferenceValues.Numbers(name, "s"));
        int steps = (int)ReferenceValues.Number(name, "T");
        var schedule = new TwoPhaseSchedule(ReferenceValues.Number(name, "c0"), ReferenceValues.Number(name, "c1"));
        ExactSolution solution = Solve(target, schedule, steps);
        SamplingErrors errors = solution.Measure();
        Assert.Equal(Status.Ok, errors.Status);
        Close.Relative(ReferenceValues.Number(name, "W1"), errors.W1.Middle, 2e-7, "W1");
        Close.Relative(ReferenceValues.Number(name, "W2"), errors.W2.Middle, 2e-7, "W2");
        Assert.True(errors.W1.Radius < 2e-7 * errors.W1.Middle);
        double[] x = ReferenceValues.Numbers(name, "x"), f = ReferenceValues.Numbers(name, "f"), value = new double[x.Length];
        solution.Function.Evaluate(new PointBatch(x, 1), value);
        for (int i = 0; i < x.Length; i++)
            Close.Absolute(f[i], value[i], 1e-7, $"f({x[i]})");
        Close.Relative(ReferenceValues.Number(name, "log_abT"), schedule.Create(steps)[steps].LogAlphaBar, 1e-12, "log ᾱ_T");
    }

    /// <summary>The coupling error of a single block of the reference's table over blocks.</summary>
    [Fact]
    public void Optimal_coupling_of_one_block_equals_reference()
    {
        var errors = Solve(MixtureTarget.OnLine([0.5, 0.5], [-1, 1], [0.6, 0.6]), new TwoPhaseSchedule(), 100).Measure();
        Close.Relative(ReferenceValues.Number("normOverBlocks", "1"), errors.OptimalCoupling.Value, 3e-7);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(16384)]
    public void Standard_normal_target_equals_reference(int steps)
    {
        double[] f = new double[1];
        Solve(new GaussianTarget(1, 1), new TwoPhaseSchedule(), steps).Function.Evaluate(new PointBatch([1.0], 1), f);
        Close.Relative(ReferenceValues.Number("standardNormal", steps.ToString()), 1 - f[0], 1e-12);
    }

    [Fact]
    public void Standard_normal_target_is_a_product_of_cosines()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(300);
        double Angle(int t) => Math.Atan2(schedule[t].Noise, schedule[t].Signal);
        double product = 1;
        for (int t = 2; t <= 300; t++)
            product *= Math.Cos(Angle(t) - Angle(t - 1));
        double[] f = new double[1];
        Solve(new GaussianTarget(1, 1), new TwoPhaseSchedule(), 300).Function.Evaluate(new PointBatch([1.0], 1), f);
        Close.Relative(product, f[0], 1e-13);

        // Equal angles: cos(Δ)^{T−1}.
        Solve(new GaussianTarget(1, 1), new CosineSchedule(), 64).Function.Evaluate(new PointBatch([1.0], 1), f);
        Close.Relative(Math.Pow(Math.Cos(Math.PI / 2 / 65), 63), f[0], 1e-13);
    }

    /// <summary>Section 7 (D): W1 → E‖Z‖ (0.30904494/2) c1 log T/T for N(0, I).</summary>
    [Fact]
    public void Standard_normal_target_has_the_sharp_constant()
    {
        const int T = 200_000;
        double w1 = Solve(new GaussianTarget(1, 1), new TwoPhaseSchedule(), T).Measure().W1.Middle;
        Close.Relative(Math.Sqrt(2 / Math.PI) * 0.30904494 / 2 * 4 * Math.Log(T) / T, w1, 2e-3);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(7.0)]
    public void Centred_Gaussians_have_W1_equal_W2_times_root_two_over_pi(double deviation)
    {
        SamplingErrors errors = Solve(new GaussianTarget(1, deviation), new TwoPhaseSchedule(), 128).Measure();
        Close.Relative(errors.W2.Middle * Math.Sqrt(2 / Math.PI), errors.W1.Middle, 1e-13);
    }

    internal static ExactSolution Solve(Target target, ScheduleFamily family, int steps, LearnerKind learner = LearnerKind.Exact)
        => ExactSolvers.For(target.Structure, learner)!.Solve(target.Structure, family.Create(steps), learner, null, TestContext.Current.CancellationToken);
}
