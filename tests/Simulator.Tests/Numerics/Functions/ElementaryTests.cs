using Simulator.Numerics.Functions;
using Xunit;

namespace Simulator.Tests.Numerics.Functions;

public class ElementaryTests
{
    // mpmath, 40 digits.
    [Theory]
    [InlineData(1e-300, 1e-300)]
    [InlineData(1e-10, 1.00000000005e-10)]
    [InlineData(-1e-5, -9.999950000166666e-06)]
    [InlineData(0.5, 0.6487212707001282)]
    [InlineData(-40, -1)]
    [InlineData(710, double.PositiveInfinity)]
    public void Expm1_equals_reference(double x, double expected)
    {
        if (double.IsInfinity(expected)) Assert.Equal(expected, Elementary.Expm1(x));
        else Close.Relative(expected, Elementary.Expm1(x), 4e-16);
    }

    [Theory]
    [InlineData(1e-300, 1e-300)]
    [InlineData(1e-10, 9.9999999995e-11)]
    [InlineData(-1e-5, -1.0000050000333336e-05)]
    [InlineData(1, 0.6931471805599453)]
    public void Log1p_equals_reference(double x, double expected) => Close.Relative(expected, Elementary.Log1p(x), 4e-16);

    [Theory]
    [InlineData(-800, 0)]
    [InlineData(0, 0.6931471805599453)]
    [InlineData(800, 800)]
    public void Softplus_bears_large_arguments(double x, double expected) => Close.Absolute(expected, Elementary.Softplus(x), 1e-15);

    [Fact]
    public void Sums_of_exponentials_neither_overflow_nor_vanish()
    {
        Close.Relative(1000 + Math.Log(3), Elementary.LogSum(1000, 1000, 1000), 1e-15);
        Close.Relative(-1000 + Math.Log(1.25), Elementary.LogSum(-1000, -1000 + Math.Log(0.25)), 1e-15);
        Assert.Equal(double.NegativeInfinity, Elementary.LogSum());
        Assert.Equal(double.NegativeInfinity, Elementary.LogSum(double.NegativeInfinity, double.NegativeInfinity));
        Assert.Equal(7, Elementary.LogSum(7, double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, Elementary.LogSum(7, double.PositiveInfinity));
    }
}
