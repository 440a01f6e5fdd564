using Simulator.Numerics.Functions;
using Xunit;

namespace Simulator.Tests.Numerics.Functions;

public class RadialBesselTests
{
    // mpmath, 40 digits: I_{ν+1}(κ)/I_ν(κ) and log(e^{−κ} Γ(ν+1) (2/κ)^ν I_ν(κ)).
    [Theory]
    [InlineData(-0.5, 1e-6, 9.9999999999966667e-7, -9.999995e-7)]
    [InlineData(-0.5, 0.3, 0.29131261245159091, -0.25565923007405968)]
    [InlineData(-0.5, 7, 0.99999833694394467, -0.69314634903157193)]
    [InlineData(-0.5, 60, 1.0, -0.69314718055994531)]
    [InlineData(-0.5, 1000, 1.0, -0.69314718055994531)]
    [InlineData(-0.5, 50000, 1.0, -0.69314718055994531)]
    [InlineData(0, 1e-6, 4.999999999999375e-7, -9.9999975e-7)]
    [InlineData(0, 0.3, 0.14833742694087526, -0.2776253113779581)]
    [InlineData(0, 7, 0.92553221079415218, -1.8725070849171512)]
    [InlineData(0, 60, 0.99163135012420877, -2.9640098103448574)]
    [InlineData(0, 1000, 0.99949987487480428, -4.3726911101305353)]
    [InlineData(0, 50000, 0.999989999949999, -6.3288251753848138)]
    [InlineData(0.5, 1e-6, 3.3333333333331111e-7, -9.9999983333333333e-7)]
    [InlineData(0.5, 0.3, 0.099405096988408256, -0.28504474458032888)]
    [InlineData(0.5, 7, 0.85714452020167823, -2.6390581611443234)]
    [InlineData(0.5, 60, 0.98333333333333333, -4.787491742782046)]
    [InlineData(0.5, 1000, 0.999, -7.6009024595420824)]
    [InlineData(0.5, 50000, 0.99998, -11.512925464970228)]
    [InlineData(3, 1e-6, 1.2499999999999844e-7, -9.999999375e-7)]
    [InlineData(3, 0.3, 0.0374578914366535, -0.29437816011360863)]
    [InlineData(3, 7, 0.59880785290423508, -4.5218157569322982)]
    [InlineData(3, 60, 0.94290193334920479, -11.451462653238434)]
    [InlineData(3, 1000, 0.99650437937196697, -21.229258185225356)]
    [InlineData(3, 50000, 0.999930001750035, -34.917049018607765)]
    [InlineData(31, 1e-6, 1.5624999999999996e-8, -9.999999921875e-7)]
    [InlineData(31, 0.3, 0.0046874001284204528, -0.29929688249047173)]
    [InlineData(31, 7, 0.10813401675489936, -6.6193752235410391)]
    [InlineData(31, 60, 0.60234371865033963, -38.211922099990801)]
    [InlineData(31, 1000, 0.96898074030963348, -119.41402053394394)]
    [InlineData(31, 50000, 0.99937019215382465, -242.1717759372242)]
    [InlineData(511, 1e-6, 9.765625e-10, -9.9999999951171875e-7)]
    [InlineData(511, 0.3, 0.00029296872490331175, -0.29995605468938225)]
    [InlineData(511, 7, 0.006835618708731709, -6.9760747766520305)]
    [InlineData(511, 60, 0.058394338086275703, -58.245185457974515)]
    [InlineData(511, 1000, 0.61159996862410609, -628.19262198386154)]
    [InlineData(511, 50000, 0.98982222383079554, -2503.8263856255539)]
    [InlineData(4999, 1e-6, 1.0e-10, -9.9999999995e-7)]
    [InlineData(4999, 0.3, 2.9999999973005399e-5, -0.29999550000000202)]
    [InlineData(4999, 7, 0.00069999965706892222, -6.9975500006001296)]
    [InlineData(4999, 60, 0.005999784058732637, -59.820003239196713)]
    [InlineData(4999, 1000, 0.099019702113027223, -950.24667973988045)]
    public void Ratio_and_logarithm_equal_mpmath(double order, double argument, double ratio, double log)
    {
        Close.Relative(ratio, BesselI.Ratio(order, argument), 5e-15, "ratio");
        Close.Absolute(log, BesselI.LogScaled(order, argument), 5e-14 * Math.Max(1, Math.Abs(log)), "logarithm");
    }

