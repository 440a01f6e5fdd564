using Simulator.Numerics.Random;
using Simulator.Theory;
using Xunit;

namespace Simulator.Tests.Theory;

public class ScalingExponentTests
{
    /// <summary>A power over groups with constants of their own: the exponent and an interval without width.</summary>
    [Fact]
    public void A_power_is_found_whatever_the_constants()
    {
        SlopeFit fit = Fit([.. new[] { 1.0, 7, 0.01 }.Select(c => Group(x => c * Math.Pow(x, 2.5), 1, 2, 5, 100))])!;
        Close.Absolute(2.5, fit.Value, 1e-12);
        Close.Absolute(2.5, fit.Low!.Value, 1e-12);
        Close.Absolute(2.5, fit.High!.Value, 1e-12);
    }

    /// <summary>By hand: log y = 0, 1, 1 at log x = −1, 0, 1 has the slope ½; residuals are −1/6, 1/3, −1/6, inflated by √3.</summary>
    [Fact]
    public void The_interval_is_that_of_the_residuals()
    {
        SlopeFit fit = Fit([[new(-1, 0, 0), new(0, 1, 1), new(1, 1, 1)]])!;
        Close.Absolute(0.5, fit.Value, 1e-14);

        // A draw moves the slope by (r_3 − r_1)/2: at most half of √3/2, which one draw in 9/2 does.
        double reach = Math.Sqrt(3) / 4;
        Close.Absolute(0.5 - reach, fit.Low!.Value, 1e-12);
        Close.Absolute(0.5 + reach, fit.High!.Value, 1e-12);
    }

    /// <summary>Values that are only enclosed widen the interval of the exponent, and do not move it.</summary>
    [Fact]
    public void Wide_intervals_make_a_wide_interval()
    {
        EnclosedPoint[] wide = [.. Group(x => x, 1, 10, 100, 1000).Select(p => new EnclosedPoint(p.LogX, p.LogYLow - 0.5, p.LogYHigh + 0.5))];
        SlopeFit fit = Fit([wide])!;
        Close.Absolute(1, fit.Value, 1e-12);
        Assert.InRange(fit.High!.Value - fit.Low!.Value, 0.05, 0.4);
    }

    /// <summary>95 % of the intervals of noisy powers hold the exponent, give or take what 200 of them scatter and a bootstrap of few points lacks.</summary>
    [Fact]
    public void Intervals_hold_the_exponent_about_as_often_as_they_say()
    {
        var noise = RandomStream.Named(5, "test", "scaling", "noise");
        int held = 0;
        for (int i = 0; i < 200; i++)
        {
            EnclosedPoint[] points = [.. Enumerable.Range(0, 12).Select(j => 0.7 * j + 0.2 * noise.NextNormal()).Select((y, j) => new EnclosedPoint(j, y, y))];
            SlopeFit fit = Fit([points], $"{i}")!;
            if (fit.Low <= 0.7 && fit.High >= 0.7) held++;
        }

        Assert.InRange(held, 176, 199);
    }

    [Fact]
    public void The_same_name_gives_the_same_interval()
        => Assert.Equal(Fit([Group(Math.Sin, 0.5, 1, 1.5)]), Fit([Group(Math.Sin, 0.5, 1, 1.5)]));

    /// <summary>Between two places every power fits, however many groups say the same.</summary>
    [Fact]
    public void Two_places_have_no_interval()
        => Assert.Equal("between two places every power fits", Fit([Group(x => x, 1, 2), Group(x => 3 * x, 1, 2), Group(x => x * x, 1, 2)])!.Reason);

    [Fact]
    public void Too_few_points_have_no_interval_and_one_place_no_exponent()
    {
        SlopeFit fit = Fit([Group(x => x, 1, 2)])!;
        Assert.Equal((1.0, null, null, "an interval needs more points than constants"), (Math.Round(fit.Value, 12), fit.Low, fit.High, fit.Reason));
        Assert.Null(Fit([Group(x => x, 3, 3), Group(x => x, 4)]));
    }

    private static SlopeFit? Fit(IReadOnlyList<IReadOnlyList<EnclosedPoint>> groups, string name = "x") => ScalingExponent.Fit(groups, RandomStream.Named(1, "test", "scaling", name));

    private static EnclosedPoint[] Group(Func<double, double> y, params double[] x) => [.. x.Select(v => new EnclosedPoint(Math.Log(v), Math.Log(y(v)), Math.Log(y(v))))];
}
