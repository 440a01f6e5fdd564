using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Diffusion;
using Simulator.Laws.Generators;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Xunit;

namespace Simulator.Tests.Diffusion;

public class ForwardProcessTests
{
    /// <summary>The chain is linear in (X_0, W_1, …, W_t): its coefficients, found by unit impulses, are those of the marginal (7).</summary>
    [Property]
    public Property Chain_has_the_marginal_law() => Prop.ForAll(ScheduleCases.Short(), c =>
    {
        Schedule schedule = c.Create();
        double square = 0;
        for (int impulse = 0; impulse <= c.Steps; impulse++)
        {
            double[] x = [impulse == 0 ? 1 : 0];
            for (int t = 1; t <= c.Steps; t++)
                ForwardProcess.Step(schedule, t, x, [impulse == t ? 1 : 0], x);
            if (impulse == 0) Close.Relative(schedule[c.Steps].Signal, x[0], 1e-12, "signal");
            else square += x[0] * x[0];
        }

        Close.Relative(schedule[c.Steps].OneMinusAlphaBar, square, 1e-12, "noise variance");
    });

    /// <summary>Many steps at once: what they keep and what they add, on top of X_s, give the marginal of X_t.</summary>
    [Property]
    public Property Steps_at_once_have_the_law_of_the_chain() => Prop.ForAll(ScheduleCases.Any(), c =>
    {
        Schedule schedule = c.Create();
        int from = c.Steps / 3, to = (from + c.Steps + 1) / 2;
        double[] x = [1, 0];
        ForwardProcess.Steps(schedule, from, to, x, [0, 1], x);
        Close.Relative(schedule[to].Signal, x[0] * schedule[from].Signal, 1e-12, "signal");
        Close.Relative(schedule[to].OneMinusAlphaBar, x[0] * x[0] * schedule[from].OneMinusAlphaBar + x[1] * x[1], 1e-12, "noise variance");
        Assert.Throws<ArgumentOutOfRangeException>(() => ForwardProcess.Steps(schedule, 2, 1, x, x, x));
    });

    [Property]
    public Property Pair_shares_data_and_noise() => Prop.ForAll(ScheduleCases.Any(), c =>
    {
        Schedule schedule = c.Create();
        RandomStream stream = RandomStream.Named(1, "tests", "pair", "");
        double[] data = new double[12], noise = new double[12], before = new double[12], after = new double[12];
        stream.FillNormal(data);
        stream.FillNormal(noise);
        int t = 2 + (c.Steps - 2) / 2;
        ForwardProcess.Pair(schedule, t, data, noise, before, after);
        for (int i = 0; i < 12; i++)
            Close.Absolute(before[i], schedule.PairSlope(t) * after[i] + schedule.PairGain(t) * data[i], 1e-13 * (1 + Math.Abs(after[i])));
    });

    [Fact]
    public void Sizes_are_checked()
    {
        Schedule schedule = new CosineSchedule().Create(3);
        Assert.Throws<ArgumentException>(() => ForwardProcess.Step(schedule, 1, new double[2], new double[3], new double[2]));
        Assert.Throws<ArgumentException>(() => ForwardProcess.Marginal(schedule[1], new double[2], new double[2], new double[1]));
    }
}
