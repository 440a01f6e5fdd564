using System.Collections.Immutable;
using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Schedules;

namespace Simulator.Consistency;

/// <summary>The posterior mean of independent blocks: block by block.</summary>
/// <param name="blocks">The denoisers of the blocks with their numbers of copies.</param>
internal sealed class BlocksDenoiser(ImmutableArray<(IDenoiser Block, int Repeat)> blocks) : IDenoiser
{
    private readonly BlockLayout<IDenoiser> _layout = new(blocks, b => b.Dimension);

    /// <inheritdoc/>
    public int Dimension => _layout.Dimension;

    /// <inheritdoc/>
    public void Denoise(NoiseLevel level, PointBatch points, Span<double> result)
        => _layout.Apply(points, result, (block, x, y) => block.Denoise(level, x, y));
}
