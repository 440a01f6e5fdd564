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
    public bool CanSolve(Structure structure, LearnerKind learner)
        => structure is BlocksStructure product && product.Blocks.All(b => ExactSolvers.For(b.Block, learner) is { IsSampled: false });

    /// <inheritdoc/>
    public ExactSolution Solve(
        Structure structure, Schedule schedule, Learner learner, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (structure is not BlocksStructure product)
            throw new ArgumentException("A product of blocks is needed.", nameof(structure));
        return new ProductSolution(new BlockLayout<ExactSolution>(
            product.MakeOnce(copy => Shared(copy, learner, schedule, () => SolverOf(copy.Block, learner, nameof(structure))
                .Solve(copy.Block, schedule, OnBlock(learner, schedule, copy.Block, product), progress, cancellation))),
            s => s.Function.Dimension));
    }

    /// <inheritdoc/>
    public ConsistencyRecursion Start(Structure structure, Schedule schedule, Learner learner, int intervals)
    {
        if (structure is not BlocksStructure product)
            throw new ArgumentException("A product of blocks is needed.", nameof(structure));
        return new ProductRecursion(
            schedule,
            product.MakeOnce(copy => SolverOf(copy.Block, learner, nameof(structure)).Start(copy.Block, schedule, OnBlock(learner, schedule, copy.Block, product), intervals)));
    }

    /// <summary>The solution of a block, which products that differ in the numbers of copies have in common; injected errors depend on those numbers.</summary>
    private static ExactSolution Shared(RepeatedStructure copy, Learner learner, Schedule schedule, Func<ExactSolution> solve)
        => learner.Shared is { } shared && learner.Errors.IsEmpty ? shared.Of((nameof(ProductSolver), copy.Key, learner.Kind, schedule), solve) : solve();

    private static IExactSolver SolverOf(Structure block, Learner learner, string argument)
        => ExactSolvers.For(block, learner.Kind) ?? throw new ArgumentException("A block has no exact solver.", argument);

    /// <summary>The learner on a block, which gets its share of the injected errors.</summary>
    /// <param name="learner">The learner of the product.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="block">The block.</param>
    /// <param name="product">The product.</param>
    internal static Learner OnBlock(Learner learner, Schedule schedule, Structure block, Structure product) => learner.Errors.IsEmpty
        ? learner
        : learner.OnBlock(schedule, (block.Dimension, block.TotalVariance!.Value), (product.Dimension, product.TotalVariance!.Value));
}