    // mpmath, 60 digits, on both sides of every change of method.
    [Theory]
    [InlineData(0, 0.0005, 0.499999953125003)]
    [InlineData(0.5, 0.001, 0.333333266666677)]
    [InlineData(3, 0.01, 0.124999531251628)]
    [InlineData(3, 2.5, 0.100979702188843)]
    [InlineData(3, 139, 0.000177857040048596)]
    [InlineData(3, 141, 0.000172893098986482)]
    [InlineData(3, 1e6, 3.49999124998688e-12)]
    [InlineData(0.5, 51, 0.000384467512495194)]
    [InlineData(0.5, 54, 0.000342935528120713)]
    [InlineData(499, 5, 0.000999925155912733)]
    [InlineData(499, 600, 0.000499941867016343)]
    [InlineData(499, 2.6e6, 7.38763654478227e-11)]
    [InlineData(0, 1e9, 5.0000000025e-19)]
    public void Derivative_of_the_ratio_equals_mpmath(double order, double argument, double expected)
        => Close.Relative(expected, BesselI.RatioDerivative(order, argument), 2e-11);

    /// <summary>Riccati's equation, where it does not cancel, across all changes of method and for orders up to a million.</summary>
    [Fact]
    public void Derivative_of_the_ratio_satisfies_its_equation()
    {
        foreach (double order in (double[])[-0.5, 0, 2, 30, 99.5, 100, 511, 1e4, 1e6])
        {
            for (double argument = 1e-3; argument < 1e8; argument *= 2.3)
            {
                double ratio = BesselI.Ratio(order, argument), other = (2 * order + 1) * ratio / argument;
                Close.Absolute(1 - ratio * ratio - other, BesselI.RatioDerivative(order, argument), 4e-15, $"ν = {order}, κ = {argument}");
            }
        }
    }

    /// <summary>The derivative of the logarithm is the ratio less 1, across all changes of method.</summary>
    [Fact]
    public void Logarithm_has_the_ratio_as_its_derivative()
    {
        foreach (double order in (double[])[-0.5, 0, 0.5, 2, 12, 39.5, 40, 200, 5000])
        {
            for (double argument = 0.01; argument < 1e5; argument *= 1.37)
            {
                double h = 1e-3 * argument;
                double slope = (8 * (BesselI.LogScaled(order, argument + h) - BesselI.LogScaled(order, argument - h))
                    - BesselI.LogScaled(order, argument + 2 * h) + BesselI.LogScaled(order, argument - 2 * h)) / (12 * h);
                Close.Absolute(BesselI.Ratio(order, argument) - 1, slope, 1e-9 * Math.Max(1, (1 + order) / argument), $"ν = {order}, κ = {argument}");
            }
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(31.0)]
    [InlineData(511.0)]
    public void Ratio_satisfies_its_recurrence_up_to_huge_arguments(double order)
    {
        for (double argument = 1e-3; argument < 1e11; argument *= 3.7)
            Close.Relative(1 / BesselI.Ratio(order, argument), 2 * (order + 1) / argument + BesselI.Ratio(order + 1, argument), 1e-14, $"κ = {argument}");
        Assert.Equal(0, BesselI.Ratio(order, 0));
        Assert.Equal(0, BesselI.LogScaled(order, 0), 1e-15);
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BesselI.Ratio(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BesselI.LogScaled(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BesselI.Ratio(1, double.NaN));
    }
}
