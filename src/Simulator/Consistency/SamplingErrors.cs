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
    /// <summary>The distances of a target whose optimal coupling is known, from the integrals that they are.</summary>
    /// <param name="integrals">The integrals.</param>
    /// <param name="by">What gave W1 and W2.</param>
    /// <param name="lipschitz">Lip(f_T).</param>
    /// <param name="meanError">E‖·‖ of the numerical error of f_T.</param>
    /// <param name="rootMeanSquareError">(E‖·‖²)^{1/2} of it.</param>
    /// <param name="solved">The status of the solve.</param>
    internal static SamplingErrors Of(
        SamplingIntegrals integrals, string by, Measured lipschitz, double meanError, double rootMeanSquareError, Status solved)
    {
        static Measured With(Outcome<double> integral, double more) => new(integral.Value, integral.Diagnostics.ErrorEstimate + more);
        Measured w1 = With(integrals.W1, meanError), w2 = With(integrals.W2, rootMeanSquareError), underLast = With(integrals.UnderLast, meanError);
        Status status = integrals.All.Aggregate(solved, (worst, part) => worst.Worst(part.Status));
        return new SamplingErrors(
            DistanceInterval.Around(w1.Value, w1.Error, by),
            DistanceInterval.Around(w2.Value, w2.Error, by),
            With(integrals.Coupled, meanError),
            w1,
            With(integrals.Initial, 0),
            OfProof(lipschitz, With(integrals.Start, 0), underLast),
            underLast,
            status);
    }

    /// <summary>Nothing could be measured.</summary>
    /// <param name="status">Why.</param>
    internal static SamplingErrors None(Status status)
    {
        var nothing = new Measured(double.NaN, double.NaN);
        var distance = new DistanceInterval(0, double.PositiveInfinity, "a distance is not negative", "none: flow lines could not be followed");
        return new SamplingErrors(distance, distance, nothing, nothing, nothing, nothing, nothing, status);
    }

    /// <summary>The proof form from its parts.</summary>
    /// <param name="lipschitz">Lip(f_T).</param>
    /// <param name="start">W1(N(0, I), q_T).</param>
    /// <param name="underLast">E‖ξ_T(X_T)‖.</param>
    internal static Measured OfProof(Measured lipschitz, Measured start, Measured underLast) => new(
        lipschitz.Value * start.Value + underLast.Value,
        (lipschitz.Value + lipschitz.Error) * start.Error + lipschitz.Error * start.Value + underLast.Error);
}

/// <summary>What <see cref="SamplingErrors"/> are made of where the optimal coupling is known.</summary>
/// <param name="W1">W1, the mean of the optimal coupling.</param>
/// <param name="W2">W2.</param>
/// <param name="Coupled">E‖f_T(Z) − Φ_{T→1}(Z)‖.</param>
/// <param name="UnderLast">E‖ξ_T(X_T)‖, X_T ~ q_T.</param>
/// <param name="Initial">E‖Φ_{T→1}(Z) − Φ_∞(Z)‖.</param>
/// <param name="Start">W1(N(0, I), q_T).</param>
internal sealed record SamplingIntegrals(
    Outcome<double> W1, Outcome<double> W2, Outcome<double> Coupled, Outcome<double> UnderLast, Outcome<double> Initial, Outcome<double> Start)
{
    public IEnumerable<Outcome<double>> All => [W1, W2, Coupled, UnderLast, Initial, Start];
}
