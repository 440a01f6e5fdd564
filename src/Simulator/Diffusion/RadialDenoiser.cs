using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Diffusion;

/// <summary>The posterior mean of a rotation invariant law at any noise level.</summary>
/// <param name="structure">The law of X_0.</param>
public sealed class RadialDenoiser(RadialStructure structure) : IDenoiser
{
    /// <inheritdoc/>
    public int Dimension => structure.Dimension;

    /// <inheritdoc/>
    public void Denoise(NoiseLevel level, PointBatch points, Span<double> result)
    {
        var posterior = new RadialPosterior(structure, level);
        for (int i = 0; i < points.Count; i++)
        {
            double radius = Radii.Norm(points[i]);
            Radii.Scale(points[i], radius > 0 ? posterior.MeanAt(radius).Value / radius : 0, result.Slice(i * Dimension, Dimension));
        }
    }
}
