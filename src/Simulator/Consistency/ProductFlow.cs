using System.Collections.Immutable;
using Simulator.Flow;
using Simulator.Numerics;

namespace Simulator.Consistency;

/// <summary>Φ of a product: block by block.</summary>
internal sealed class ProductFlow : FlowMap
{
    private readonly BlockLayout<FlowMap> _layout;

    /// <summary>Puts flows together.</summary>
    /// <param name="blocks">The flows of the blocks, all over the same schedule, with their numbers of copies.</param>
    public ProductFlow(ImmutableArray<(FlowMap Block, int Repeat)> blocks)
        : this(new BlockLayout<FlowMap>(blocks, f => f.Dimension))
    {
    }

    private ProductFlow(BlockLayout<FlowMap> layout)
        : base(layout.Blocks[0].Block.Schedule, layout.Dimension) => _layout = layout;

    /// <inheritdoc/>
    public override LipschitzConstants Lipschitz()
    {
        (LipschitzConstants Constants, long Count)[] blocks = [.. _layout.Distinct.Select(b => (b.Block.Lipschitz(), b.Count))];
        (LipschitzConstants Constants, long _)[] unknown = [.. blocks.Where(b => b.Constants.LogGlobal is null)];
        return new LipschitzConstants(
            unknown.Length > 0 ? null : blocks.Max(b => b.Constants.LogGlobal),
            unknown.Length > 0 ? unknown[0].Constants.GlobalBy : "largest of the blocks'",
            blocks.Max(b => b.Constants.LogTypical),
            blocks.Max(b => b.Constants.LogWholeWay),
            SlopeLaw.OfLargest([.. blocks.Select(b => (b.Constants.Slopes, b.Count))]));
    }

    /// <inheritdoc/>
    protected override Status MapCore(int from, int to, PointBatch points, Span<double> result)
        => Apply(points, result, (block, x, y) => block.Map(from, to, x, y));

    /// <inheritdoc/>
    protected override Status NoiseCore(int to, PointBatch noise, Span<double> result) => Apply(noise, result, (block, x, y) => block.MapNoise(to, x, y));

    private Status Apply(PointBatch points, Span<double> result, BlockMap map)
    {
        Status status = Status.Ok;
        _layout.Apply(points, result, (block, x, y) => status = status.Worst(map(block, x, y)));
        return status;
    }

    private delegate Status BlockMap(FlowMap block, PointBatch points, Span<double> result);
}
