using System.Collections.Immutable;
using Simulator.Consistency;
using Simulator.ErrorRecursion;
using Simulator.Flow;
using Simulator.Numerics.Functions;
using Simulator.Schedules;

namespace Simulator.Theory;

/// <summary>What the proof is measured with: everything about one target, schedule and learner at one T.</summary>
/// <param name="Dimension">d.</param>
/// <param name="SecondMoment">E‖X_0‖².</param>
/// <param name="Schedule">The schedule.</param>
/// <param name="Hypotheses">The schedule lemma (27).</param>
/// <param name="Flow">The flow against its differential equation.</param>
/// <param name="Lipschitz">L_f.</param>
/// <param name="Sums">The trace, summed up.</param>
/// <param name="Errors">The distances.</param>
/// <param name="HasBound">Whether Theorem 1 speaks about this schedule.</param>
public sealed record ProofMeasurements(
    int Dimension,
    double SecondMoment,
    Schedule Schedule,
    ImmutableArray<Hypothesis> Hypotheses,
    FlowCheck Flow,
    LipschitzConstants Lipschitz,
    ErrorSums Sums,
    SamplingErrors Errors,
    bool HasBound);

/// <summary>The proof of Theorem 1 as a ledger: its links (a)–(i) of section 6, each as an inequality with both sides measured, and the chain from the
/// measured W1 to the stated bound.</summary>
/// <param name="Links">The links.</param>
/// <param name="Chain">The stages from W1 to the bound, in the order of the proof backwards.</param>
public sealed record ProofLedger(ImmutableArray<LedgerLink> Links, ImmutableArray<ChainStage> Chain)
{
    /// <summary>Powers of d that (46) and (52) state for T1 and T2 (S).</summary>
    private const double FirstOrderPower = 1.5;

    /// <summary>Part of a side that its numerical error may be.</summary>
    private const double Rounding = 1e-9;

