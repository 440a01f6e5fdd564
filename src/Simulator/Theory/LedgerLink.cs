namespace Simulator.Theory;

/// <summary>What became of a link of the proof.</summary>
public enum Verdict
{
    /// <summary>The inequality holds.</summary>
    Holds,

    /// <summary>An inequality that is a theorem fails beyond its numerical error.</summary>
    Violated,

    /// <summary>A hypothesis, or a stated order with an unknown constant taken as 1, does not hold here.</summary>
    NotMet,

    /// <summary>The link says nothing about this input.</summary>
    NotApplicable,
}

/// <summary>A link of the proof, "left ≤ right", measured.</summary>
/// <param name="Id">Letter of section 6 of the theory, with a number for parts.</param>
/// <param name="Name">A short name.</param>
/// <param name="Statement">The inequality, with the mark of its source.</param>
/// <param name="LogLeft">Natural logarithm of the left side; −∞ for 0; NaN if there is none.</param>
/// <param name="LogRight">Natural logarithm of the right side.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="AtStep">The step at which it is tightest, where it is about steps.</param>
/// <param name="ScaledLog">Logarithm of the left side divided by its stated order without the T-factor, for (e) and (f).</param>
/// <param name="Reason">What should be known beside it.</param>
public sealed record LedgerLink(
    string Id, string Name, string Statement, double LogLeft, double LogRight, Verdict Verdict, int? AtStep = null, double? ScaledLog = null, string? Reason = null)
{
    /// <summary>log of right over left: 0 or more where the link holds.</summary>
    public double LogSlack => LogRight - LogLeft;
}

/// <summary>The names of verdicts in results.</summary>
public static class VerdictNames
{
    /// <summary>The name of a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Name(this Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.Violated => "violated",
        Verdict.NotMet => "not met",
        _ => "not applicable",
    };
}
