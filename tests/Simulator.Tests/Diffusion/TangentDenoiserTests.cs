using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Diffusion;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Tests.Targets;
using Xunit;

namespace Simulator.Tests.Diffusion;

/// <summary>Posterior means with derivatives, over all of them: C v is the derivative of D, C is symmetric, a cloud is the limit of narrow components.</summary>
public class TangentDenoiserTests
{
    private static readonly Gen<double> LogSigma = Sizes.Uniform(-2, 4);

    [Property(MaxTest = 60)]
    public Property Images_are_those_of_the_posterior_covariance() => Prop.ForAll(MixtureSpaces.Any(), LogSigma.ToArbitrary(), (space, s) =>
    {
        var level = NoiseLevel.OfLogSigma(s);
        var marginal = new MixtureMarginal(space.Target, level);
        int d = space.Dimension, p = 3;
        double[] x = space.Points(5), tangents = Normals(5 * p * d), means = new double[5 * d], images = new double[tangents.Length];
        double[] expectedMeans = new double[means.Length], covariances = new double[5 * d * d];
        new MixtureDenoiser(space.Target).DenoiseAlong(level, new PointBatch(x, d), tangents, means, images);
        marginal.PosteriorMean(new PointBatch(x, d), expectedMeans);
        marginal.PosteriorCovariance(new PointBatch(x, d), covariances);
        double scale = 1 + means.Max(Math.Abs);
        for (int i = 0; i < means.Length; i++)
            Close.Absolute(expectedMeans[i], means[i], 1e-12 * scale);
        for (int row = 0; row < 5 * p; row++)
        {
            for (int i = 0; i < d; i++)
            {
                double expected = Enumerable.Range(0, d).Sum(j => covariances[(row / p * d + i) * d + j] * tangents[row * d + j]);
                Close.Absolute(expected, images[row * d + i], 1e-10 * scale * scale);
            }
        }
    });

    /// <summary>D of a cloud is the softmax average, and ∂D v = √ᾱ/(1−ᾱ) C v by differences.</summary>
    [Property(MaxTest = 60)]
    public Property Clouds_have_the_derivative_of_their_mean() => Prop.ForAll(PointClouds.Any(), Sizes.Uniform(-1.5, 3).ToArbitrary(), (cloud, s) =>
    {
        var level = NoiseLevel.OfLogSigma(s);
        var denoiser = new CloudDenoiser(cloud);
        int d = cloud.Dimension;
        double[] x = Normals(4 * d), v = Normals(4 * d), means = new double[4 * d], images = new double[4 * d], plus = new double[4 * d], minus = new double[4 * d];
        denoiser.DenoiseAlong(level, new PointBatch(x, d), v, means, images);
        double h = 1e-4 * level.Noise, gain = level.Signal / level.OneMinusAlphaBar;
        denoiser.Denoise(level, new PointBatch([.. x.Zip(v, (a, b) => a + h * b)], d), plus);
        denoiser.Denoise(level, new PointBatch([.. x.Zip(v, (a, b) => a - h * b)], d), minus);
        double size = 1 + cloud.Points.Span.ToArray().Max(Math.Abs), third = Math.Pow(size * (1 + v.Max(Math.Abs)) / level.Noise, 3);
        for (int i = 0; i < means.Length; i++)
            Close.Absolute((plus[i] - minus[i]) / (2 * h), gain * images[i], size * (1e-11 / h + 10 * h * h * third));
        for (int i = 0; i < 4; i++)
        {
            double[] shares = [.. Enumerable.Range(0, cloud.Count).Select(k =>
            {
                double square = Enumerable.Range(0, d).Sum(j => Math.Pow(x[i * d + j] - level.Signal * cloud[k][j], 2));
                return Math.Log(cloud.Weights[k]) - 0.5 * square / level.OneMinusAlphaBar;
            })];
            double largest = shares.Max(), total = shares.Sum(l => Math.Exp(l - largest));
            for (int j = 0; j < d; j++)
            {
                double expected = Enumerable.Range(0, cloud.Count).Sum(k => Math.Exp(shares[k] - largest) / total * cloud[k][j]);
                Close.Absolute(expected, means[i * d + j], 1e-11 * size);
            }
        }
    });

    [Fact]
    public void A_cloud_is_the_limit_of_narrow_components()
    {
        var cloud = PointCloud.Of(new PointBatch([0, 0, 1, 0.5, 1, 0.5, -2, 1], 2));
        var narrow = new MixtureTarget(
            cloud.Weights, [.. Enumerable.Range(0, 3).Select(i => new RealVector([.. cloud[i]]))], [.. Enumerable.Range(0, 3).Select(_ => new IsotropicCovariance(2, 1e-7))]);
        double[] x = Normals(20), v = Normals(20), a = new double[20], b = new double[20], images = new double[20], others = new double[20];
        foreach (double s in (double[])[-1, 0, 2])
        {
            var level = NoiseLevel.OfLogSigma(s);
            new CloudDenoiser(cloud).DenoiseAlong(level, new PointBatch(x, 2), v, a, images);
            new MixtureDenoiser(narrow).DenoiseAlong(level, new PointBatch(x, 2), v, b, others);
            for (int i = 0; i < 20; i++)
            {
                Close.Absolute(a[i], b[i], 1e-11);
                Close.Absolute(images[i], others[i], 1e-11);
            }
        }
    }

    [Fact]
    public void Pure_noise_says_nothing()
    {
        var cloud = PointCloud.Of(new PointBatch([0, 0, 1, 0.5, 3, 1], 2));
        double[] mean = new double[2];
        new CloudDenoiser(cloud).Denoise(NoiseLevel.Infinite, new PointBatch([5, -7], 2), mean);
        Close.Absolute(4.0 / 3, mean[0], 1e-15);
        Close.Absolute(0.5, mean[1], 1e-15);
        var target = MixtureTarget.OnLine([0.25, 0.75], [-1, 3], [0.1, 2]);
        new MixtureDenoiser(target).Denoise(NoiseLevel.Infinite, new PointBatch([11], 1), mean.AsSpan(0, 1));
        Close.Absolute(2, mean[0], 1e-14);
    }

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        var cloud = new CloudDenoiser(PointCloud.Of(new PointBatch([0, 0, 1, 0.5], 2)));
        double[] two = new double[2], three = new double[3];
        Assert.Throws<ArgumentException>(() => cloud.DenoiseAlong(NoiseLevel.OfLogSigma(0), new PointBatch(two, 2), three, two, three));
        Assert.Throws<ArgumentException>(() => cloud.DenoiseAlong(NoiseLevel.OfLogSigma(0), new PointBatch(two, 1), two, two, two));
        Assert.Throws<ArgumentException>(() => cloud.DenoiseAlong(NoiseLevel.OfLogSigma(0), new PointBatch(two, 2), two, three, two));
    }

    private static double[] Normals(int count)
    {
        var values = new double[count];
        RandomStream.Named(5, "tests", "denoisers", $"{count}").FillNormal(values);
        return values;
    }
}
