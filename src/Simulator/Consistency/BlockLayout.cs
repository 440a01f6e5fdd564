using System.Collections.Immutable;
using Simulator.Numerics;

namespace Simulator.Consistency;

/// <summary>Maps of independent blocks in the order of their coordinates, each with its number of copies.</summary>
/// <typeparam name="T">What a block is.</typeparam>
/// <param name="blocks">The blocks.</param>
/// <param name="dimensionOf">The dimension of one copy.</param>
internal sealed class BlockLayout<T>(ImmutableArray<(T Block, int Repeat)> blocks, Func<T, int> dimensionOf)
    where T : class
{
    public delegate void BlockMap(T block, PointBatch points, Span<double> result);

    public ImmutableArray<(T Block, int Repeat)> Blocks { get; } = blocks;

    /// <summary>The blocks without repetition, with their numbers of copies in all.</summary>
    public ImmutableArray<(T Block, long Count)> Distinct { get; } = [.. blocks.GroupBy(b => b.Block).Select(g => (g.Key, g.Sum(b => (long)b.Repeat)))];

    public int Dimension { get; } = blocks.Sum(b => b.Repeat * dimensionOf(b.Block));

    /// <summary>Applies a map block by block: the copies of a block in all points are one batch.</summary>
    public void Apply(PointBatch points, Span<double> result, BlockMap map)
    {
        int offset = 0;
        foreach ((T block, int repeat) in Blocks)
        {
            int dimension = dimensionOf(block), width = repeat * dimension;
            double[] x = new double[points.Count * width], y = new double[x.Length];
            for (int i = 0; i < points.Count; i++)
                points[i].Slice(offset, width).CopyTo(x.AsSpan(i * width));
            map(block, new PointBatch(x, dimension), y);
            for (int i = 0; i < points.Count; i++)
                y.AsSpan(i * width, width).CopyTo(result[(i * points.Dimension + offset)..]);
            offset += width;
        }
    }
}
