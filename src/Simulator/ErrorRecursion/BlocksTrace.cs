using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.ErrorRecursion;

/// <summary>Independent blocks side by side: every term is a vector of independent parts, its mean norm a Laplace integral (section 4, D).</summary>
internal sealed class BlocksTrace : ErrorTrace
{
    private readonly (ErrorTrace Trace, long Count)[] _blocks;

    private BlocksTrace(Schedule schedule, (ErrorTrace Trace, long Count)[] blocks)
        : base(schedule) => _blocks = blocks;

    /// <inheritdoc/>
    public override double NumericalError => Math.Sqrt(_blocks.Sum(b => b.Count * b.Trace.NumericalError * b.Trace.NumericalError));

    /// <inheritdoc/>
    public override Status Solved => _blocks.Aggregate(Status.Ok, (worst, b) => worst.Worst(b.Trace.Solved));

    /// <inheritdoc/>
    public override int Threads
    {
        get => _blocks[0].Trace.Threads;
        set
        {
            foreach ((ErrorTrace trace, _) in _blocks)
                trace.Threads = value;
        }
    }

    /// <summary>The trace of a product, or null if a block has none.</summary>
    public static BlocksTrace? OrNull(BlocksStructure product, Schedule schedule, Learner learner, CancellationToken cancellation)
    {
        var blocks = new List<(ErrorTrace Trace, long Count)>();
        foreach (IGrouping<Target, RepeatedStructure> same in product.Blocks.GroupBy(b => b.Key))
        {
            Structure block = same.First().Block;
            if (For(block, schedule, ProductSolver.OnBlock(learner, schedule, block, product), withLaws: true, cancellation) is not { Missing: null } trace) return null;
            blocks.Add((trace, same.Sum(b => (long)b.Repeat)));
        }

        return new BlocksTrace(schedule, [.. blocks]);
    }

    /// <inheritdoc/>
    protected override ErrorTerms AdvanceTo(int t)
    {
        (ErrorTerms Terms, long Count)[] parts = [.. _blocks.Select(b => (b.Trace.Advance()!, b.Count))];
        Term Of(Func<ErrorTerms, Term> term) => Term.OfBlocks([.. parts.Select(p => (term(p.Terms), p.Count))]);
        return new ErrorTerms(
            t,
            Schedule[t].LogSigma,
            Of(p => p.Xi),
            Of(p => p.Tower),
            Of(p => p.T1),
            Of(p => p.T2),
            Of(p => p.Remainder),
            Of(p => p.Estimation),
            Of(p => p.Approximation),
            Of(p => p.Residual),
            Of(p => p.Gap),
            parts.Sum(p => p.Count * p.Terms.Irreducible),
            parts.Sum(p => p.Count * p.Terms.Spread));
    }
}
