using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra;
using Simulator.Diffusion;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Diffusion;

/// <summary>Laws of posteriors and scores in any dimension (section 8), over all noise levels and nasty mixtures.</summary>
public class MixtureMarginalLaws
{
    private const int Points = 6;

    private static readonly Gen<double> LogSigma = Sizes.Uniform(-3, 5);

    [Property]
    public Property Tweedie() => Prop.ForAll(MixtureSpaces.Any(), LogSigma.ToArbitrary(), (space, s) =>
    {
        // Score (from V_k⁻¹) and denoiser (from μ_k) are computed by different routes: score = (√ᾱ D − x)/(1 − ᾱ).
        MixtureMarginal q = Marginal(space, s);
        double[] x = space.Points(Points), score = new double[x.Length], mean = new double[x.Length];
        q.Score(Batch(x, space), score);
        q.PosteriorMean(Batch(x, space), mean);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = (q.Level.Signal * mean[i] - x[i]) / q.Level.OneMinusAlphaBar;
            double scale = (q.Level.Signal * Math.Abs(mean[i]) + Math.Abs(x[i]) + 1) / q.Level.OneMinusAlphaBar;
            Close.Absolute(expected, score[i], 1e-11 * scale);
        }
    });

    [Property]
    public Property Score_is_the_gradient_of_the_log_density() => Prop.ForAll(MixtureSpaces.Any(), LogSigma.ToArbitrary(), (space, s) =>
    {
        MixtureMarginal q = Marginal(space, s);
        double[] x = space.Points(Points), score = new double[x.Length];
        q.Score(Batch(x, space), score);
        double h = 1e-3 * q.Level.Noise;
        for (int j = 0; j < space.Dimension; j++)
        {
            double[] slope = Difference(x, space.Dimension, j, h, points => LogDensity(q, points, space));
            for (int i = 0; i < Points; i++)
            {
                double expected = score[i * space.Dimension + j];
                Close.Absolute(expected, slope[i], 1e-6 * (1 + Math.Abs(expected)) / q.Level.Noise);
            }
        }
    });

    [Property]
    public Property Covariance_is_positive_semidefinite_symmetric_and_the_derivative_of_the_denoiser() =>
        Prop.ForAll(MixtureSpaces.Any(), LogSigma.ToArbitrary(), (space, s) =>
        {
            // ∇_y D = C/σ² with y = x/√ᾱ.
            MixtureMarginal q = Marginal(space, s);
            int d = space.Dimension;
            double[] x = space.Points(Points), covariance = new double[Points * d * d];
            q.PosteriorCovariance(Batch(x, space), covariance);
            double h = 1e-3 * q.Level.Noise, variance = q.Level.Sigma * q.Level.Sigma;
            for (int i = 0; i < Points; i++)
            {
                var c = Matrix<double>.Build.DenseOfRowMajor(d, d, covariance[(i * d * d)..((i + 1) * d * d)]);
                Assert.True((c - c.Transpose()).FrobeniusNorm() <= 1e-12 * (1 + c.FrobeniusNorm()));
                double least = c.Evd(Symmetricity.Symmetric).EigenValues.Min(v => v.Real);
                Assert.True(least >= -1e-12 * (1 + c.FrobeniusNorm()), $"eigenvalue {least}");
            }

            for (int j = 0; j < d; j++)
            {
                double[] slope = Difference(x, d, j, h, points =>
                {
                    var mean = new double[points.Length];
                    q.PosteriorMean(Batch(points, space), mean);
                    return mean;
                });
                for (int i = 0; i < Points; i++)
                {
                    for (int l = 0; l < d; l++)
                    {
                        double expected = covariance[i * d * d + l * d + j] / variance;
                        Close.Absolute(expected, slope[i * d + l] * q.Level.Signal, 1e-6 * (1 + space.Spread / q.Level.Sigma) * (1 + Math.Abs(expected)));
                    }
                }
            }
        });

    [Property]
    public Property Score_jacobian_is_tied_to_the_covariance() => Prop.ForAll(MixtureSpaces.Any(), LogSigma.ToArbitrary(), (space, s) =>
    {
        // ∇²log q = (C/σ² − I)/(1 − ᾱ), the two sides by different routes.
        MixtureMarginal q = Marginal(space, s);
        int d = space.Dimension;
        double[] x = space.Points(Points), jacobian = new double[Points * d * d], covariance = new double[Points * d * d];
        q.ScoreJacobian(Batch(x, space), jacobian);
        q.PosteriorCovariance(Batch(x, space), covariance);
        double variance = q.Level.Sigma * q.Level.Sigma;
        for (int i = 0; i < jacobian.Length; i++)
        {
            double ratio = covariance[i] / variance, unit = i % (d * d) / d == i % d ? 1 : 0;
            Close.Absolute((ratio - unit) / q.Level.OneMinusAlphaBar, jacobian[i], 1e-10 * (1 + Math.Abs(ratio)) * (1 + space.Spread * space.Spread / variance) / q.Level.OneMinusAlphaBar);
        }
    });

    [Property]
    public Property Responsibilities_sum_to_one_and_density_matches_the_line() => Prop.ForAll(LineCases.Wild(), LogSigma.ToArbitrary(), (c, s) =>
    {
        NoiseLevel level = NoiseLevel.OfLogSigma(s);
        var q = new MixtureMarginal(c.Target, level);
        var law = c.Law.Smoothed(level.Signal, level.OneMinusAlphaBar);
        double[] x = [.. Enumerable.Range(-4, 9).Select(i => law.Mean + i * Math.Sqrt(law.Variance))];
        double[] log = new double[9], r = new double[9 * q.Count];
        q.LogDensity(new PointBatch(x, 1), log);
        q.Responsibilities(new PointBatch(x, 1), r);
        for (int i = 0; i < 9; i++)
        {
            double expected = law.LogPdf(x[i]);
            Close.Absolute(expected, log[i], 1e-10 * (1 + Math.Abs(expected)));
            Close.Absolute(1, r[(i * q.Count)..((i + 1) * q.Count)].Sum(), 1e-14);
        }
    });

    [Fact]
    public void Sizes_are_checked()
    {
        var q = new MixtureMarginal(new GaussianTarget(2, 1), NoiseLevel.OfLogSigma(0));
        Assert.Throws<ArgumentException>(() => q.Score(new PointBatch(new double[4], 2), new double[3]));
        Assert.Throws<ArgumentException>(() => q.Score(new PointBatch(new double[4], 1), new double[4]));
        Assert.Throws<ArgumentException>(() => new PointBatch(new double[5], 2));
    }

    private static MixtureMarginal Marginal(MixtureSpace space, double logSigma) => new(space.Target, NoiseLevel.OfLogSigma(logSigma));

    private static PointBatch Batch(double[] x, MixtureSpace space) => new(x, space.Dimension);

    private static double[] LogDensity(MixtureMarginal q, double[] x, MixtureSpace space)
    {
        var log = new double[x.Length / space.Dimension];
        q.LogDensity(Batch(x, space), log);
        return log;
    }

    /// <summary>Central difference of fourth order along axis j.</summary>
    private static double[] Difference(double[] x, int d, int j, double h, Func<double[], double[]> f)
    {
        double[] At(double shift) => f([.. x.Select((v, i) => i % d == j ? v + shift : v)]);
        double[] a = At(h), b = At(-h), c = At(2 * h), e = At(-2 * h);
        return [.. a.Select((_, i) => (8 * (a[i] - b[i]) - (c[i] - e[i])) / (12 * h))];
    }
}
