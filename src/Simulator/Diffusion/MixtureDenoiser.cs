using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Diffusion;

/// <summary>The posterior mean of a Gaussian mixture in any dimension.</summary>
/// <param name="target">The law of X_0.</param>
public sealed class MixtureDenoiser(IGaussianMixture target) : IDenoiser
{
    /// <inheritdoc/>
    public int Dimension { get; } = new MixtureMarginal(target, NoiseLevel.OfLogSigma(0)).Dimension;

    /// <inheritdoc/>
    public void Denoise(NoiseLevel level, PointBatch points, Span<double> result) => new MixtureMarginal(target, level).PosteriorMean(points, result);
}
