using System.Collections.Immutable;
using Simulator.Numerics;

namespace Simulator.Consistency;

/// <summary>Solved blocks in the order of their coordinates, each with its number of copies.</summary>
/// <param name="blocks">The blocks.</param>
internal sealed class BlockLayout(ImmutableArray<(ExactSolution Solution, int Repeat)> blocks)
{
    public delegate void BlockMap(ExactSolution block, PointBatch points, Span<double> result);

    public ImmutableArray<(ExactSolution Solution, int Repeat)> Blocks { get; } = blocks;

    /// <summary>The blocks without repetition, with their numbers of copies in all.</summary>
    public ImmutableArray<(ExactSolution Solution, long Count)> Distinct { get; } =
        [.. blocks.GroupBy(b => b.Solution).Select(g => (g.Key, g.Sum(b => (long)b.Repeat)))];

    public int Dimension { get; } = blocks.Sum(b => b.Repeat * b.Solution.Function.Dimension);

    /// <summary>Applies a map block by block: the copies of a block in all points are one batch.</summary>
    public void Apply(PointBatch points, Span<double> result, BlockMap map)
    {
        int offset = 0;
        foreach ((ExactSolution solution, int repeat) in Blocks)
        {
            int width = repeat * solution.Function.Dimension;
            double[] x = new double[points.Count * width], y = new double[x.Length];
            for (int i = 0; i < points.Count; i++)
                points[i].Slice(offset, width).CopyTo(x.AsSpan(i * width));
            map(solution, new PointBatch(x, solution.Function.Dimension), y);
            for (int i = 0; i < points.Count; i++)
                y.AsSpan(i * width, width).CopyTo(result[(i * points.Dimension + offset)..]);
            offset += width;
        }
    }
}
