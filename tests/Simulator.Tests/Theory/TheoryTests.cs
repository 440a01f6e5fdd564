using Simulator.Flow;
using Simulator.Targets;
using Simulator.Theory;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.Theory;

public class TheoryTests
{
    [Fact]
    public void Bound_is_the_right_side_of_theorem_one()
    {
        var lipschitz = new LipschitzConstants(Math.Log(2), "closed form", Math.Log(1.5), 0, SlopeLaw.Constant(0));
        TheoremBound bound = TheoremBound.Of(lipschitz, 4, 100, (0, 0), (0, 0));
        double leading = 8 * 32 * Math.Pow(Math.Log(100), 5) / 100;
        Close.Relative(Math.Log10(leading), bound.Log10(1), 1e-13);
        Close.Relative(Math.Log10(0.3 * leading + 0.75), TheoremBound.Of(lipschitz, 4, 100, (0.5, 0.5), (0.25, 0.25)).Log10(0.3), 1e-13);
        Close.Relative(Math.Log10(0.2 / leading), bound.Log10ImpliedC1(DistanceInterval.Around(0.2, 0, "test"))!.Value, 1e-12);
        Assert.Null(TheoremBound.Of(lipschitz, 4, 100, (0.5, 0.5), (0.25, 0.25)).Log10ImpliedC1(DistanceInterval.Around(0.2, 0, "test")));
        Assert.Equal("global", bound.LipschitzUsed);
        Assert.Equal("typical", TheoremBound.Of(lipschitz with { LogGlobal = null }, 1, 100, (0, 0), (0, 0)).LipschitzUsed);
    }

    [Fact]
    public void A_violation_needs_the_lower_end_of_the_distance()
    {
        var lipschitz = new LipschitzConstants(0, "closed form", 0, 0, SlopeLaw.Constant(0));
        TheoremBound bound = TheoremBound.Of(lipschitz, 1, 100, (0, 0), (0, 0));
        double c1 = 1e-3, right = Math.Pow(10, bound.Log10(c1));
        Assert.False(bound.IsViolatedBy(new DistanceInterval(0.9 * right, 1.1 * right, "", ""), c1));
        Assert.True(bound.IsViolatedBy(new DistanceInterval(1.01 * right, 1.1 * right, "", ""), c1));
    }

    [Fact]
    public void Bound_bears_an_astronomical_Lipschitz_constant()
    {
        TheoremBound bound = TheoremBound.Of(new LipschitzConstants(5000, "closed form", 5000, 5000, SlopeLaw.Constant(0)), 1, 100, (0.1, 0.1), (0, 0));
        Assert.True(double.IsFinite(bound.Log10(1)) && bound.Log10(1) > 6000);
    }

    [Fact]
    public void Slope_of_a_pure_power_is_its_exponent()
    {
        SlopeFit fit = SlopeFit.OfPowers([(100, 5 * Math.Pow(100, -0.7)), (300, 5 * Math.Pow(300, -0.7)), (1000, 5 * Math.Pow(1000, -0.7))])!;
        Close.Absolute(-0.7, fit.Value, 1e-13);
        Close.Absolute(fit.Low!.Value, fit.High!.Value, 1e-11);
        SlopeFit two = SlopeFit.OfPowers([(1, 1), (Math.E, 2)])!;
        Assert.Null(two.Low);
        Assert.NotNull(two.Reason);
        Assert.Null(SlopeFit.OfPowers([(3, 1), (3, 2)]));
    }

    [Fact]
    public void Slope_interval_is_students()
    {
        // Anscombe's first data set: slope 0.500, standard error 0.1179, t(9) at 97.5 % = 2.262157.
        double[] x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        SlopeFit fit = SlopeFit.OfPowers([.. x.Zip(y, (a, b) => (Math.Exp(a), Math.Exp(b)))])!;
        Close.Absolute(0.50009, fit.Value, 1e-5);
        Close.Absolute(2.262157 * 0.11791, fit.High!.Value - fit.Value, 1e-4);
    }

    [Fact]
    public void Support_of_a_Gaussian_is_unbounded_and_says_by_how_much()
    {
        SupportCheck check = SupportCheck.Of(new GaussianTarget(1, 1), 3, 1);
        Assert.False(check.ToHypothesis().Met);
        Close.Relative(0.0026997960632601866, check.MassOutside.Value, 1e-12);
        Close.Relative(9, SupportCheck.Of(new GaussianTarget(1, 1), 3, 2).Radius, 1e-15);
    }
}
