using Simulator.Numerics;

namespace Simulator.Flow;

/// <summary>
/// L_f of assumption 1 (19), three ways, as natural logarithms because the supremum overflows for multimodal targets: the supremum of
/// ‖∂Φ_{t→k}‖ in x-coordinates over all T ≥ t ≥ k ≥ 1, hence at least 1.
/// </summary>
/// <param name="LogGlobal">Over all of space; null if it is not known.</param>
/// <param name="GlobalBy">How the global figure was found, or why there is none.</param>
/// <param name="LogTypical">Over the flow lines that end in the central 1 − 1e-6 mass of q_1.</param>
/// <param name="LogWholeWay">Supremum of ‖∂Φ_{T→1}‖ alone: what the regime number is made of.</param>
/// <param name="Slopes">The law of log ‖∂Φ_{T→1}(X_T)‖, X_T ~ q_T.</param>
public sealed record LipschitzConstants(double? LogGlobal, string GlobalBy, double LogTypical, double LogWholeWay, SlopeLaw Slopes)
{
    /// <summary>Mass of q_1 whose flow lines the typical figure leaves out.</summary>
    public const double AtypicalMass = 1e-6;

    /// <summary>What became of the computation; without <see cref="Simulator.Numerics.Status.Ok"/> the figures mean nothing.</summary>
    public Status Status { get; init; }

    /// <summary>Median of log ‖∂Φ_{T→1}‖ under q_T; may be negative.</summary>
    public double LogMedian => Slopes.Median;

    /// <summary>The figure that a bound should use: the global one, or the typical one where there is no global one.</summary>
    public double LogUsed => LogGlobal ?? LogTypical;

    /// <summary>Which figure <see cref="LogUsed"/> is.</summary>
    public string Used => LogGlobal is null ? "typical" : "global";
}
