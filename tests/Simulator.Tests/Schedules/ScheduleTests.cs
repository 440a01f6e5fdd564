using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Laws.Generators;
using Simulator.Schedules;
using Simulator.Tests.Reference;
using Xunit;

namespace Simulator.Tests.Schedules;

public class ScheduleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(57)]
    [InlineData(100)]
    public void Two_phase_schedule_equals_reference(int t)
    {
        Schedule schedule = new TwoPhaseSchedule(2, 4).Create(100);
        string name = t.ToString();
        Close.Relative(ReferenceValues.Number("schedule", name, "beta"), schedule.Beta(t), 1e-12, "β");
        Close.Relative(ReferenceValues.Number("schedule", name, "logAlphaBar"), schedule[t].LogAlphaBar, 1e-12, "log ᾱ");
    }

    [Fact]
    public void Exponent_t_minus_one_delays_the_ramp_by_one_step()
    {
        Schedule late = new TwoPhaseSchedule(2, 4, RampExponent.TMinusOne).Create(100), standard = new TwoPhaseSchedule(2, 4).Create(100);
        for (int t = 3; t <= 100; t++)
            Close.Relative(standard.Beta(t - 1), late.Beta(t), 1e-13);
    }

    /// <summary>At c0 = 4, T = 10⁵ the naive 1 − ᾱ_1 is exactly 0.</summary>
    [Fact]
    public void The_first_step_survives_rounding()
    {
        Schedule schedule = new TwoPhaseSchedule(4, 8).Create(100_000);
        Close.Relative(1e-20, schedule[1].OneMinusAlphaBar, 1e-12);
        Assert.True(schedule.Delta(2) > 0 && double.IsFinite(schedule[1].LogSigma));
    }

    [Property]
    public Property Levels_are_consistent() => Prop.ForAll(ScheduleCases.Any(), c =>
    {
        Schedule schedule = c.Create();
        Assert.Equal(c.Steps, schedule.Steps);
        Assert.Equal(NoiseLevel.Zero, schedule[0]);
        for (int t = 1; t <= c.Steps; t++)
        {
            NoiseLevel level = schedule[t];
            Assert.InRange(schedule.Beta(t), double.Epsilon, 1);
            Assert.True(level.LogAlphaBar < schedule[t - 1].LogAlphaBar);
            Close.Absolute(1, level.AlphaBar + level.OneMinusAlphaBar, 1e-14);
            Close.Absolute(1 - schedule.Beta(t), level.AlphaBar / schedule.AlphaBar(t - 1), 2e-14, "1 − β");
            if (t == 1) continue;
            Close.Absolute(level.LogSigma - schedule[t - 1].LogSigma, schedule.Delta(t), 1e-12 * (1 + Math.Abs(level.LogSigma)), "δ");
        }
    });

    [Property]
    public Property Pair_combines_signal_and_noise() => Prop.ForAll(ScheduleCases.Any(), c =>
    {
        Schedule schedule = c.Create();
        for (int t = 2; t <= c.Steps; t++)
        {
            // X_{t−1} = a X_t + b X_0 with the same noise: signal and noise must match.
            double a = schedule.PairSlope(t), b = schedule.PairGain(t);
            Close.Absolute(schedule[t - 1].Signal, a * schedule[t].Signal + b, 1e-14, "signal");
            Close.Relative(schedule[t - 1].Noise, a * schedule[t].Noise, 1e-13, "noise");
            Assert.True(b > 0);
        }
    });

    [Fact]
    public void Cosine_has_equal_angles()
    {
        Schedule schedule = new CosineSchedule().Create(30);
        for (int t = 1; t <= 30; t++)
            Close.Absolute(Math.PI / 2 * t / 31, Math.Acos(schedule[t].Signal), 1e-14);
    }

    [Fact]
    public void Karras_runs_from_its_smallest_to_its_largest_sigma()
    {
        Schedule schedule = new KarrasSchedule().Create(18);
        Close.Relative(0.002, schedule[1].Sigma, 1e-14);
        Close.Relative(80, schedule[18].Sigma, 1e-13);
        Close.Relative(Math.Pow(0.5 * (Math.Pow(0.002, 1.0 / 7) + Math.Pow(80, 1.0 / 7)), 7), new KarrasSchedule().Create(3)[2].Sigma, 1e-13);
    }

    [Fact]
    public void Linear_has_its_published_ends()
    {
        Schedule schedule = new LinearSchedule().Create(1000);
        Close.Relative(1e-4, schedule.Beta(1), 1e-14);
        Close.Relative(0.02, schedule.Beta(1000), 1e-14);
    }

    [Fact]
    public void Impossible_schedules_are_refused()
    {
        Assert.Contains("works is 9", new TwoPhaseSchedule().Objection(8));
        Assert.Null(new TwoPhaseSchedule().Objection(9));
        Assert.Contains("21", new LinearSchedule().Objection(20));
        Assert.Throws<ArgumentException>(() => new TwoPhaseSchedule().Create(5));
        Assert.Throws<ArgumentException>(() => new CosineSchedule().Create(1));
        Assert.Throws<ArgumentException>(() => Schedule.FromBetas([0.1, 1.0]));
        Assert.Throws<ArgumentException>(() => Schedule.FromLogSigmas([0, 0]));
    }
}
