using Simulator.Schedules;
using Xunit;

namespace Simulator.Tests.Schedules;

public class ScheduleLemmaTests
{
    [Theory]
    [InlineData(100, 1.35)]
    [InlineData(100_000, 1.582)]
    public void Largest_relative_step_is_what_theory_says(int steps, double expected)
    {
        // theory, section 2: max β_t/(1 − ᾱ_t) → 1.582 r, 1.35 r at T = 100; the slack of (27b) is 8 over that.
        var family = new TwoPhaseSchedule();
        Hypothesis h = Find(family, steps, "27b");
        Assert.True(h.Met);
        Close.Relative(expected, 8 / h.Slack!.Value, 0.005);
    }

    [Fact]
    public void The_last_statement_is_out_of_reach_and_says_how_far()
    {
        Hypothesis h = Find(new TwoPhaseSchedule(), 400, "27d");
        Assert.False(h.Met);
        Assert.Equal(0, h.Slack);

        // ᾱ_T ≈ e^{−1} T^{−(c1−c0)}: far from T^{−1000}, and the logarithm still tells.
        Close.Relative(-1000 * Math.Log10(400) + 13.066931778414613 / Math.Log(10), h.SlackLog10!.Value, 1e-9);
    }

    [Fact]
    public void A_large_rate_breaks_one_half()
    {
        Hypothesis h = Find(new TwoPhaseSchedule(2, 4), 20, "27a-rate");
        Assert.False(h.Met);
        Close.Relative(2 * (1 - 4 * Math.Log(20) / 20), h.Slack!.Value, 1e-12);
        Assert.True(Find(new TwoPhaseSchedule(2, 4), 100, "27a-rate").Met);

        // On the plateau β_t = r: the first inequality is an equality.
        Hypothesis kept = Find(new TwoPhaseSchedule(2, 4), 100, "27a");
        Assert.True(kept.Met);
        Assert.Equal(1, kept.Slack);
        Assert.True(Find(new TwoPhaseSchedule(2, 4), 100, "27c").Met);
    }

    [Fact]
    public void Without_a_rate_only_the_end_can_be_judged()
    {
        foreach (Hypothesis h in ScheduleLemma.Check(new CosineSchedule().Create(50), null))
            Assert.True(h.Name == "27d" ? h.Met == false : h.Met is null && h.Reason is not null);
    }

    private static Hypothesis Find(ScheduleFamily family, int steps, string name)
        => ScheduleLemma.Check(family.Create(steps), family.Rate(steps)).Single(h => h.Name == name);
}
