namespace Simulator.ErrorRecursion;

/// <summary>What the steps of a trace add up to, as the proof uses them.</summary>
/// <param name="numericalError">Estimated E‖·‖ of the numerical error of f_T.</param>
public sealed class ErrorSums(double numericalError)
{
    /// <summary>Part of ‖ξ‖ that numerical errors may make up before Jensen's inequality counts as violated.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Σ_t E‖T1_t‖.</summary>
    public double T1 { get; private set; }

    /// <summary>Σ_t E‖T2_t‖.</summary>
    public double T2 { get; private set; }

    /// <summary>Σ_t E‖E[X_{t−1}|X_t] − φ_t‖.</summary>
    public double Gap { get; private set; }

    /// <summary>Σ_t E‖f_t − f_t^F‖.</summary>
    public double Estimation { get; private set; }

    /// <summary>Σ_t E‖f_t^F − f_t*‖.</summary>
    public double Approximation { get; private set; }

    /// <summary>Σ_t E‖E[ξ_{t−1}(X_{t−1})|X_t]‖.</summary>
    public double Tower { get; private set; }

    /// <summary>Σ_t E‖ξ_{t−1}(X_{t−1})‖.</summary>
    public double Before { get; private set; }

    /// <summary>Σ_t E‖f_{t−1}(X_{t−1}) − f_t(X_t)‖².</summary>
    public double Irreducible { get; private set; }

    /// <summary>Estimated errors of the sums of T1, T2 and of the approximation error.</summary>
    public (double T1, double T2, double Approximation) Errors { get; private set; }

    /// <summary>Largest E‖·‖ of what the identity (34) does not close by.</summary>
    public double LargestResidual { get; private set; }

    /// <summary>The same, summed over the steps.</summary>
    public double Residual { get; private set; }

    /// <summary>Largest E‖ξ_t‖, and its estimated error.</summary>
    public (double Value, double Error) LargestXi { get; private set; }

    /// <summary>The tightest step of Jensen's inequality: the largest E‖E[ξ_{t−1}|X_t]‖ / E‖ξ_{t−1}‖, and its t; t = 0 if ξ vanishes throughout.</summary>
    public (double Ratio, int Step) Tightest { get; private set; }

    /// <summary>Whether E‖E[ξ_{t−1}|X_t]‖ ≤ E‖ξ_{t−1}‖ held at every step, up to numerical errors.</summary>
    public bool TowerHolds { get; private set; } = true;

    /// <summary>Largest E‖T1_t‖ and E‖T2_t‖ over the steps.</summary>
    public (double T1, double T2) Largest { get; private set; }

    /// <summary>The last step.</summary>
    public ErrorTerms? Last { get; private set; }

    /// <summary>Adds a step.</summary>
    /// <param name="terms">The next step.</param>
    public void Add(ErrorTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        T1 += terms.T1.Mean;
        T2 += terms.T2.Mean;
        Gap += terms.Gap.Mean;
        Estimation += terms.Estimation.Mean;
        Approximation += terms.Approximation.Mean;
        Irreducible += terms.Irreducible;
        Residual += terms.Residual.Mean;
        LargestResidual = Math.Max(LargestResidual, terms.Residual.Mean);
        Errors = (Errors.T1 + terms.T1.Error, Errors.T2 + terms.T2.Error, Errors.Approximation + terms.Approximation.Error);
        Largest = (Math.Max(Largest.T1, terms.T1.Mean), Math.Max(Largest.T2, terms.T2.Mean));
        if (terms.Xi.Mean >= LargestXi.Value) LargestXi = (terms.Xi.Mean, terms.Xi.Error);
        if (terms.Tower.IsKnown) AddTower(terms, Last?.Xi ?? Term.Zero);
        Last = terms;
    }

    private void AddTower(ErrorTerms terms, Term before)
    {
        Tower += terms.Tower.Mean;
        Before += before.Mean;
        double error = terms.Tower.Error + before.Error + numericalError + Rounding * LargestXi.Value;
        TowerHolds &= terms.Tower.Mean <= before.Mean + error;

        // Where ξ is rounding, its ratios say nothing.
        if (before.Mean > 1e3 * error && terms.Tower.Mean / before.Mean > Tightest.Ratio) Tightest = (terms.Tower.Mean / before.Mean, terms.Time);
    }
}