    /// <summary>The ledger.</summary>
    /// <param name="m">What was measured.</param>
    public static ProofLedger Of(ProofMeasurements m)
    {
        ArgumentNullException.ThrowIfNull(m);
        int steps = m.Schedule.Steps;
        ErrorSums sums = m.Sums;
        double logLf = m.Lipschitz.LogUsed, logSteps = Math.Log(steps), logD = Math.Log(m.Dimension);
        var bound = TheoremBound.Of(m.Lipschitz, m.Dimension, steps, (sums.Estimation, sums.Estimation), (sums.Approximation, sums.Approximation));
        double logBound = bound.Log10(1) * Math.Log(10);
        double logStart = logLf + 0.5 * m.Schedule[steps].LogAlphaBar + 0.5 * Math.Log(m.SecondMoment + m.Dimension);
        double added = sums.T1 + sums.T2 + sums.Estimation + sums.Approximation, xi = sums.Last!.Xi.Mean;
        SamplingErrors errors = m.Errors;
        (double coupled, double coupledError, string coupledBy) = Coupled(errors);
        double w1 = errors.W1.Middle, initial = coupled - errors.ConsistencyError.Value;
        double logOrder1 = logLf + FirstOrderPower * logD, logOrder2 = TheoremBound.LipschitzPower * logLf + TheoremBound.DimensionPower * logD;

        var links = new List<LedgerLink>();
        foreach (Hypothesis h in m.Hypotheses)
        {
            links.Add(new LedgerLink(
                $"a.{h.Name}", "schedule lemma", h.Statement, h.LogLeft ?? double.NaN, h.LogRight ?? double.NaN,
                h.Met switch { true => Verdict.Holds, false => Verdict.NotMet, null => Verdict.NotApplicable }, h.AtStep, Reason: h.Reason));
        }

        links.Add(m.Flow.Reason is { } reason
            ? new LedgerLink("b", "flow", "Φ carries q_T to q_1, Φ_{k→1}∘Φ_{T→k} = Φ_{T→1} (S)", double.NaN, double.NaN, Verdict.NotApplicable, Reason: reason)
            : Theorem("b", "flow", "Φ carries q_T to q_1, Φ_{k→1}∘Φ_{T→k} = Φ_{T→1} (S): difference of two routes ≤ its tolerance", m.Flow.Difference, Math.Log(m.Flow.Tolerance)));
        links.Add(Theorem("c", "Lipschitz", "‖∂Φ_{t→k}‖ ≤ L_f (S): on typical flow lines ≤ the supremum", m.Lipschitz.LogTypical, logLf, isLog: true,
            reason: m.Lipschitz.LogGlobal is null ? "no global figure: L_f is the typical one" : null));
        links.Add(new LedgerLink(
            "d", "tower", "Σ_t E‖E[ξ_{t−1}(X_{t−1})|X_t]‖ ≤ Σ_t E‖ξ_{t−1}‖ (D), and so at every t", Math.Log(sums.Tower), Math.Log(sums.Before),
            sums.TowerHolds ? Verdict.Holds : Verdict.Violated, sums.Tightest.Step > 0 ? sums.Tightest.Step : null));
        links.Add(Scaled(
            Theorem("e", "first order", "Σ_t E‖T1_t‖ ≤ L_f Σ_t E‖E[X_{t−1}|X_t] − φ_t‖ (D)", sums.T1, logLf + Math.Log(sums.Gap), error: sums.Errors.T1),
            Math.Log(sums.Largest.T1) + 2 * logSteps - logOrder1,
            "scaled: max_t E‖T1_t‖ T²/(L_f d^{3/2}), (46) (S)"));
        links.Add(m.HasBound
            ? Scaled(
                Stated("f", "second order", "Σ_t E‖T2_t‖ ≤ C L_f³ d^{5/2} log⁵T/T with C = 1, from (52) (S)", sums.T2, bound.Log10Leading * Math.Log(10)),
                Math.Log(sums.Largest.T2) + 2 * logSteps - logOrder2,
                "C has no value in the paper; scaled: max_t E‖T2_t‖ T²/(L_f³ d^{5/2}), (52) (S)")
            : Missing("f", "second order", "Σ_t E‖T2_t‖ ≤ C L_f³ d^{5/2} log⁵T/T, from (52) (S)"));
        links.Add(Theorem("g", "triangle", "E‖ξ_T‖ ≤ Σ_t (E‖T1_t‖ + E‖T2_t‖ + E‖f_t − f_t^F‖ + E‖f_t^F − f_t*‖) (D)", xi, Math.Log(added), error: sums.Last.Xi.Error + sums.Errors.T1 + sums.Errors.T2));
        links.Add(Theorem("h", "coupling", $"W1(f_T(Z), X_1) ≤ {coupledBy} (D)", errors.W1.Lower, Math.Log(coupled), shown: w1, error: coupledError));
        links.Add(Theorem("i", "initialisation", "E‖Φ_{T→1}(Z) − Φ_∞(Z)‖ ≤ L_f √ᾱ_T (E‖X_0‖² + d)^{1/2} (D)", errors.Initialisation.Value, logStart, error: errors.Initialisation.Error));
        links.Add(m.HasBound
            ? Stated("24", "theorem", "W1(f_T(Z), X_1) ≤ C1 L_f³ d^{5/2} log⁵T/T + ε + ε_F with C1 = 1, Theorem 1 (24) (S)", w1, logBound)
            : Missing("24", "theorem", "W1(f_T(Z), X_1) ≤ C1 L_f³ d^{5/2} log⁵T/T + ε + ε_F, Theorem 1 (24) (S)"));

        double rest = sums.Estimation + sums.Approximation, logRest = Math.Log(rest);
        string extra = rest > 0 ? " + ε + ε_F" : "";
        var chain = new List<ChainStage>
        {
            new("W1", "W₁(f_T(Z), X₁)", "measured", Math.Log(w1)),
            new("h", coupledBy, "coupling", Math.Log(coupled)),
            new("d, g", $"Σ‖T1‖ + Σ‖T2‖{extra} + start", "tower and triangle: norms are added, not vectors", Math.Log(Math.Max(0, initial) + added)),
            new(
                "e, i", $"L_f Σ‖E[X_{{t−1}}|X_t] − φ_t‖ + Σ‖T2‖{extra} + bound of the start", "L_f for the slopes of Φ and for those of f_T",
                Elementary.LogSum(logLf + Math.Log(sums.Gap), Math.Log(sums.T2 + rest), Math.Max(logStart, Math.Log(Math.Max(0, initial))))),
        };
        if (m.HasBound)
        {
            // What smooth targets show is √d and one logarithm (section 7): the rest of the stated powers is lost by the last two factors.
            double logOne = TheoremBound.LipschitzPower * logLf + 0.5 * logD + Math.Log(logSteps) - logSteps;
            chain.Add(new ChainStage(
                "f.1", $"L_f³ √d log T/T{extra}", "L_f³ for second derivatives (52) (S), √d and one logarithm, as smooth targets have (D); no start, which (27d) (S) makes negligible",
                Elementary.LogSum(logOne, logRest)));
            chain.Add(new ChainStage(
                "f.2", $"L_f³ d^{{5/2}} log T/T{extra}", "d² of the stated order (52) (S)", Elementary.LogSum(logOne + (TheoremBound.DimensionPower - 0.5) * logD, logRest)));
            chain.Add(new ChainStage("f.3", $"L_f³ d^{{5/2}} log⁵T/T{extra}, C1 = 1", "log⁴T, from (27) in (52) (S)", logBound));
        }

        // With the typical L_f in place of an unknown supremum nothing is a theorem.
        if (m.Lipschitz.LogGlobal is null)
            links = [.. links.Select(l => l.Id is "c" or "e" or "i" && l.Verdict == Verdict.Violated ? l with { Verdict = Verdict.NotMet } : l)];
        return new ProofLedger([.. links], [.. chain]);
    }

