using System.Collections.Immutable;
using System.Diagnostics;
using Simulator.Consistency;
using Simulator.ErrorRecursion;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Schedules;
using Simulator.Specifications;
using Simulator.Targets;

namespace Simulator.Experiments;

/// <summary>Follows the error over the steps: every term of (34) at every t.</summary>
public static class TraceRunner
{
    /// <summary>A remainder is reported only if it is known to this part of itself, or to that part of ‖ξ_t‖.</summary>
    private const double LargestRemainderError = 0.05, NegligibleRemainder = 1e-9;

    /// <summary>Beyond this part of ‖ξ‖ the identity (34) counts as violated, where all else reached its tolerance.</summary>
    private const double LargestResidual = 1e-5;

    /// <summary>Runs a specification for one number of steps.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="steps">T.</param>
    /// <param name="threads">Threads to use; no result depends on it.</param>
    /// <param name="progress">Receives (T, fraction done); may be null.</param>
    /// <param name="backend">The linear-algebra backend, which the manifest names; default the default one.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="SpecificationException">No trace for this target, or an injected error beyond T.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static TraceResult Run(
        ExperimentSpecification specification, int steps, int threads = 1, Action<int, double>? progress = null, LinearAlgebraBackend? backend = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var clock = Stopwatch.StartNew();
        Schedule schedule = specification.Schedule.Create(steps);
        ErrorTrace trace = Start(specification, schedule, threads, cancellation);
        var rows = ImmutableArray.CreateBuilder<TraceRow>(steps - 1);
        ErrorSums sums = Fold(trace, terms => rows.Add(Row(terms)), progress, cancellation);
        (Status status, string? reason) = Judge(trace, sums);
        return new TraceResult(
            specification.Name,
            TargetSummary.Of(specification),
            specification.Schedule.Kind,
            LearnerFields.Name(specification.Learner),
            steps,
            rows.ToImmutable(),
            trace.Missing,
            trace.SampledLines,
            !trace.IsSampled && rows.Any(r => r.Remainder is null) ? "the second derivative of the flow is too large somewhere to be resolved" : null,
            new TraceSums(
                sums.T1, sums.T2, sums.Estimation, sums.Approximation, sums.Gap, sums.Errors.T1, sums.Errors.T2,
                sums.LargestXi.Value > 0 ? sums.LargestResidual / sums.LargestXi.Value : null),
            Variance(specification, schedule, sums),
            status,
            reason,
            clock.Elapsed.TotalSeconds,
            Manifest.Of(specification, backend));
    }

    /// <summary>Checks that a specification can be traced with a number of steps.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="steps">T.</param>
    /// <exception cref="SpecificationException">No trace for this target, or an injected error beyond T.</exception>
    public static void Check(ExperimentSpecification specification, int steps)
    {
        ArgumentNullException.ThrowIfNull(specification);
        VerifyRunner.SolverFor(specification);
        if (specification.Learner.Regression is { HeldOut: 0, Mode: RegressionMode.Sampled })
            throw new SpecificationException($"{specification.Name}: learner.heldOut: found 0, expected a positive number: without held-out points estimation and approximation are not told apart.");
        foreach (InjectedError error in specification.Learner.Errors)
        {
            if (error.Step > steps)
                throw new SpecificationException($"{specification.Name}: found an injected error at step {error.Step}, expected at most T = {steps}.");
        }
    }

    /// <summary>A trace at t = 1.</summary>
    internal static ErrorTrace Start(ExperimentSpecification specification, Schedule schedule, int threads, CancellationToken cancellation)
    {
        Check(specification, schedule.Steps);
        Learner learner = specification.Learner.OnThreads(threads);
        ErrorTrace trace = ErrorTrace.For(specification.Target.Structure, schedule, learner, cancellation)
            ?? throw new SpecificationException(
                $"{specification.Name}: found a product with blocks that only a sample can measure, expected blocks that are integrals, or the blocks one by one.");
        trace.Threads = threads;
        return trace;
    }

    /// <summary>Runs a trace to its end.</summary>
    internal static ErrorSums Fold(ErrorTrace trace, Action<ErrorTerms>? each, Action<int, double>? progress, CancellationToken cancellation)
    {
        var sums = new ErrorSums(trace.NumericalError);
        while (trace.Advance() is { } terms)
        {
            cancellation.ThrowIfCancellationRequested();
            sums.Add(terms);
            each?.Invoke(terms);
            progress?.Invoke(trace.Schedule.Steps, (double)terms.Time / trace.Schedule.Steps);
        }

        return sums;
    }

    /// <summary>Whether the terms reached their tolerance, and whether the identity and Jensen's inequality hold.</summary>
    internal static (Status Status, string? Reason) Judge(ErrorTrace trace, ErrorSums sums)
    {
        if (trace.Solved != Status.Ok) return (trace.Solved, !trace.IsSampled ? "f_T did not reach its tolerance" : "a flow line did not reach its tolerance");
        if (trace.IsSampled)
        {
            if (!double.IsFinite(sums.T1)) return (Status.OutOfRange, "a term is too large or too small for double precision");
            return sums.TowerHolds ? (Status.Ok, null) : (Status.Violated, TowerBroken);
        }

        if (!double.IsFinite(sums.T1 + sums.T2 + sums.Residual)) return (Status.OutOfRange, "a term is too large or too small for double precision");
        double xi = sums.LargestXi.Value, largest = trace.LargestError;
        bool known = sums.Errors.T1 <= largest * Math.Max(sums.T1, xi) && sums.Errors.T2 <= largest * Math.Max(sums.T2, xi)
            && sums.Errors.Approximation <= largest * Math.Max(sums.Approximation, xi) && sums.LargestXi.Error <= largest * xi;
        if (!known) return (Status.NotConverged, $"the sum of a term is not known to {-Math.Log10(largest):0} digits");
        if (sums.LargestResidual > LargestResidual * xi) return (Status.Violated, "the identity (34) does not close");
        return sums.TowerHolds ? (Status.Ok, null) : (Status.Violated, TowerBroken);
    }

    private const string TowerBroken = "tower: E‖E[ξ_{t−1}|X_t]‖ exceeds E‖ξ_{t−1}‖";

    private static TraceRow Row(ErrorTerms terms) => new(
        terms.Time,
        terms.LogSigma,
        terms.Xi.Mean,
        terms.Tower.Mean,
        terms.T1.Mean,
        terms.T2.Mean,
        IsKnown(terms) ? terms.Remainder.Mean : null,
        terms.Estimation.Mean,
        terms.Approximation.Mean,
        terms.Residual.Mean,
        terms.Gap.Mean,
        terms.T1.Error,
        terms.T2.Error);

    /// <summary>Whether the remainder is known, or so small that it does not matter.</summary>
    private static bool IsKnown(ErrorTerms terms) => double.IsFinite(terms.Remainder.Mean)
        && terms.Remainder.Error <= Math.Max(LargestRemainderError * terms.Remainder.Mean, NegligibleRemainder * terms.Xi.Mean);

    private static VarianceRecord Variance(ExperimentSpecification specification, Schedule schedule, ErrorSums sums)
    {
        Structure structure = specification.Target.Structure;
        double target = schedule.AlphaBar(1) * structure.TotalVariance!.Value + structure.Dimension * schedule[1].OneMinusAlphaBar;
        double learned = sums.Last!.Spread;
        bool exact = specification.Learner.Kind == LearnerKind.Exact && specification.Learner.Errors.IsEmpty;
        return new VarianceRecord(
            target, learned, sums.Irreducible, exact ? target - learned - sums.Irreducible : null, exact ? null : "an identity of the exact learner");
    }
}
