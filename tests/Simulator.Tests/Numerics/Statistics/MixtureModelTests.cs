using Simulator.Numerics.Functions;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;
using Xunit;

namespace Simulator.Tests.Numerics.Statistics;

public class MixtureModelTests
{
    [Fact]
    public void Free_parameters_are_counted()
    {
        var model = new MixtureModel([0.5, 0.5], [0, 0, 0, 1, 1, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
        Assert.Equal((2, 3, 1 + 6 + 12), (model.Components, model.Dimension, model.FreeParameters));
    }

    [Fact]
    public void Distribution_function_is_the_weighted_sum_of_normal_ones()
    {
        var model = new MixtureModel([0.3, 0.7], [-1, 2], [0.25, 4]);
        Assert.Equal(0.3 * Normal.Cdf(2) + 0.7 * Normal.Cdf(-1), model.Cdf(0), 1e-15);
        Assert.Throws<InvalidOperationException>(() => new MixtureModel([1], [0, 0], [1, 0, 0, 1]).Cdf(0));
    }

    [Fact]
    public void Samples_have_the_moments_of_the_mixture()
    {
        const int Count = 200_000;
        var model = new MixtureModel([0.3, 0.7], [-4, 0, 4, 2], [1, 0.5, 0.5, 1, 2, -1, -1, 3]);
        double[] points = model.Sample(RandomStream.Named(1, "test", "mixture", "sample"), Count);
        double[] left = [.. points.Where((_, i) => i % 2 == 0)], right = [.. points.Where((_, i) => i % 2 == 1)];

        // Means and covariance by the law of total covariance; tolerances are five standard errors, from above.
        Assert.Equal(1.6, left.Average(), 5 * 4.1 / Math.Sqrt(Count));
        Assert.Equal(1.4, right.Average(), 5 * 1.9 / Math.Sqrt(Count));
        double covariance = left.Zip(right, (x, y) => (x - 1.6) * (y - 1.4)).Average();
        Assert.Equal(0.3 * (0.5 + 5.6 * 1.4) + 0.7 * (-1 + 2.4 * 0.6), covariance, 5 * 9 / Math.Sqrt(Count));
    }

    [Theory]
    [InlineData(new[] { 0.5, 0.6 }, new[] { 0.0, 1 }, new[] { 1.0, 1 }, "Weights must be non-negative and sum to 1.")]
    [InlineData(new[] { 1.5, -0.5 }, new[] { 0.0, 1 }, new[] { 1.0, 1 }, "Weights must be non-negative and sum to 1.")]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 0.0, 1, 2 }, new[] { 1.0, 1 }, "3 mean coordinates do not make rows for 2 weights.")]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 0.0, double.NaN }, new[] { 1.0, 1 }, "Means must be finite.")]
    [InlineData(new[] { 1.0 }, new[] { 0.0, 1 }, new[] { 1.0, 1 }, "1 covariances of 2 × 2 do not have 2 entries.")]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 0.0, 1 }, new[] { 1.0, 0 }, "Covariance 1 is not positive definite.")]
    [InlineData(new[] { 1.0 }, new[] { 0.0, 1 }, new[] { 1.0, 2, 2, 1 }, "Covariance 0 is not positive definite.")]
    [InlineData(new[] { 1.0 }, new[] { 0.0, 1 }, new[] { 1.0, 0.1, 0.2, 1 }, "Covariance 0 is not positive definite.")]
    public void Parameters_of_no_mixture_are_refused(double[] weights, double[] means, double[] covariances, string message)
    {
        var e = Assert.Throws<ArgumentException>(() => new MixtureModel([.. weights], [.. means], [.. covariances]));
        Assert.StartsWith(message, e.Message);
    }
}
