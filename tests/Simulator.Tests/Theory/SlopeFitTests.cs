using Simulator.Theory;
using Xunit;

namespace Simulator.Tests.Theory;

public class SlopeFitTests
{
    /// <summary>log y = 0, 1, 1 at log x = −1, 0, 1: slope ½, residual sum 1/6, t(1) at 97.5 % = tan(0.475 π).</summary>
    [Fact]
    public void Interval_reaches_as_far_down_as_up()
    {
        SlopeFit fit = SlopeFit.OfPowers([(Math.Exp(-1), 1), (1, Math.E), (Math.E, Math.E)])!;
        double reach = Math.Tan(0.475 * Math.PI) / Math.Sqrt(12);
        Close.Absolute(0.5, fit.Value, 1e-14);
        Close.Absolute(0.5 - reach, fit.Low!.Value, 1e-10);
        Close.Absolute(0.5 + reach, fit.High!.Value, 1e-10);
        Assert.Null(fit.Reason);
    }

    [Fact]
    public void Two_points_have_a_slope_and_a_reason_for_no_interval()
        => Assert.Equal(new SlopeFit(2, null, null, "an interval needs at least three step counts"), SlopeFit.OfPowers([(1, 1), (Math.E, Math.E * Math.E)]));

    [Fact]
    public void A_missing_list_is_the_callers_mistake()
        => Assert.Throws<ArgumentNullException>("points", () => SlopeFit.OfPowers(null!));
}
