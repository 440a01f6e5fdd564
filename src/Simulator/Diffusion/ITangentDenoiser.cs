using Simulator.Numerics;
using Simulator.Schedules;

namespace Simulator.Diffusion;

/// <summary>A posterior mean that comes with its derivative: ∂D/∂x = √ᾱ/(1−ᾱ) C with C = Cov(X_0 | X = x), so that products of C with vectors are all one needs.</summary>
public interface ITangentDenoiser : IDenoiser
{
    /// <summary>E[X_0 | X = x], and Cov(X_0 | X = x) v for p vectors v at each point.</summary>
    /// <param name="level">The noise level.</param>
    /// <param name="points">Points x, n × d, in x-coordinates.</param>
    /// <param name="tangents">Vectors v, n × p × d row-major.</param>
    /// <param name="means">Receives the posterior means, n × d.</param>
    /// <param name="images">Receives C v, n × p × d.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    void DenoiseAlong(NoiseLevel level, PointBatch points, ReadOnlySpan<double> tangents, Span<double> means, Span<double> images);
}
