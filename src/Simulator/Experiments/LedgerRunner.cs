using System.Collections.Immutable;
using System.Diagnostics;
using Simulator.Consistency;
using Simulator.ErrorRecursion;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Schedules;
using Simulator.Specifications;
using Simulator.Targets;
using Simulator.Theory;

namespace Simulator.Experiments;

/// <summary>Measures both sides of every link of the proof.</summary>
public static class LedgerRunner
{
    private static readonly double Ln10 = Math.Log(10);

    /// <summary>Runs a specification for some numbers of steps.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="steps">The numbers of steps T, at least one.</param>
    /// <param name="threads">Threads to use; no result depends on it.</param>
    /// <param name="progress">Receives (T, fraction done); may be null.</param>
    /// <param name="backend">The linear-algebra backend, which the manifest names; default the default one.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="SpecificationException">No ledger for this target.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static LedgerResult Run(
        ExperimentSpecification specification, ImmutableArray<int> steps, int threads = 1, Action<int, double>? progress = null, LinearAlgebraBackend? backend = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(specification);
        // Trace and distances go through the same recursion: what takes samples is learned once.
        specification = specification with { Learner = specification.Learner.OnThreads(threads) with { Logs = specification.Learner.Logs ?? new StepMemory() } };
        LedgerRun[] runs = [.. steps.Order().Select(t => RunOne(specification, t, threads, progress, cancellation))];
        return new LedgerResult(
            specification.Name,
            TargetSummary.Of(specification),
            specification.Schedule.Kind,
            LearnerFields.Name(specification.Learner),
            runs[^1].Steps,
            runs[^1].Links,
            runs[^1].Chain,
            [.. runs],
            LedgerFits.OverSteps(runs),
            Manifest.Of(specification, backend));
    }

    private static LedgerRun RunOne(
        ExperimentSpecification specification, int steps, int threads, Action<int, double>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Target target = specification.Target;
        Schedule schedule = specification.Schedule.Create(steps);
        ErrorTrace trace = TraceRunner.Start(specification, schedule, threads, cancellation);
        if (trace.Missing is { } missing)
        {
            throw new SpecificationException(
                $"{specification.Name}: found a target and a learner of which not all terms of (34) are known ({missing}), expected one of which they are: the learner 'exact', where it has a solver.");
        }

        ErrorSums sums = TraceRunner.Fold(trace, null, progress, cancellation);
        ExactSolution solution = VerifyRunner.SolverFor(specification).Solve(target.Structure, schedule, specification.Learner, null, cancellation);
        SamplingErrors errors = solution.Measure();
        double? rate = specification.Schedule.Rate(steps);
        ProofLedger ledger = ProofLedger.Of(new ProofMeasurements(
            target.Dimension,
            target.SecondMoment,
            schedule,
            [.. ScheduleLemma.Check(schedule, rate), SupportCheck.Of(target, steps, specification.Theorem.SupportExponent).ToHypothesis()],
            FlowCheck.Of(target.Structure, schedule),
            solution.Flow.Lipschitz(),
            sums,
            errors,
            rate is not null));
        (Status status, string? reason) = TraceRunner.Judge(trace, sums);
        if (status == Status.Ok && errors.Status != Status.Ok) (status, reason) = (errors.Status, "a distance did not reach its tolerance");
        LedgerLink[] broken = [.. ledger.Links.Where(l => l.Verdict == Verdict.Violated)];
        if (status == Status.Ok && broken.Length > 0) (status, reason) = (Status.Violated, $"link {string.Join(", ", broken.Select(l => l.Id))} does not hold");
        return new LedgerRun(
            steps, [.. ledger.Links.Select(Record)], Stages(ledger.Chain), status, reason, clock.Elapsed.TotalSeconds);
    }

    private static LinkRecord Record(LedgerLink link) => new(
        link.Id, link.Name, link.Statement, Plain(link.LogLeft), Plain(link.LogRight), Plain(link.LogSlack), Log10(link.LogLeft), Log10(link.LogRight),
        Log10(link.LogSlack), link.Verdict.Name(), link.AtStep, link.ScaledLog is { } scaled ? Log10(scaled) : null, link.Reason);

    private static ImmutableArray<StageRecord> Stages(ImmutableArray<ChainStage> chain)
    {
        double before = double.NaN;
        var stages = ImmutableArray.CreateBuilder<StageRecord>(chain.Length);
        foreach (ChainStage stage in chain)
        {
            stages.Add(new StageRecord(stage.Id, stage.Quantity, stage.By, Log10(stage.LogValue), Log10(stage.LogValue - before)));
            before = stage.LogValue;
        }

        return stages.ToImmutable();
    }

    private static double? Plain(double log) => Math.Exp(log) is var value && double.IsFinite(value) ? value : null;

    private static double? Log10(double log) => double.IsFinite(log) ? log / Ln10 : null;
}