    /// <summary>What bounds W1: the proof's own form where Lip(f_T) is resolved, else the coupling with Φ_∞.</summary>
    private static (double Value, double Error, string By) Coupled(SamplingErrors errors) => errors.ProofForm.Error <= 1e-3 * errors.ProofForm.Value
        ? (errors.ProofForm.Value, errors.ProofForm.Error, "Lip(f_T) W₁(N, q_T) + E‖ξ_T‖")
        : (errors.CouplingError.Value + errors.Initialisation.Value, errors.CouplingError.Error + errors.Initialisation.Error, "E‖f_T(Z) − Φ_{T→1}(Z)‖ + E‖Φ_{T→1}(Z) − Φ_∞(Z)‖");

    /// <summary>An inequality that must hold.</summary>
    private static LedgerLink Theorem(
        string id, string name, string statement, double left, double logRight, double error = 0, double? shown = null, bool isLog = false, string? reason = null)
    {
        double logLeft = isLog ? left : Math.Log(shown ?? left);
        double tested = isLog ? left : Math.Log(Math.Max(0, left - error));
        if (double.IsNaN(tested) || double.IsNaN(logRight))
            return new LedgerLink(id, name, statement, double.NaN, double.NaN, Verdict.NotApplicable, Reason: "a side is not known in double precision");
        return new LedgerLink(id, name, statement, logLeft, logRight, tested <= logRight + Rounding ? Verdict.Holds : Verdict.Violated, Reason: reason);
    }

    /// <summary>An inequality with a constant that nobody knows, taken as 1.</summary>
    private static LedgerLink Stated(string id, string name, string statement, double left, double logRight)
        => new(id, name, statement, Math.Log(left), logRight, Math.Log(left) <= logRight ? Verdict.Holds : Verdict.NotMet);

    /// <summary>A link with its left side over the order that the paper states for it.</summary>
    private static LedgerLink Scaled(LedgerLink link, double logScaled, string what)
        => link with { ScaledLog = logScaled, Reason = link.Reason is { } reason ? $"{reason}; {what}" : what };

    private static LedgerLink Missing(string id, string name, string statement)
        => new(id, name, statement, double.NaN, double.NaN, Verdict.NotApplicable, Reason: "Theorem 1 is about two-phase schedules");
}

/// <summary>A stage between the measured W1 and the stated bound.</summary>
/// <param name="Id">The links that lead here from the stage before.</param>
/// <param name="Quantity">What stands here.</param>
/// <param name="By">How it comes out of the stage before.</param>
/// <param name="LogValue">Natural logarithm of the quantity.</param>
public sealed record ChainStage(string Id, string Quantity, string By, double LogValue);
