using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Theory;
using Xunit;

namespace Simulator.Tests.Theory;

public class SupportCheckTests
{
    [Fact]
    public void A_sphere_inside_the_ball_meets_the_assumption()
    {
        SupportCheck check = SupportCheck.Of(new SphereTarget(3, 2), 2, 1.5);
        Assert.True(check.Bounded);
        Close.Relative(Math.Sqrt(8), check.Radius, 1e-15);
        Assert.Equal(new Hypothesis("22", "‖X_0‖ ≤ T^(c_R) (S)", true, null, null, null, "bounded support"), check.ToHypothesis());
    }

    /// <summary>Bounded is not enough: the ball is too small.</summary>
    [Fact]
    public void A_sphere_outside_the_ball_does_not()
    {
        SupportCheck check = SupportCheck.Of(new SphereTarget(3, 3), 2, 1.5);
        Assert.True(check.Bounded);
        Assert.Equal(new Hypothesis("22", "‖X_0‖ ≤ T^(c_R) (S)", false, null, null, null, "mass outside: 1, exact"), check.ToHypothesis());
    }

    [Theory]
    [InlineData(3, "mass outside: 0.0027, exact")]
    [InlineData(10, "mass outside: 10^(-22.8), exact")]
    [InlineData(10_000, "mass outside: 10^(-2.17e+7), exact")]
    public void Mass_outside_is_a_number_while_it_can_be_read_and_a_power_of_ten_after(int radius, string reason)
    {
        Hypothesis hypothesis = SupportCheck.Of(new GaussianTarget(1, 1), radius, 1).ToHypothesis();
        Assert.False(hypothesis.Met);
        Assert.Equal(reason, hypothesis.Reason);
    }

    /// <summary>The exponents themselves belong to the longer form.</summary>
    [Theory]
    [InlineData(-4, "mass outside: 10^(-4), by hand")]
    [InlineData(-1_000_000, "mass outside: 10^(-1.00e+6), by hand")]
    public void Forms_change_at_whole_powers(int power, string reason)
    {
        double log = power * Math.Log(10);
        Assert.Equal(power, log / Math.Log(10));
        Assert.Equal(reason, new SupportCheck(false, 1, new TailMass(log, "by hand")).ToHypothesis().Reason);
    }

    /// <summary>An unbounded law of which the mass outside underflows even as a logarithm is still unbounded.</summary>
    [Fact]
    public void No_mass_outside_is_not_a_bounded_support()
        => Assert.False(new SupportCheck(false, 1, new TailMass(double.NegativeInfinity, "by hand")).ToHypothesis().Met);

    [Fact]
    public void A_missing_target_is_the_callers_mistake()
        => Assert.Throws<ArgumentNullException>("target", () => SupportCheck.Of(null!, 2, 1));
}
