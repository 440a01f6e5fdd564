using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.LeadingOrder;

/// <summary>Independent blocks: the term acts on each by itself, and each distinct block is looked at once.</summary>
internal sealed class BlocksLeadingTerm : LeadingTerm
{
    private readonly (LeadingTerm Term, Target Key, long Count)[] _blocks;

    private BlocksLeadingTerm((LeadingTerm Term, Target Key, long Count)[] blocks) => _blocks = blocks;

    /// <summary>The distinct blocks: term, target and number of copies.</summary>
    public IReadOnlyList<(LeadingTerm Term, Target Key, long Count)> Blocks => _blocks;

    public override double SmallestScale => _blocks.Min(b => b.Term.SmallestScale);

    public override double LargestScale => _blocks.Max(b => b.Term.LargestScale);

    /// <summary>The term of a product, or null if a block has none.</summary>
    public static BlocksLeadingTerm? OrNull(BlocksStructure structure)
    {
        (LeadingTerm? Term, Target Key, long Count)[] blocks =
            [.. structure.Blocks.GroupBy(b => b.Key).Select(g => (For(g.First().Block), g.Key, g.Sum(b => (long)b.Repeat)))];
        return blocks.Any(b => b.Term is null) ? null : new BlocksLeadingTerm([.. blocks.Select(b => (b.Term!, b.Key, b.Count))]);
    }

    public override Outcome<IReadOnlyList<RepeatedNorm>> Sum(NoiseLevel end, IReadOnlyList<WeightedLevel> levels, double relativeTolerance)
        => Combined(_blocks.Select(b => (b.Term.Sum(end, levels, relativeTolerance), b.Count)));

    public override IReadOnlyList<Outcome<IReadOnlyList<RepeatedNorm>>> Each(NoiseLevel end, IReadOnlyList<NoiseLevel> levels, double relativeTolerance)
    {
        (IReadOnlyList<Outcome<IReadOnlyList<RepeatedNorm>>> Norms, long Count)[] blocks =
            [.. _blocks.Select(b => (b.Term.Each(end, levels, relativeTolerance), b.Count))];
        return [.. Enumerable.Range(0, levels.Count).Select(i => Combined(blocks.Select(b => (b.Norms[i], b.Count))))];
    }

    /// <summary>The norms of blocks put together.</summary>
    /// <param name="blocks">The norms of one copy, and the numbers of copies.</param>
    public static Outcome<IReadOnlyList<RepeatedNorm>> Combined(IEnumerable<(Outcome<IReadOnlyList<RepeatedNorm>> Norms, long Count)> blocks)
    {
        var norms = new List<RepeatedNorm>();
        Status status = Status.Ok;
        long evaluations = 0;
        foreach ((Outcome<IReadOnlyList<RepeatedNorm>> block, long count) in blocks)
        {
            norms.AddRange(block.Value.Select(n => n with { Count = n.Count * count }));
            status = status.Worst(block.Status);
            evaluations += block.Diagnostics.Evaluations;
        }

        return new Outcome<IReadOnlyList<RepeatedNorm>>(norms, status, new Diagnostics(0, evaluations));
    }
}
