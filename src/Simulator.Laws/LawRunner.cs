using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using Simulator.Laws.Generators;

namespace Simulator.Laws;

/// <summary>Tries laws on generated cases without any test framework.</summary>
public static class LawRunner
{
    /// <summary>Tries laws and simplifies the cases that violate one.</summary>
    /// <typeparam name="TSubject">What is judged.</typeparam>
    /// <typeparam name="TCase">What it is tried on.</typeparam>
    /// <param name="name">The name of what is judged, for the report.</param>
    /// <param name="subject">What is judged.</param>
    /// <param name="laws">The laws.</param>
    /// <param name="cases">The cases of a law, or null if there are none for it.</param>
    /// <param name="options">How hard to look; null for the defaults.</param>
    public static LawReport Check<TSubject, TCase>(
        string name,
        TSubject subject,
        IEnumerable<Law<TSubject, TCase>> laws,
        Func<Law<TSubject, TCase>, Arbitrary<TCase>?> cases,
        LawOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(laws);
        ArgumentNullException.ThrowIfNull(cases);
        LawOptions claim = options ?? new LawOptions();
        long seed = claim.Seed ?? Random.Shared.NextInt64(1, 1_000_000_000);
        return new LawReport(name, seed, [.. laws.Select(law => Try(law, subject, cases(law), claim, seed))]);
    }

    /// <summary>The cases of a law among some kinds of targets, or null if it says nothing about any of them.</summary>
    /// <typeparam name="TSubject">What is judged.</typeparam>
    /// <param name="law">The law.</param>
    /// <param name="targets">The kinds.</param>
    /// <param name="options">The largest T.</param>
    internal static Arbitrary<LawCase>? Cases<TSubject>(Law<TSubject, LawCase> law, TargetKinds targets, LawOptions options)
        => (law.Targets & targets) is var kinds and not TargetKinds.None ? LawCases.Of(kinds, options.LargestSteps) : null;

    private static LawFinding Try<TSubject, TCase>(
        Law<TSubject, TCase> law, TSubject subject, Arbitrary<TCase>? cases, LawOptions options, long seed)
    {
        LawFinding Finding(LawStatus status, int judged, string message, TCase? at = default, int shrinks = 0)
            => new(law.Name, law.Statement, status, judged, message, at?.ToString() ?? "", at, shrinks);

        if (cases is null) return Finding(LawStatus.NotApplicable, 0, "none of the targets asked for is of a kind on which the law says something");
        int judged = 0;
        bool found = false;
        string reason = "no case was tried";
        var observer = new Observer();
        Config config = Config.Quick
            .WithMaxTest(options.Cases)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd((ulong)seed), FSharpOption<int>.None)))
            .WithRunner(observer);
        FsCheck.Check.One(
            config,
            Prop.ForAll<TCase>(cases, c =>
            {
                Verdict verdict = law.Check(subject, c, options);
                if (verdict.Status == LawStatus.NotApplicable) reason = verdict.Message;
                if (verdict.Status == LawStatus.Held && !found) judged++;
                if (verdict.Status != LawStatus.Violated) return;
                found = true;
                throw new LawViolatedException(verdict.Message);
            }));
        if (observer.Result is not TestResult.Failed failed)
            return judged > 0 ? Finding(LawStatus.Held, judged, "") : Finding(LawStatus.NotApplicable, 0, reason);
        Exception? cause = failed.Item4 is FsCheck.Outcome.Failed thrown ? thrown.Item : null;
        string message = cause is null or LawViolatedException ? cause?.Message ?? "" : $"{cause.GetType().Name}: {cause.Message}";
        return Finding(LawStatus.Violated, judged + 1, message, (TCase)ListModule.Head(failed.Item3), failed.Item1.NumberOfShrinks);
    }

    /// <summary>Keeps the result instead of printing it.</summary>
    private sealed class Observer : IRunner
    {
        public TestResult? Result { get; private set; }

        public void OnStartFixture(Type value)
        {
        }

        public void OnArguments(int value, FSharpList<object> arguments, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> text)
        {
        }

        public void OnShrink(FSharpList<object> arguments, FSharpFunc<FSharpList<object>, string> text)
        {
        }

        public void OnFinished(string name, TestResult result) => Result = result;
    }
}
