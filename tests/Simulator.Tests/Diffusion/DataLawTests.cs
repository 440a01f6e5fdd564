using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Diffusion;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Tests.Targets;
using Xunit;

namespace Simulator.Tests.Diffusion;

public class DataLawTests
{
    [Property(MaxTest = 60)]
    public Property Moments_of_mixtures_add_up() => Prop.ForAll(MixtureSpaces.Any(), space =>
    {
        // E‖X‖² = Tr Cov + ‖E X‖².
        DataLaw law = DataLaw.Of(space.Target.Structure)!;
        Assert.Equal(space.Dimension, law.Dimension);
        double second = space.Target.SecondMoment;
        Close.Absolute(second, law.TotalVariance + law.Mean.Sum(m => m * m), 1e-11 * second);
    });

    [Property(MaxTest = 60)]
    public Property Moments_of_clouds_add_up_and_samples_are_points_of_it() => Prop.ForAll(PointClouds.Any(), cloud =>
    {
        var law = new CloudDataLaw(cloud);
        int d = law.Dimension;
        Close.Absolute(cloud.SecondMoment, law.TotalVariance + law.Mean.Sum(m => m * m), 1e-12 * cloud.SecondMoment);
        double[] sample = new double[20 * d];
        law.Sample(RandomStream.Named(1, "test", "law", "cloud"), sample);
        foreach (double[] point in sample.Chunk(d))
            Assert.Contains(Enumerable.Range(0, cloud.Count), j => cloud[j].SequenceEqual(point));
    });

    [Fact]
    public void Samples_of_mixtures_have_their_moments()
    {
        // 40 000 draws with a fixed seed: five standard errors.
        const int N = 40_000;
        var target = MixtureTarget.OnLine([0.3, 0.7], [-2, 1], [0.5, 0.8]);
        DataLaw law = DataLaw.Of(target.Structure)!;
        double[] sample = new double[N];
        law.Sample(RandomStream.Named(1, "test", "law", "mixture"), sample);
        double mean = sample.Average(), variance = sample.Sum(x => (x - mean) * (x - mean)) / N;
        Close.Absolute(0.1, law.Mean[0], 1e-14);
        Close.Absolute(law.Mean[0], mean, 5 * Math.Sqrt(law.TotalVariance / N));
        Close.Relative(law.TotalVariance, variance, 5 * Math.Sqrt(2.0 / N));
    }

    [Fact]
    public void Spheres_are_no_such_law() => Assert.Null(DataLaw.Of(new SphereTarget(3, 1).Structure));

    [Property(MaxTest = 60)]
    public Property Shares_sum_to_one_and_weigh_the_denoiser() => Prop.ForAll(PointClouds.Any(), Sizes.Uniform(-2, 3).ToArbitrary(), (cloud, s) =>
    {
        var level = NoiseLevel.OfLogSigma(s);
        int d = cloud.Dimension;
        double[] x = new double[4 * d], shares = new double[4 * cloud.Count], means = new double[4 * d];
        RandomStream.Named(2, "test", "law", "points").FillNormal(x);
        var denoiser = new CloudDenoiser(cloud);
        denoiser.Shares(level, new PointBatch(x, d), new MatrixView(shares, 4, cloud.Count));
        denoiser.Denoise(level, new PointBatch(x, d), means);
        for (int i = 0; i < 4; i++)
        {
            double[] row = shares[(i * cloud.Count)..((i + 1) * cloud.Count)];
            Close.Absolute(1, row.Sum(), 1e-13);
            for (int l = 0; l < d; l++)
                Close.Absolute(means[i * d + l], row.Select((r, j) => r * cloud[j][l]).Sum(), 1e-12 * (1 + Math.Abs(means[i * d + l])));

            // Odds of two points are those of their densities.
            double Log(int j) => Math.Log(cloud.Weights[j]) - Enumerable.Range(0, d).Sum(l => Math.Pow(x[i * d + l] - level.Signal * cloud[j][l], 2)) / (2 * level.OneMinusAlphaBar);
            for (int j = 1; j < cloud.Count; j++)
            {
                if (row[j] > 1e-200 && row[0] > 1e-200) Close.Absolute(Log(j) - Log(0), Math.Log(row[j] / row[0]), 1e-12 * (1 + Math.Abs(Log(j)) + Math.Abs(Log(0))));
            }
        }
    });

    [Fact]
    public void Shares_need_room()
    {
        var denoiser = new CloudDenoiser(PointCloud.Of(new PointBatch([1.0, 2, 3, 4], 2)));
        Assert.Throws<ArgumentException>(() => denoiser.Shares(NoiseLevel.OfLogSigma(0), new PointBatch([1.0, 2], 2), new MatrixView(new double[3], 1, 3)));
        Assert.Throws<ArgumentException>(() => denoiser.Shares(NoiseLevel.OfLogSigma(0), new PointBatch([1.0, 2], 2), new MatrixView(new double[4], 2, 2)));
        Assert.Throws<ArgumentException>(() => denoiser.Shares(NoiseLevel.OfLogSigma(0), new PointBatch([1.0, 2], 1), new MatrixView(new double[4], 2, 2)));
    }
}
