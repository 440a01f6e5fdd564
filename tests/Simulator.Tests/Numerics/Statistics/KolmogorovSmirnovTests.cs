using FsCheck.Xunit;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;
using Xunit;

namespace Simulator.Tests.Numerics.Statistics;

public class KolmogorovSmirnovTests
{
    [Property]
    public void Statistic_is_the_largest_gap_on_either_side_of_a_jump(int seed, bool rounded)
    {
        RandomStream stream = RandomStream.Named(seed, "test", "kolmogorov-smirnov", "sample");
        double[] sample = [.. Enumerable.Range(0, 1 + stream.NextIndex(40)).Select(_ => stream.NextNormal())];
        if (rounded) sample = [.. sample.Select(x => RoundingLattice.Round(x, 0.25))];

        double n = sample.Length;
        double expected = sample.Max(x => Math.Max(
            Math.Abs(sample.Count(y => y <= x) / n - Normal.Cdf(x)),
            Math.Abs(sample.Count(y => y < x) / n - Normal.Cdf(x))));
        Assert.Equal(expected, KolmogorovSmirnov.Statistic(sample, Normal.Cdf), 1e-15);
    }

    // scipy.stats.kstest against the parameters of the NumPy program in GaussianMixtureFitTests.
    [Theory]
    [InlineData("petal_length", 2, 0.050730351725005)]
    [InlineData("sepal_length", 2, 0.047953473750346)]
    [InlineData("sepal_length", 1, 0.089454401795073)]
    public void Statistic_of_iris_is_that_of_scipy(string column, int components, double expected)
    {
        double[] data = Iris.Table.Select(column);
        GaussianMixtureFit fit = GaussianMixtureFit.Fit(data, 1, components);
        Assert.Equal(expected, KolmogorovSmirnov.Statistic(data, fit.Model.Cdf), 1e-6);
    }

    [Fact]
    public void A_sample_of_one_point_is_judged()
        => Assert.Equal(0.5, KolmogorovSmirnov.Statistic([0], Normal.Cdf));

    // Rounding to half a deviation moves the empirical distribution function by 0.1, four times what 400 points resolve.
    [Fact]
    public void Ties_of_rounding_do_not_reject_a_true_law()
    {
        RandomStream stream = RandomStream.Named(3, "test", "kolmogorov-smirnov", "ties");
        double[] sample = [.. Enumerable.Range(0, 400).Select(_ => RoundingLattice.Round(stream.NextNormal(), 0.5))];
        GoodnessOfFit test = KolmogorovSmirnov.Test(sample, GaussianMixtureFit.Fit(sample, 1, 1));
        Assert.Equal((200, 0.5), (test.Replicates, test.LatticeStep));
        Assert.True(test.Statistic > 0.09, $"statistic {test.Statistic}");
        Assert.InRange(test.PValue, 0.05, 1);
    }

    [Fact]
    public void Two_clusters_reject_one_component_and_accept_two()
    {
        double[] data = Iris.Table.Select("petal_length");
        GoodnessOfFit one = KolmogorovSmirnov.Test(data, GaussianMixtureFit.Fit(data, 1, 1), 99);
        GoodnessOfFit two = KolmogorovSmirnov.Test(data, GaussianMixtureFit.Fit(data, 1, 2), 99);
        Assert.Equal(0.01, one.PValue);
        Assert.InRange(two.PValue, 0.3, 1);
        Assert.Equal(0.1, two.LatticeStep);
    }

    [Fact]
    public void Same_seed_gives_the_same_test()
    {
        double[] data = Iris.Table.Select("sepal_length");
        GaussianMixtureFit fit = GaussianMixtureFit.Fit(data, 1, 2, MixtureCase.Options);
        var tests = new GoodnessOfFit[4];
        Parallel.For(0, tests.Length, i => tests[i] = KolmogorovSmirnov.Test(data, fit, 40));
        Assert.All(tests, test => Assert.Equal(tests[0], test));
    }

    [Fact]
    public void A_fit_of_something_else_is_refused()
    {
        GaussianMixtureFit plane = GaussianMixtureFit.Fit([0, 1, 1, 0, 2, 2], 2, 1);
        var e = Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.Test([0, 1, 2], plane));
        Assert.StartsWith("The fit is of 3 points in dimension 2; the test needs one of these 3 points on the line.", e.Message);
        GaussianMixtureFit line = GaussianMixtureFit.Fit([0, 1, 2], 1, 1);
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.Test([0, 1], line));
        Assert.Throws<ArgumentOutOfRangeException>(() => KolmogorovSmirnov.Test([0, 1, 2], line, 0));
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.Statistic([], Normal.Cdf));
    }
}
