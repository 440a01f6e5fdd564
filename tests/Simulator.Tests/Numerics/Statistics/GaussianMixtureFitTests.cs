using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;
using Xunit;

namespace Simulator.Tests.Numerics.Statistics;

public class GaussianMixtureFitTests
{
    private static readonly string[] Measurements = ["sepal_length", "sepal_width", "petal_length", "petal_width"];

    [Fact]
    public void One_component_has_the_moments_of_the_sample()
    {
        double[] data = Iris.Table.Select("sepal_length", "petal_length");
        GaussianMixtureFit fit = GaussianMixtureFit.Fit(data, 2, 1);
        double[][] rows = [.. data.Chunk(2)];
        double[] mean = [rows.Average(r => r[0]), rows.Average(r => r[1])];
        double Moment(int i, int j) => rows.Average(r => (r[i] - mean[i]) * (r[j] - mean[j]));
        Assert.Equal(1, fit.Model.Weights.Single());
        AssertClose(mean, fit.Model.Means, 1e-12);
        AssertClose([Moment(0, 0), Moment(0, 1), Moment(1, 0), Moment(1, 1)], fit.Model.Covariances, 1e-12);
        Assert.True(fit.Converged);
        Assert.Single(fit.RestartLogLikelihoods);
    }

    // An EM in NumPy, written apart from this one: long double, one hand-picked start, iterated until no parameter moves by
    // 1e-17 (12 and 529 iterations).
    [Theory]
    [InlineData("petal_length", -200.578758970874, 426.210694412230,
        new[] { 0.333110936965, 0.666889063035 }, new[] { 1.461749786881, 4.904976464899 },
        new[] { 0.171656584150, 0.823217673217 })]
    [InlineData("sepal_length", -177.846884587915, 380.746945646312,
        new[] { 0.219844664395, 0.780155335605 }, new[] { 4.920619423590, 6.103350435777 },
        new[] { 0.271673195861, 0.738059029378 })]
    public void Two_components_of_iris_are_those_of_an_independent_program(
        string column, double logLikelihood, double bic, double[] weights, double[] means, double[] deviations)
    {
        double[] data = Iris.Table.Select(column);
        GaussianMixtureFit rough = GaussianMixtureFit.Fit(data, 1, 2);
        Assert.Equal(logLikelihood, rough.LogLikelihood, 1e-8);
        Assert.Equal(bic, rough.Bic, 2e-8);
        AssertClose(means, rough.Model.Means, 1e-5);
        Assert.Empty(rough.FlooredComponents);
        Assert.Empty(rough.EmptyComponents);

        GaussianMixtureFit fine = GaussianMixtureFit.From(data, rough.Model, new MixtureFitOptions { Tolerance = 1e-16 });
        AssertClose(weights, fine.Model.Weights, 3e-7);
        AssertClose(means, fine.Model.Means, 3e-7);
        AssertClose(deviations, [.. fine.Model.Covariances.Select(Math.Sqrt)], 3e-7);
    }

    // The NumPy program with variances cut at 0.05²: the component on the four sepals of 7.7 cm would shrink further.
    [Fact]
    public void A_component_on_tied_values_stops_at_half_the_rounding_step()
    {
        GaussianMixtureFit fit = GaussianMixtureFit.Fit(Iris.Table.Select("sepal_length"), 1, 3);
        Assert.Equal(-172.942200136658, fit.LogLikelihood, 1e-7);
        Assert.Equal(385.969482626086, fit.Bic, 1e-7);
        Assert.Equal(new CovarianceFloor(0.05, FloorReason.RoundingStep, 0.1), fit.Floors.Single());
        Assert.Equal([2], fit.FlooredComponents);
        Assert.Equal(0.05, Math.Sqrt(fit.Model.Covariances[2]), 1e-15);
    }

    // mclust 5 on iris, model VVV: -829.9782, -574.0178 (its BIC has the other sign), and the choice of two components.
    [Fact]
    public void Bic_of_the_four_measurements_is_that_of_mclust()
    {
        MixtureSelection selection = GaussianMixtureFit.ByBic(Iris.Table.Select(Measurements), 4, 4);
        Assert.Equal(4, selection.Bics.Length);
        Assert.Equal(829.9782, selection.Bics[0], 5e-5);
        Assert.Equal(574.0178, selection.Bics[1], 5e-5);
        Assert.Equal(2, selection.Best.Model.Components);
        Assert.Equal(selection.Bics.Min(), selection.Best.Bic);
    }

