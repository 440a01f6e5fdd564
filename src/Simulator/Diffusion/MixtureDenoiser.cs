using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Diffusion;

/// <summary>The posterior mean of a Gaussian mixture in any dimension.</summary>
/// <param name="target">The law of X_0.</param>
public sealed class MixtureDenoiser(IGaussianMixture target) : ITangentDenoiser
{
    /// <inheritdoc/>
    public int Dimension { get; } = target.Components[0].Mean.Length;

    /// <inheritdoc/>
    public void Denoise(NoiseLevel level, PointBatch points, Span<double> result) => new MixtureMarginal(target, level).PosteriorMean(points, result);

    /// <inheritdoc/>
    public void DenoiseAlong(NoiseLevel level, PointBatch points, ReadOnlySpan<double> tangents, Span<double> means, Span<double> images)
        => new MixtureMarginal(target, level).PosteriorMean(points, tangents, means, images);
}
