using Simulator.Flow;
using Xunit;

namespace Simulator.Tests.Flow;

public class SlopeLawTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(50)]
    public void Median_of_the_largest_of_uniform_numbers(int copies)
    {
        // P(max ≤ m) = mⁿ = ½ on [0, 1].
        const int N = 4000;
        SlopeLaw uniform = SlopeLaw.Of(Enumerable.Range(0, N).Select(i => ((i + 0.5) / N, 1.0)));
        Close.Absolute(Math.Pow(0.5, 1.0 / copies), SlopeLaw.OfLargest([(uniform, copies)]).Median, 2e-3);
    }

    [Fact]
    public void A_constant_is_its_own_median_and_hides_smaller_slopes()
    {
        Assert.Equal(1.5, SlopeLaw.Constant(1.5).Median);
        SlopeLaw low = SlopeLaw.Of([(0.0, 1), (1.0, 1)]);
        Assert.Equal(1.5, SlopeLaw.OfLargest([(low, 10), (SlopeLaw.Constant(1.5), 1)]).Median);
    }

    [Fact]
    public void Quantiles_are_those_of_the_values()
    {
        SlopeLaw uniform = SlopeLaw.Of(Enumerable.Range(0, 1000).Select(i => ((i + 0.5) / 1000, 1.0)));
        foreach (double p in (double[])[0.01, 0.05, 0.5, 0.95, 0.99])
            Close.Absolute(p, uniform.Quantile(p), 2e-3);
        Assert.Equal(1.5, SlopeLaw.Constant(1.5).Quantile(0.99));
        Assert.Throws<ArgumentOutOfRangeException>(() => uniform.Quantile(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => uniform.Quantile(double.NaN));
    }
}
