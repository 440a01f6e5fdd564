namespace Simulator.Consistency;

/// <summary>Σ_t E‖f_t − f_t*‖ with X_t ~ q_t, the ε_F of a learner that takes other steps than the exact ones, enclosed.</summary>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="RootUpper">Upper end of Σ_t (E‖f_t − f_t*‖²)^{1/2}, by which blocks are combined.</param>
public sealed record StepErrors(double Lower, double Upper, double RootUpper)
{
    /// <summary>The best guess between the ends.</summary>
    public double Estimate { get; init; } = 0.5 * (Lower + Upper);

    /// <summary>No error: the exact learner.</summary>
    public static StepErrors None { get; } = new(0, 0, 0);

    /// <summary>Errors that are not known: nobody has averaged over the posterior.</summary>
    public static StepErrors Unknown { get; } = new(0, double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>Whether the errors are known.</summary>
    public bool IsKnown => double.IsFinite(Upper);

    /// <summary>Sums found on a grid, enclosed by what they differ by from those on a coarser grid.</summary>
    /// <param name="fine">Σ_t E‖·‖ and Σ_t (E‖·‖²)^{1/2} on the finer grid.</param>
    /// <param name="coarse">The same on the coarser grid.</param>
    internal static StepErrors Between((double Mean, double Root) fine, (double Mean, double Root) coarse)
    {
        double difference = Math.Abs(fine.Mean - coarse.Mean);
        return new StepErrors(Math.Max(0, fine.Mean - difference), fine.Mean + difference, fine.Root + Math.Abs(fine.Root - coarse.Root));
    }

    /// <summary>
    /// Independent blocks in any number: (Σ_b n_b e_b²)^{1/2} ≤ Σ_t E‖·‖ ≤ min{Σ_b n_b e_b, Σ_b √n_b r_b} with e and r the sums of a block, by
    /// Jensen and Minkowski.
    /// </summary>
    /// <param name="blocks">The blocks with their numbers of copies.</param>
    internal static StepErrors OfBlocks(IReadOnlyCollection<(StepErrors Block, long Count)> blocks)
    {
        double root = blocks.Sum(b => Math.Sqrt(b.Count) * b.Block.RootUpper);
        double upper = Math.Min(root, blocks.Sum(b => b.Count * b.Block.Upper));
        return new StepErrors(Math.Min(upper, Math.Sqrt(blocks.Sum(b => b.Count * b.Block.Lower * b.Block.Lower))), upper, root);
    }
}
