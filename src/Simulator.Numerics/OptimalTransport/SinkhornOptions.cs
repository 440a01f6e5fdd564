namespace Simulator.Numerics.OptimalTransport;

/// <summary>How Sinkhorn's iterations run.</summary>
/// <param name="Epsilon">The regularisation ε, positive, in units of the cost.</param>
/// <param name="Tolerance">The iterations end when the marginals of the plan are off by this together, Σ|row sums − a|, relative to the mass.</param>
/// <param name="MaxIterations">Most iterations at the final ε.</param>
/// <param name="Threads">At most so many threads; default all cores.</param>
public sealed record SinkhornOptions(double Epsilon, double Tolerance = 1e-9, int MaxIterations = 10_000, int? Threads = null)
{
    /// <summary>Throws for what makes no sense.</summary>
    internal void Check()
    {
        if (!(Epsilon > 0 && double.IsFinite(Epsilon)))
            throw new ArgumentOutOfRangeException(nameof(Epsilon), Epsilon, "The regularisation must be positive and finite.");
        if (!(Tolerance > 0 && Tolerance < 1))
            throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerance must lie between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIterations, 1, nameof(MaxIterations));
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads ?? 1, 1, nameof(Threads));
    }
}

/// <summary>What Sinkhorn's iterations found.</summary>
/// <param name="Value">The regularised optimum <c>min_P ⟨P, c⟩ + ε KL(P | a bᵀ)</c>, by its dual <c>⟨a, f⟩ + ⟨b, g⟩</c>.</param>
/// <param name="RowPotentials">f, n numbers.</param>
/// <param name="ColumnPotentials">g, m numbers.</param>
/// <param name="Residual">Σ_i |row sum of the plan − a_i|; its column sums are b.</param>
/// <param name="Bounds">
/// The cost without regularisation, enclosed: below by the c-transform of g (feasible potentials), above by the plan rounded to the right marginals
/// (Altschuler, Weed and Rigollet 2017). They hold whether or not the iterations converged.
/// </param>
public sealed record SinkhornResult(double Value, double[] RowPotentials, double[] ColumnPotentials, double Residual, TransportBounds Bounds);
