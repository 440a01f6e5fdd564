using Simulator.Numerics;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>How far one-step samples f_T(Z), Z ~ N(0, I), are from X_1, measured (section 5).</summary>
/// <param name="W1">W1 between the law of f_T(Z) and the law of X_1.</param>
/// <param name="W2">W2 of the same laws.</param>
/// <param name="CouplingError">E‖f_T(Z) − Φ_{T→1}(Z)‖; not a bound by itself.</param>
/// <param name="OptimalCoupling">E‖f_T(Z) − Φ_∞(Z)‖ with the exact transport Φ_∞ of N(0, I) to q_1.</param>
/// <param name="Initialisation">E‖Φ_{T→1}(Z) − Φ_∞(Z)‖: the price of starting at N(0, I) instead of q_T.</param>
/// <param name="ProofForm">Lip(f_T)·W1(N(0, I), q_T) + E‖ξ_T(X_T)‖ with X_T ~ q_T: the proof's own upper bound of W1.</param>
/// <param name="ConsistencyError">E‖ξ_T(X_T)‖ with X_T ~ q_T.</param>
/// <param name="Status">The worst status of the parts.</param>
public sealed record SamplingErrors(
    DistanceInterval W1,
    DistanceInterval W2,
    Measured CouplingError,
    Measured OptimalCoupling,
    Measured Initialisation,
    Measured ProofForm,
    Measured ConsistencyError,
    Status Status)
{
    /// <summary>The proof form from its parts.</summary>
    /// <param name="lipschitz">Lip(f_T).</param>
    /// <param name="start">W1(N(0, I), q_T).</param>
    /// <param name="underLast">E‖ξ_T(X_T)‖.</param>
    internal static Measured OfProof(Measured lipschitz, Measured start, Measured underLast) => new(
        lipschitz.Value * start.Value + underLast.Value,
        (lipschitz.Value + lipschitz.Error) * start.Error + lipschitz.Error * start.Value + underLast.Error);
}

/// <summary>A number with its numerical error.</summary>
/// <param name="Value">The value.</param>
/// <param name="Error">Estimated absolute error.</param>
public readonly record struct Measured(double Value, double Error);
