namespace Simulator.Laws;

/// <summary>What a law says about one case.</summary>
/// <param name="Status">Whether it holds.</param>
/// <param name="Message">What was found and expected, or why the law says nothing; empty where it holds.</param>
public readonly record struct Verdict(LawStatus Status, string Message)
{
    /// <summary>The law holds.</summary>
    public static Verdict Held { get; } = new(LawStatus.Held, "");

    /// <summary>The law is violated.</summary>
    /// <param name="message">One sentence with what was found, what was expected and how far off it may be.</param>
    public static Verdict Violated(string message) => new(LawStatus.Violated, message);

    /// <summary>The law says nothing here.</summary>
    /// <param name="reason">Why.</param>
    public static Verdict NotApplicable(string reason) => new(LawStatus.NotApplicable, reason);

    /// <summary>The first verdict that is not <see cref="Held"/>, a violation before anything else.</summary>
    /// <param name="verdicts">Verdicts; those after the first violation are not asked for.</param>
    public static Verdict All(IEnumerable<Verdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        Verdict result = Held;
        foreach (Verdict verdict in verdicts)
        {
            if (verdict.Status == LawStatus.Violated) return verdict;
            if (verdict.Status == LawStatus.NotApplicable && result.Status == LawStatus.Held) result = verdict;
        }

        return result;
    }
}

/// <summary>Whether a law holds.</summary>
public enum LawStatus
{
    /// <summary>It holds.</summary>
    Held,

    /// <summary>It is violated.</summary>
    Violated,

    /// <summary>It says nothing.</summary>
    NotApplicable,
}
