using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>
/// Independent blocks: they stay independent under the chain, the flow and the recursion (section 4, D), so each distinct block is solved
/// once, whatever its number of copies.
/// </summary>
public sealed class ProductSolver : IExactSolver
{
    /// <inheritdoc/>
    public string Name => "product";

    /// <inheritdoc/>
    public bool CanSolve(Structure structure)
        => structure is BlocksStructure product && product.Blocks.All(b => ExactSolvers.For(b.Block) is not null);

    /// <inheritdoc/>
    public ExactSolution Solve(
        Structure structure, Schedule schedule, LearnerKind learner, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (structure is not BlocksStructure product)
            throw new ArgumentException("A product of blocks is needed.", nameof(structure));
        var solved = new Dictionary<Target, ExactSolution>();
        foreach (RepeatedStructure block in product.Blocks)
        {
            if (solved.ContainsKey(block.Key)) continue;
            IExactSolver solver = ExactSolvers.For(block.Block)
                ?? throw new ArgumentException("A block has no exact solver.", nameof(structure));
            solved.Add(block.Key, solver.Solve(block.Block, schedule, learner, progress, cancellation));
        }

        var layout = new BlockLayout([.. product.Blocks.Select(b => (solved[b.Key], b.Repeat))]);
        return new ProductSolution(layout, new ProductFunction(layout), new ProductFlow(layout));
    }
}
