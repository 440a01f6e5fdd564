using Simulator.Numerics;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>
/// The differences whose mean norms are <see cref="SamplingErrors"/>, as laws of squared norms, so that independent blocks can be combined in
/// any number (section 4).
/// </summary>
/// <param name="Coupled">f_T(Z) − Φ_{T→1}(Z).</param>
/// <param name="Optimal">f_T(Z) − Φ_∞(Z) in the coupling that is optimal on the block, or a good one where none is known to be.</param>
/// <param name="Initial">Φ_{T→1}(Z) − Φ_∞(Z).</param>
/// <param name="UnderLast">ξ_T(X_T), X_T ~ q_T.</param>
/// <param name="Start">Z − the optimal transport of Z to q_T.</param>
/// <param name="RootMeanSquareError">(E‖·‖²)^{1/2} of the numerical error of f_T.</param>
/// <param name="Status">The worst status of the parts.</param>
public sealed record BlockErrors(
    IReadOnlyList<RepeatedNorm> Coupled,
    IReadOnlyList<RepeatedNorm> Optimal,
    IReadOnlyList<RepeatedNorm> Initial,
    IReadOnlyList<RepeatedNorm> UnderLast,
    IReadOnlyList<RepeatedNorm> Start,
    double RootMeanSquareError,
    Status Status)
{
    /// <summary>The errors of a single block from their laws.</summary>
    /// <param name="coupled">f_T(Z) − Φ_{T→1}(Z).</param>
    /// <param name="optimal">f_T(Z) − Φ_∞(Z).</param>
    /// <param name="initial">Φ_{T→1}(Z) − Φ_∞(Z).</param>
    /// <param name="underLast">ξ_T(X_T).</param>
    /// <param name="start">Z − the optimal transport of Z to q_T.</param>
    /// <param name="rootMeanSquareError">(E‖·‖²)^{1/2} of the numerical error of f_T.</param>
    /// <param name="solved">The status of the solve.</param>
    internal static BlockErrors OfOne(
        Outcome<SampledNorm> coupled,
        Outcome<SampledNorm> optimal,
        Outcome<SampledNorm> initial,
        Outcome<SampledNorm> underLast,
        Outcome<SampledNorm> start,
        double rootMeanSquareError,
        Status solved)
    {
        Outcome<SampledNorm>[] all = [coupled, optimal, initial, underLast, start];
        IReadOnlyList<RepeatedNorm>[] norms = [.. all.Select(law => (IReadOnlyList<RepeatedNorm>)[new RepeatedNorm(law.Value, 1)])];
        return new BlockErrors(
            norms[0], norms[1], norms[2], norms[3], norms[4], rootMeanSquareError, all.Aggregate(solved, (worst, part) => worst.Worst(part.Status)));
    }
}
