using System.Collections.Immutable;
using Simulator.Numerics;
using Simulator.Schedules;

namespace Simulator.Consistency;

/// <summary>The recursions of independent blocks, side by side.</summary>
internal sealed class ProductRecursion : ConsistencyRecursion
{
    private readonly BlockLayout<ConsistencyRecursion> _layout;

    /// <summary>Puts recursions together.</summary>
    /// <param name="schedule">The schedule of all of them.</param>
    /// <param name="blocks">The recursions at f_1, equal ones for equal blocks, with their numbers of copies.</param>
    public ProductRecursion(Schedule schedule, ImmutableArray<(ConsistencyRecursion Block, int Repeat)> blocks)
        : base(schedule) => _layout = new BlockLayout<ConsistencyRecursion>(blocks, r => r.Current.Dimension);

    /// <inheritdoc/>
    public override ConsistencyFunction Current
    {
        get
        {
            var functions = _layout.Distinct.ToDictionary(b => b.Block, b => b.Block.Current);
            return new ProductFunction([.. _layout.Blocks.Select(b => (functions[b.Block], b.Repeat))]);
        }
    }

    /// <inheritdoc/>
    protected override void AdvanceTo(int t)
    {
        foreach ((ConsistencyRecursion block, _) in _layout.Distinct)
            block.Advance();
    }
}

/// <summary>f_t of a product: block by block.</summary>
internal sealed class ProductFunction : ConsistencyFunction
{
    private readonly BlockLayout<ConsistencyFunction> _layout;

    /// <summary>Puts functions together.</summary>
    /// <param name="blocks">The functions of the blocks, all at the same time, with their numbers of copies.</param>
    public ProductFunction(ImmutableArray<(ConsistencyFunction Block, int Repeat)> blocks)
        : this(new BlockLayout<ConsistencyFunction>(blocks, f => f.Dimension))
    {
    }

    private ProductFunction(BlockLayout<ConsistencyFunction> layout)
        : base(layout.Blocks[0].Block.Time, layout.Dimension) => _layout = layout;

    /// <inheritdoc/>
    public override double LipschitzConstant => _layout.Distinct.Max(b => b.Block.LipschitzConstant);

    /// <inheritdoc/>
    protected override void EvaluateCore(PointBatch points, Span<double> result)
        => _layout.Apply(points, result, (block, x, y) => block.Evaluate(x, y));
}
