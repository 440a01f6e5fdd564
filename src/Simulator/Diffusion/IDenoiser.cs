using Simulator.Numerics;
using Simulator.Schedules;

namespace Simulator.Diffusion;

/// <summary>The posterior mean D = E[X_0 | X = x] of a law at any noise level.</summary>
public interface IDenoiser
{
    /// <summary>d.</summary>
    int Dimension { get; }

    /// <summary>E[X_0 | X = x] at points.</summary>
    /// <param name="level">The noise level.</param>
    /// <param name="points">Points x, n × d, in x-coordinates.</param>
    /// <param name="result">Receives n × d.</param>
    void Denoise(NoiseLevel level, PointBatch points, Span<double> result);
}
