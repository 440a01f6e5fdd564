using Simulator.Transport;

namespace Simulator.ErrorRecursion;

/// <summary>A term of the error recursion at one step: E‖·‖ under X_t ~ q_t.</summary>
/// <param name="Mean">E‖·‖.</param>
/// <param name="Error">Estimated error of the mean.</param>
/// <param name="Law">The law of the norm over independent blocks, where it was asked for.</param>
public sealed record Term(double Mean, double Error, IReadOnlyList<RepeatedNorm>? Law)
{
    /// <summary>No error at all.</summary>
    public static Term Zero { get; } = new(0, 0, []);

    /// <summary>A term that is not known.</summary>
    public static Term Unknown { get; } = new(double.NaN, 0, null);

    /// <summary>Whether the term is known.</summary>
    public bool IsKnown => !double.IsNaN(Mean);

    /// <summary>The norm over independent blocks in any number, by the Laplace integral of section 4.</summary>
    /// <param name="blocks">The terms of the blocks, with laws, and their numbers of copies.</param>
    internal static Term OfBlocks(IReadOnlyCollection<(Term Block, long Count)> blocks)
    {
        if (blocks.All(b => b.Block.Mean == 0)) return Zero;

        // What a block gets wrong changes E√ΣQ by at most (Σ n e²)^{1/2}.
        double error = Math.Sqrt(blocks.Sum(b => b.Count * b.Block.Error * b.Block.Error));
        RepeatedNorm[] law = [.. blocks.SelectMany(b => b.Block.Law!.Select(n => n with { Count = n.Count * b.Count }))];
        double mean = BlockNorm.Expectation(law);
        return new Term(mean, error + BlockNorm.RelativeError * mean, law);
    }
}
