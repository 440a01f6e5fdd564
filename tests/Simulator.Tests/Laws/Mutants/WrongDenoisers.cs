using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Tests.Laws.Mutants;

/// <summary>A denoiser that is changed after the fact.</summary>
/// <param name="denoiser">The right one.</param>
/// <param name="level">The noise level that it is asked at, of that it should be asked at.</param>
/// <param name="change">Changes D at a point x.</param>
internal sealed class AlteredDenoiser(IDenoiser denoiser, Func<NoiseLevel, NoiseLevel>? level = null, AlteredDenoiser.Change? change = null) : IDenoiser
{
    public delegate void Change(NoiseLevel level, ReadOnlySpan<double> x, Span<double> mean);

    public int Dimension => denoiser.Dimension;

    public void Denoise(NoiseLevel asked, PointBatch points, Span<double> result)
    {
        denoiser.Denoise(level?.Invoke(asked) ?? asked, points, result);
        for (int i = 0; change is not null && i < points.Count; i++)
            change(asked, points[i], result.Slice(i * Dimension, Dimension));
    }

    /// <summary>A noise a tenth too large.</summary>
    public static IDenoiser? WrongNoise(Target target) => With(target, d => new AlteredDenoiser(d, level => NoiseLevel.OfLogSigma(level.LogSigma + Math.Log(1.1))));

    /// <summary>Turns around the origin, too.</summary>
    public static IDenoiser? Swirling(Target target) => With(target, d => new AlteredDenoiser(d, change: (level, x, mean) =>
    {
        if (x.Length < 2) return;
        double gain = 0.1 / (1 + level.Sigma * level.Sigma);
        (mean[0], mean[1]) = (mean[0] - gain * x[1], mean[1] + gain * x[0]);
    }));

    /// <summary>Takes away twice what it should keep.</summary>
    public static IDenoiser? Mirrored(Target target) => With(target, d => new AlteredDenoiser(d, change: (_, _, mean) =>
    {
        for (int i = 0; i < mean.Length; i++)
            mean[i] = -mean[i];
    }));

    /// <summary>The best linear estimate, which sees only mean and variance.</summary>
    public static IDenoiser? Linear(Target target)
    {
        if (target is not IGaussianMixture mixture || target.Dimension != 1) return null;
        double mean = mixture.Components.Sum(c => c.Weight * c.Mean[0]);
        return new MixtureDenoiser(new GaussianTarget(new RealVector([mean]), new IsotropicCovariance(1, Math.Sqrt(target.SecondMoment - mean * mean))));
    }

    private static IDenoiser? With(Target target, Func<IDenoiser, IDenoiser> alter) => target is IGaussianMixture mixture ? alter(new MixtureDenoiser(mixture)) : null;
}
