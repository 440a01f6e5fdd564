namespace Simulator.Numerics.OptimalTransport;

/// <summary>
/// The certificate of an optimal cost. Weak duality: whatever potentials with <c>u_i + v_j ≤ c_ij</c> and whatever plan of the right marginals are given,
/// <c>Σ a_i u_i + Σ b_j v_j ≤ optimum ≤ Σ p_ij c_ij</c>. Both sums are computed from the points and the weights, compensated, whoever found potentials and plan.
/// </summary>
/// <param name="Dual">The left sum. Potentials were made feasible first: u_i is the least c_ij − v_j over all j.</param>
/// <param name="Primal">The right sum.</param>
/// <param name="Rounding">A bound of what rounding may have added to either.</param>
public sealed record TransportBounds(double Dual, double Primal, double Rounding)
{
    /// <summary>Relative gap up to which an optimum counts as exact.</summary>
    public const double ExactGap = 1e-9;

    /// <summary>The optimum is not less.</summary>
    public double Lower => Dual - Rounding;

    /// <summary>The optimum is not more.</summary>
    public double Upper => Primal + Rounding;

    /// <summary>Primal − Dual.</summary>
    public double Gap => Primal - Dual;

    /// <summary>Whether the gap is at most <see cref="ExactGap"/> of the primal cost, or within rounding.</summary>
    public bool IsExact => Math.Abs(Gap) <= ExactGap * Math.Abs(Primal) + 2 * Rounding;

    /// <summary>The bounds as an outcome's diagnostics.</summary>
    internal Diagnostics Diagnostics(long evaluations) => new(Math.Max(0, Gap) + Rounding, evaluations);
}
