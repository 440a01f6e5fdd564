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
    /// The law as a property for a test framework: it fails with the law's sentence, and cases on which it says nothing are rejected, so that a
    /// law that never applies fails as exhausted.
    /// </summary>
    /// <param name="subject">What is judged.</param>
    /// <param name="cases">The cases, with their shrinker.</param>
    /// <param name="options">The claim; null for the defaults.</param>
    public Property ToProperty(TSubject subject, Arbitrary<TCase> cases, LawOptions? options = null)
    {
        LawOptions claim = options ?? new LawOptions();
        return Prop.ForAll<TCase>(cases, c =>
        {
            Verdict verdict = Check(subject, c, claim);
            return verdict.Status == LawStatus.Violated
                ? throw new LawViolatedException($"{Name}: {verdict.Message}")
                : true.When(verdict.Status == LawStatus.Held);
        });
    }
}
