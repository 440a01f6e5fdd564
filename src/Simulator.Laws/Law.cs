using FsCheck;
using FsCheck.Fluent;
using Simulator.Laws.Generators;

namespace Simulator.Laws;

/// <summary>A law that every correct subject obeys on every case.</summary>
/// <typeparam name="TSubject">What is judged, e.g. a learner.</typeparam>
/// <typeparam name="TCase">What it is tried on.</typeparam>
/// <param name="Name">A sentence in one word, e.g. <c>MeanIsKept</c>.</param>
/// <param name="Statement">The law in the language of mathematics, with the section of the theory it stands in.</param>
/// <param name="Source">Where the law comes from: the paper, or derived from it.</param>
/// <param name="Targets">Kinds of targets on which the law says something.</param>
/// <param name="Check">The verdict on a subject and a case under a claim.</param>
public sealed record Law<TSubject, TCase>(
    string Name, string Statement, LawSource Source, TargetKinds Targets, Func<TSubject, TCase, LawOptions, Verdict> Check)
{
    /// <summary>
    /// The law as a property for a test framework: it fails with the law's sentence, and cases on which it says nothing count as passed. Use
    /// <see cref="LawRunner"/> to learn how many these were.
    /// </summary>
    /// <param name="subject">What is judged.</param>
    /// <param name="cases">The cases, with their shrinker.</param>
    /// <param name="options">The claim; null for the defaults.</param>
    public Property ToProperty(TSubject subject, Arbitrary<TCase> cases, LawOptions? options = null)
    {
        LawOptions claim = options ?? new LawOptions();
        return Prop.ForAll<TCase>(cases, c => Demand(subject, c, claim));
    }

    /// <summary>Throws if the law is violated.</summary>
    /// <param name="subject">What is judged.</param>
    /// <param name="tried">The case.</param>
    /// <param name="options">The claim.</param>
    /// <returns>Whether the law says something about the case.</returns>
    /// <exception cref="LawViolatedException">The law is violated.</exception>
    internal bool Demand(TSubject subject, TCase tried, LawOptions options)
    {
        Verdict verdict = Check(subject, tried, options);
        return verdict.Status == LawStatus.Violated ? throw new LawViolatedException($"{Name}: {verdict.Message}") : verdict.Status == LawStatus.Held;
    }
}

/// <summary>Where a law comes from.</summary>
public enum LawSource
{
    /// <summary>Stated in the paper (S).</summary>
    Stated,

    /// <summary>The only reading of the paper that is consistent (R).</summary>
    Read,

    /// <summary>Derived (D).</summary>
    Derived,
}

/// <summary>A law is violated; the message says by what.</summary>
public sealed class LawViolatedException : Exception
{
    /// <summary>Creates an exception.</summary>
    public LawViolatedException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The law's sentence.</param>
    public LawViolatedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The law's sentence.</param>
    /// <param name="innerException">What caused it.</param>
    public LawViolatedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