    [Fact]
    public void A_well_separated_mixture_is_recovered()
    {
        var truth = new MixtureModel([0.2, 0.3, 0.5], [-10, 0, 0, 8, 10, -5], [1, 0.5, 0.5, 2, 2, -1, -1, 1, 0.5, 0, 0, 0.5]);
        double[] data = truth.Sample(RandomStream.Named(7, "test", "mixture", "recover"), 3000);
        GaussianMixtureFit fit = GaussianMixtureFit.ByBic(data, 2, 4, MixtureCase.Options).Best;
        Assert.Equal(3, fit.Model.Components);
        AssertClose(truth.Weights, fit.Model.Weights, 0.04); // four standard errors and more
        AssertClose(truth.Means, fit.Model.Means, 0.25);
        AssertClose(truth.Covariances, fit.Model.Covariances, 0.5);
        Assert.All(fit.Floors, floor => Assert.Equal(FloorReason.ColumnSpread, floor.Reason));
        Assert.All(fit.Floors, floor => Assert.Null(floor.Step));
    }

    [Fact]
    public void As_many_components_as_points_sit_on_the_points()
    {
        GaussianMixtureFit fit = GaussianMixtureFit.Fit([0, 1, 3, 7], 1, 4);
        AssertClose([0, 1, 3, 7], fit.Model.Means, 1e-9);
        Assert.Equal([0, 1, 2, 3], fit.FlooredComponents);
        Assert.Equal(FloorReason.ColumnSpread, fit.Floors.Single().Reason);
    }

    [Fact]
    public void A_component_without_members_is_reported()
    {
        double[] data = Iris.Table.Select("petal_length");
        var start = new MixtureModel([0.4, 0.4, 0.2], [1000, 1.5, 5], [1, 1, 1]);
        GaussianMixtureFit fit = GaussianMixtureFit.From(data, start);
        Assert.Equal([2], fit.EmptyComponents);
        Assert.InRange(fit.Model.Weights[2], 0, 1e-300);
        Assert.Equal(GaussianMixtureFit.Fit(data, 1, 2).LogLikelihood, fit.LogLikelihood, 1e-8);
    }

    [Fact]
    public void Running_out_of_iterations_is_reported()
    {
        var options = new MixtureFitOptions { MaxIterations = 5 };
        GaussianMixtureFit fit = GaussianMixtureFit.Fit(Iris.Table.Select("sepal_length"), 1, 3, options);
        Assert.False(fit.Converged);
        Assert.Equal(5, fit.Iterations);
    }

    [Fact]
    public void Selection_tries_no_more_components_than_there_are_points()
        => Assert.Equal(3, GaussianMixtureFit.ByBic([0, 1, 1, 3, 3], 1).Fits.Length);

    [Fact]
    public void More_components_than_different_points_are_refused()
    {
        var e = Assert.Throws<ArgumentException>(() => GaussianMixtureFit.Fit([1, 2, 2, 2], 1, 3));
        Assert.StartsWith(
            "3 components need at least as many different points, but the 4 rows of the data hold only 2.", e.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMixtureFit.Fit([1, 2], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMixtureFit.ByBic([1, 2], 1, 0));
    }

    [Fact]
    public void Bad_data_and_bad_options_are_refused()
    {
        AssertRefused("Column 'y' is constant", [1, 5, 2, 5], 2, new() { ColumnNames = ["x", "y"] });
        AssertRefused("Data must be finite, but row 2, column 1 is Infinity.", [1, double.PositiveInfinity], 1, new());
        AssertRefused("The data hold 3 numbers", [1, 2, 3], 2, new());
        AssertRefused("The option Restarts must be at least 1, found 0.", [1, 2], 1, new() { Restarts = 0 });
        AssertRefused("The option Tolerance must be positive, found NaN.", [1, 2], 1, new() { Tolerance = double.NaN });
        AssertRefused("The option MaxIterations must be at least 1, found 0.", [1, 2], 1, new() { MaxIterations = 0 });
        AssertRefused("The option RelativeFloor must lie between 0 and 1, found 1.", [1, 2], 1, new() { RelativeFloor = 1 });
        AssertRefused("The option ColumnNames must name all 1 columns or none, found 0.", [1, 2], 1, new() { ColumnNames = [] });
    }

    private static void AssertRefused(string message, double[] data, int dimension, MixtureFitOptions options)
    {
        var e = Assert.Throws<ArgumentException>(() => GaussianMixtureFit.Fit(data, dimension, 1, options));
        Assert.StartsWith(message, e.Message);
    }

    private static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
