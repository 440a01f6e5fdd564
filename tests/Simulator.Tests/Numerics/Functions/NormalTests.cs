using FsCheck.Xunit;
using Simulator.Numerics.Functions;
using Xunit;

namespace Simulator.Tests.Numerics.Functions;

public class NormalTests
{
    // mpmath, 40 digits: log(erfc(-z/√2)/2).
    [Theory]
    [InlineData(-1000, -500007.8266948121843)]
    [InlineData(-100, -5005.524208694205175)]
    [InlineData(-35, -616.9751012619360176)]
    [InlineData(-12, -75.41067300156984)]
    [InlineData(-8, -35.013437159914545)]
    [InlineData(-1, -1.8410216450092635)]
    [InlineData(3, -0.0013508099647481938)]
    public void LogCdf_equals_reference(double z, double expected) => Close.Relative(expected, Normal.LogCdf(z), 1e-13);

    [Property]
    public bool Quantile_inverts_cdf(int seed)
    {
        double z = -37.0 * Math.Abs((double)seed % 1000) / 1000;
        return Math.Abs(Normal.Quantile(Normal.Cdf(z)) - z) <= 1e-14 * Math.Max(1, -z);
    }

    [Theory]
    [InlineData(-40)]
    [InlineData(-200)]
    [InlineData(-1e5)]
    public void QuantileOfLog_inverts_LogCdf_where_the_probability_underflows(double z)
        => Close.Relative(z, Normal.QuantileOfLog(Normal.LogCdf(z)), 1e-14);

    [Fact]
    public void Quantile_of_impossible_probabilities()
    {
        Assert.Equal(double.NegativeInfinity, Normal.Quantile(0));
        Assert.Equal(double.PositiveInfinity, Normal.Quantile(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.QuantileOfLog(0.1));
    }
}
