using Simulator.Numerics.Statistics;
using Xunit;

namespace Simulator.Tests.Numerics.Statistics;

public class StandardisationTests
{
    private static readonly double[] Data = [1, 10, 2, 30, 6, 20]; // 3 × 2

    [Fact]
    public void Deviations_have_divisor_n()
    {
        Standardisation units = Standardisation.Of(Data, 2);
        Assert.Equal([3.0, 20.0], units.Means);
        Assert.Equal([Math.Sqrt(14.0 / 3), Math.Sqrt(200.0 / 3)], units.StandardDeviations);
    }

    [Fact]
    public void Standardised_points_have_mean_0_and_mean_square_1()
    {
        double[] standard = Standardisation.Of(Data, 2).Transform(Data);
        for (int j = 0; j < 2; j++)
        {
            double[] column = [standard[j], standard[2 + j], standard[4 + j]];
            Assert.Equal(0, column.Average(), 1e-15);
            Assert.Equal(1, column.Average(x => x * x), 1e-15);
        }
    }

    [Fact]
    public void A_mixture_moves_with_its_points()
    {
        var model = new MixtureModel([0.25, 0.75], [3, 20, 1, 30], [4, 1, 1, 9, 1, 0, 0, 1]);
        Standardisation units = new([1, 10], [2, 5]);
        MixtureModel standard = units.Transform(model);
        Assert.Equal(model.Weights, standard.Weights);
        Assert.Equal([1.0, 2, 0, 4], standard.Means);
        Assert.Equal([1.0, 0.1, 0.1, 9.0 / 25, 0.25, 0, 0, 1.0 / 25], standard.Covariances);
    }

    [Fact]
    public void A_constant_column_is_refused_by_name()
    {
        double[] data = [1, 7.5, 2, 7.5];
        var e = Assert.Throws<ArgumentException>(() => Standardisation.Of(data, 2, ["height", "width"]));
        Assert.StartsWith("Column 'width' is constant (all values are 7.5) and has no scale; leave it out.", e.Message);
        e = Assert.Throws<ArgumentException>(() => Standardisation.Of(data, 2));
        Assert.StartsWith("Column 2 is constant", e.Message);
    }

    [Fact]
    public void A_spread_beyond_double_precision_is_refused()
    {
        var e = Assert.Throws<ArgumentException>(() => Standardisation.Of([-1e300, 1e300], 1));
        Assert.StartsWith("Column 1 spreads too little or too much for double precision", e.Message);
    }

    [Theory]
    [InlineData(new double[0], "The data hold 0 numbers, which is not a positive number of rows of 2.")]
    [InlineData(new[] { 1.0, 2, 3 }, "The data hold 3 numbers, which is not a positive number of rows of 2.")]
    [InlineData(new[] { 1.0, 2, 3, double.NaN }, "Data must be finite, but row 2, column 2 is NaN.")]
    public void Data_that_are_no_table_of_numbers_are_refused(double[] data, string message)
    {
        var e = Assert.Throws<ArgumentException>(() => Standardisation.Of(data, 2));
        Assert.StartsWith(message, e.Message);
    }
}
