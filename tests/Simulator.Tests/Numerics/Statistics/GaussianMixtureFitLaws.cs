using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;
using Xunit;

namespace Simulator.Tests.Numerics.Statistics;

[Properties(Arbitrary = [typeof(MixtureCases)], MaxTest = 100)]
public class GaussianMixtureFitLaws
{
    [Property]
    public void LogLikelihood_never_falls(MixtureCase sample)
    {
        GaussianMixtureFit fit = sample.Fit();
        for (int i = 1; i < fit.Trace.Length; i++)
        {
            double rise = fit.Trace[i] - fit.Trace[i - 1];
            Assert.True(rise >= -1e-11 * sample.Count, $"iteration {i} changes the log-likelihood by {rise:R}");
        }
    }

    [Property]
    public void LogLikelihood_is_that_of_the_model_and_the_best_of_all_starts(MixtureCase sample)
    {
        GaussianMixtureFit fit = sample.Fit();
        Assert.Equal(LogLikelihood(fit.Model, sample.Data), fit.LogLikelihood, 1e-9 * sample.Count);
        Assert.Equal(fit.RestartLogLikelihoods.Max(), fit.LogLikelihood);
    }

    [Property]
    public void Weights_sum_to_one_and_means_are_sorted(MixtureCase sample)
    {
        MixtureModel model = sample.Fit().Model;
        Assert.Equal(1, model.Weights.Sum(), 1e-14);
        Assert.True(model.Weights.Min() >= 0);
        double[] first = [.. Enumerable.Range(0, model.Components).Select(k => model.Means[k * model.Dimension])];
        Assert.Equal(first.Order(), first);
    }

    [Property]
    public void Mixture_has_the_mean_of_the_sample(MixtureCase sample)
    {
        MixtureModel model = sample.Fit().Model;
        double mean = Enumerable.Range(0, model.Components).Sum(k => model.Weights[k] * model.Means[k * model.Dimension]);
        Assert.Equal(sample.Data.Where((_, i) => i % sample.Dimension == 0).Average(), mean, 1e-11);
    }

    [Property]
    public void Covariances_obey_the_floor_and_lie_on_it_where_it_is_reported_active(MixtureCase sample)
    {
        GaussianMixtureFit fit = sample.Fit();
        for (int k = 0; k < sample.Components; k++)
        {
            double least = SmallestRatioToFloor(fit, k);
            Assert.True(least >= 1 - 1e-7, $"component {k}: {least:R}");
            if (fit.FlooredComponents.Contains(k)) Assert.Equal(1, least, 1e-7);
        }
    }

    [Property]
    public void Order_of_rows_does_not_matter(MixtureCase sample)
    {
        double[][] rows = [.. sample.Data.Chunk(sample.Dimension)];
        RandomStream stream = RandomStream.Named(sample.Seed, "test", "mixture", "shuffle");
        double[] shuffled = [.. rows.OrderBy(_ => stream.NextUniform()).SelectMany(row => row)];
        GaussianMixtureFit other = GaussianMixtureFit.Fit(shuffled, sample.Dimension, sample.Components, MixtureCase.Options);
        AssertSameBits(sample.Fit(), other);
    }

    [Property]
    public void Same_seed_gives_the_same_bits_however_many_fits_run_at_once(MixtureCase sample)
    {
        GaussianMixtureFit alone = sample.Fit();
        var together = new GaussianMixtureFit[6];
        Parallel.For(0, together.Length, i => together[i] = sample.Fit());
        foreach (GaussianMixtureFit fit in together)
            AssertSameBits(alone, fit);
    }

    [Property]
    public void Fit_moves_with_affine_maps(MixtureCase sample)
    {
        // Two clusters so far apart that there is one maximum worth finding, and a map of moderate condition number.
        int d = sample.Dimension;
        RandomStream stream = RandomStream.Named(sample.Seed, "test", "mixture", "affine");
        Vector<double>[] points = [.. Enumerable.Range(0, 60).Select(i
            => Vector<double>.Build.Dense(d, _ => stream.NextNormal() + (i % 3 == 0 ? 30 : 0)))];
        Matrix<double> map = Matrix<double>.Build.Dense(d, d, (i, j) => (i == j ? 3 : 0.5) * (1 + stream.NextUniform()));
        Vector<double> shift = Vector<double>.Build.Dense(d, _ => 100 * stream.NextNormal());

        GaussianMixtureFit fit = FitTwo(points), moved = FitTwo([.. points.Select(x => map * x + shift)]);
        Assert.Equal(fit.LogLikelihood - 60 * Math.Log(Math.Abs(map.Determinant())), moved.LogLikelihood, 1e-7);
        for (int k = 0; k < 2; k++)
        {
            Assert.Equal(fit.Model.Weights[k], moved.Model.Weights[k], 1e-9);
            AssertClose(map * Mean(fit.Model, k) + shift, Mean(moved.Model, k));
            AssertClose((map * Covariance(fit.Model, k) * map.Transpose()).Enumerate(), Covariance(moved.Model, k).Enumerate());
        }

        GaussianMixtureFit FitTwo(Vector<double>[] sample) => GaussianMixtureFit.Fit([.. sample.SelectMany(x => x)], d, 2);
    }

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual)
        => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * (1 + Math.Abs(pair.First))));

    private static void AssertSameBits(GaussianMixtureFit expected, GaussianMixtureFit actual)
    {
        Assert.Equal(expected.Model.Weights, actual.Model.Weights);
        Assert.Equal(expected.Model.Means, actual.Model.Means);
        Assert.Equal(expected.Model.Covariances, actual.Model.Covariances);
        Assert.Equal(expected.Trace, actual.Trace);
        Assert.Equal(expected.RestartLogLikelihoods, actual.RestartLogLikelihoods);
    }

    private static Vector<double> Mean(MixtureModel model, int k)
        => Vector<double>.Build.Dense(model.Dimension, j => model.Means[k * model.Dimension + j]);

    private static Matrix<double> Covariance(MixtureModel model, int k)
    {
        int d = model.Dimension;
        return Matrix<double>.Build.Dense(d, d, (i, j) => model.Covariances[(k * d + i) * d + j]);
    }

    private static double SmallestRatioToFloor(GaussianMixtureFit fit, int k)
    {
        Matrix<double> ratio = Covariance(fit.Model, k);
        ratio.MapIndexedInplace((i, j, c) => c / (fit.Floors[i].StandardDeviation * fit.Floors[j].StandardDeviation));
        return ratio.Evd(Symmetricity.Symmetric).EigenValues.Min(value => value.Real);
    }

    private static double LogLikelihood(MixtureModel model, double[] data) => data.Chunk(model.Dimension).Sum(row =>
    {
        Vector<double> x = Vector<double>.Build.Dense(row);
        return Math.Log(Enumerable.Range(0, model.Components).Sum(k =>
        {
            Matrix<double> covariance = Covariance(model, k);
            Vector<double> centred = x - Mean(model, k);
            double exponent = centred * covariance.Inverse() * centred;
            return model.Weights[k] * Math.Exp(-0.5 * exponent) / Math.Sqrt((2 * Math.PI * covariance).Determinant());
        }));
    });
}
