using System.Diagnostics;
using Simulator.Consistency;
using Simulator.Flow;
using Simulator.LeadingOrder;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Schedules;
using Simulator.Specifications;
using Simulator.Targets;
using Simulator.Theory;
using Simulator.Transport;

namespace Simulator.Experiments;

/// <summary>The main job: for every number of steps, measure W1 and hold it against Theorem 1.</summary>
public static class VerifyRunner
{
    /// <summary>The proof form is reported only if it is known to this part of itself: a steep f_T need not have been resolved where it is steepest.</summary>
    private const double LargestProofError = 1e-3;

    /// <summary>Slopes are those of the middles of intervals, which say nothing where the ends are farther apart than this factor.</summary>
    private const double WidestInterval = 1.5;

    /// <summary>Runs a specification.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="threads">Rows computed at the same time, at least 1; no result depends on it.</param>
    /// <param name="progress">Receives (T, fraction done) from any thread; may be null.</param>
    /// <param name="backend">The linear-algebra backend, which the manifest names; default the default one.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="SpecificationException">No solver for this target.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static VerifyResult Run(
        ExperimentSpecification specification,
        int threads = 1,
        Action<int, double>? progress = null,
        LinearAlgebraBackend? backend = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Check(specification);
        Structure structure = specification.Target.Structure;
        IExactSolver solver = SolverFor(specification);
        var rows = new VerifyRow[specification.Steps.Length];

        // The longest rows first, so that no thread is left alone with one at the end. What samples has work for all threads in every row.
        int[] order = [.. Enumerable.Range(0, rows.Length).OrderByDescending(i => specification.Steps[i])];
        Learner learner = specification.Learner.OnThreads(threads);
        ExperimentSpecification shared = specification with { Learner = learner };
        Workers.Run(solver.IsSampled ? 1 : threads, rows.Length, i =>
        {
            cancellation.ThrowIfCancellationRequested();
            rows[order[i]] = Row(shared, structure, solver, shared.Steps[order[i]], progress, cancellation);
        });
        cancellation.ThrowIfCancellationRequested();
        (ErrorDensityRecord? density, string? noDensity) = ErrorDensityTable.Of(specification);
        return new VerifyResult(
            specification.Name,
            TargetSummary.Of(specification),
            specification.Schedule.Kind,
            LearnerFields.Name(specification.Learner),
            [.. rows],
            Fit(rows),
            density,
            noDensity,
            Manifest.Of(specification, backend));
    }

    /// <summary>Measures one row alone, on this thread unless the learner of the specification has more.</summary>
    /// <param name="specification">The specification, checked; its own numbers of steps do not matter.</param>
    /// <param name="steps">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    internal static VerifyRow Measure(ExperimentSpecification specification, int steps, CancellationToken cancellation)
        => Row(specification, specification.Target.Structure, SolverFor(specification), steps, null, cancellation);

    /// <summary>Checks that a specification can be verified.</summary>
    /// <param name="specification">The specification.</param>
    /// <exception cref="SpecificationException">No solver for this target, or injected errors.</exception>
    public static void Check(ExperimentSpecification specification)
    {
        SolverFor(specification);
        if (!specification.Learner.Errors.IsEmpty)
            throw new SpecificationException($"{specification.Name}: found injected errors, expected none: trace and ledger measure them, verify does not.");
    }

    /// <summary>The solver for a specification.</summary>
    /// <param name="specification">The specification.</param>
    /// <exception cref="SpecificationException">No solver for this target.</exception>
    public static IExactSolver SolverFor(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return ExactSolvers.For(specification.Target.Structure, specification.Learner.Kind) ?? throw (specification.Learner.Kind == LearnerKind.Regression
            ? new SpecificationException(
                $"{specification.Name}: found the learner 'regression' with a target of kind '{specification.Target.Kind}', expected a Gaussian, a mixture, a fitted mixture or a point cloud: "
                + "it needs posteriors that are finite mixtures.")
            : new SpecificationException(
                $"{specification.Name}: the learner '{LearnerFields.Name(specification.Learner)}' has no exact solver for a target of kind "
                + $"'{specification.Target.Kind}' in dimension {specification.Target.Dimension}; expected a Gaussian target, a mixture in "
                + "dimension 1 or 2, a sphere, a radial mixture, or products and rotations of these; or the learner 'ddim', which works for every target."));
    }

    private static VerifyRow Row(
        ExperimentSpecification specification,
        Structure structure,
        IExactSolver solver,
        int steps,
        Action<int, double>? progress,
        CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Schedule schedule = specification.Learner.Shared is { } shared ? shared.Of((specification.Schedule, steps), () => specification.Schedule.Create(steps)) : specification.Schedule.Create(steps);
        double? rate = specification.Schedule.Rate(steps);
        var report = progress is null ? null : new RowProgress(steps, progress);
        double beforeRecursion = clock.Elapsed.TotalSeconds;
        ExactSolution solution = solver.Solve(structure, schedule, specification.Learner, report, cancellation);
        double recursionSeconds = clock.Elapsed.TotalSeconds - beforeRecursion;
        SamplingErrors errors = solution.Measure();
        LipschitzConstants lipschitz = solution.Flow.Lipschitz();
        SupportCheck support = SupportCheck.Of(specification.Target, steps, specification.Theorem.SupportExponent);
        string? noBound = rate is null ? "Theorem 1 is about two-phase schedules"
            : !solution.Approximation.IsKnown ? solution.Learning is null ? "ε_F of this learner takes averages over the posterior, which are not known here" : "ε and ε_F were not measured: no points were held out"
            : lipschitz.Status != Status.Ok ? "L_f is not known" : null;
        BoundRecord? bound = noBound is not null ? null : Bound(specification, steps, lipschitz, solution, errors.W1);
        double? regime = rate is { } r ? Math.Exp(Regime.LogNumber(lipschitz.LogWholeWay, r)) : null;
        LearningRecord? learning = solution.Learning is { } summary ? LearningRecord.Of(summary, specification, schedule, solution) : null;
        (Status status, string? reason) = Judge(errors, solution, lipschitz, bound, learning);
        (LeadingOrderRecord? leading, string? noLeading) = Leading(structure, schedule, specification.Learner, errors);
        bool resolved = errors.ProofForm.Error <= LargestProofError * errors.ProofForm.Value;
        progress?.Invoke(steps, 1);

        return new VerifyRow(
            steps,
            Distance(errors.W1),
            Distance(errors.W2),
            errors.CouplingError.Value,
            errors.OptimalCoupling.Value,
            errors.Initialisation.Value,
            resolved ? errors.ProofForm.Value : null,
            resolved ? null : solution.Learning is not null ? "Lip(f_T) is only known between a slope that was found and a bound of the class" : solver.IsSampled ? "Lip(f_T) of composed steps is not known" : "Lip(f_T) is not resolved by the grid",
            LipschitzRecord.Of(lipschitz),
            regime is { } rho && double.IsFinite(rho) ? rho : null,
            rate is null ? "r is defined for two-phase schedules only" : double.IsFinite(regime!.Value) ? null : lipschitz.Status == Status.Ok ? "above 1.8e308" : "L_f is not known",
            bound,
            noBound,
            leading,
            noLeading,
            [.. ScheduleLemma.Check(schedule, rate).Append(support.ToHypothesis()).Select(Record)],
            new SupportRecord(
                support.Bounded,
                support.Radius,
                support.MassOutside.Value,
                double.IsFinite(support.MassOutside.Log) ? support.MassOutside.Log / Math.Log(10) : null,
                support.MassOutside.By),
            status,
            reason,
            solution.NumericalError.Value,
            solution.DistinctBlocks,
            solution.Points is { } points ? UncertaintyRecord.Of(errors, points) : null,
            solution.Points is { } sample ? EmpiricalRecord.Of(sample, specification.Learner.Sampling.Threads) : null,
            learning,
            clock.Elapsed.TotalSeconds,
            recursionSeconds);
    }

    /// <summary>What section 7 predicts, beside what was measured.</summary>
    private static (LeadingOrderRecord? Record, string? Reason) Leading(
        Structure structure, Schedule schedule, Learner learner, SamplingErrors errors)
    {
        if (learner.Kind != LearnerKind.Exact) return (null, "the leading order is that of the exact learner");
        if (LeadingTerm.For(structure) is not { } term) return (null, "no leading order is known for this target");
        Outcome<double> predicted = PredictedError.Of(term, schedule, learner.Shared);
        double measured = errors.ConsistencyError.Value, ratio = measured / predicted.Value;
        if (predicted.Status == Status.Ok && double.IsFinite(ratio)) return (new LeadingOrderRecord(predicted.Value, measured, ratio), null);
        return (null, predicted.Status == Status.NotConverged
            ? "its integral did not reach its tolerance"
            : "it is 0 or too large for double precision");
    }

    private static BoundRecord Bound(
        ExperimentSpecification specification, int steps, LipschitzConstants lipschitz, ExactSolution solution, DistanceInterval w1)
    {
        StepErrors estimation = solution.Estimation, approximation = solution.Approximation;
        TheoremBound bound = TheoremBound.Of(
            lipschitz, specification.Target.Dimension, steps, (estimation.Lower, estimation.Upper), (approximation.Lower, approximation.Upper));
        double? implied = bound.Log10ImpliedC1(w1);
        return new BoundRecord(
            bound.Log10(1),
            implied is { } log ? Math.Pow(10, log) : null,
            implied,
            implied is null ? "W1 is below ε + ε_F: every C1 ≥ 0 satisfies the theorem" : null,
            bound.LipschitzUsed,
            bound.EpsilonUpper,
            bound.EpsilonLower,
            bound.EpsilonFUpper,
            bound.EpsilonFLower,
            Math.Log10(w1.Upper) <= bound.Log10(1),
            specification.Theorem.C1 is { } c1 ? !bound.IsViolatedBy(w1, c1) : null);
    }

    /// <summary>The status of a row: did the numbers reach their tolerance, and do the inequalities that must hold, hold?</summary>
    private static (Status Status, string? Reason) Judge(SamplingErrors errors, ExactSolution solution, LipschitzConstants lipschitz, BoundRecord? bound, LearningRecord? learning)
    {
        Outcome<double> numericalError = solution.NumericalError;
        if (solution.Points is { Status: not Status.Ok } || lipschitz.Status != Status.Ok)
            return (errors.Status.Worst(lipschitz.Status), "a flow line did not reach its tolerance");
        ReadOnlySpan<double> numbers =
        [
            errors.W1.Lower, errors.W1.Upper, errors.W2.Lower, errors.W2.Upper, errors.CouplingError.Value,
            errors.OptimalCoupling.Value, errors.Initialisation.Value, solution.Points is null ? errors.ProofForm.Value : 0,
        ];
        foreach (double number in numbers)
        {
            if (double.IsNaN(number) && errors.Status == Status.NotConverged) return (Status.NotConverged, "a flow line did not reach its tolerance");
            if (!double.IsFinite(number)) return (Status.OutOfRange, "a number is too large or too small for double precision");
        }

        double slack = errors.CouplingError.Error + errors.Initialisation.Error;
        if (errors.W1.Lower > errors.CouplingError.Value + errors.Initialisation.Value + slack)
            return (Status.Violated, "coupling: W1 exceeds E‖f_T(Z) − Φ_{T→1}(Z)‖ + E‖Φ_{T→1}(Z) − Φ_∞(Z)‖");
        if (errors.W1.Lower > errors.ProofForm.Value + errors.ProofForm.Error)
            return (Status.Violated, "coupling: W1 exceeds Lip(f_T) W1(N, q_T) + E‖ξ_T‖");
        if (learning?.FromExact is { Holds: false })
            return (Status.Violated, "tower: E‖f_T − f_T^exact‖ exceeds Σ E‖f_t − f_t*‖");
        if (errors.W1.Lower > errors.W2.Upper)
            return (Status.Violated, "W1 exceeds W2");
        if (bound?.HoldsWithGivenC1 == false)
            return (Status.Violated, "W1 exceeds the bound of Theorem 1 with the given C1");
        if (numericalError.Status != Status.Ok)
            return (numericalError.Status, $"f_T did not reach its tolerance; its error is about {numericalError.Value:G2}");
        return (errors.Status, errors.Status switch
        {
            Status.Ok => null,
            Status.OutOfRange => "samples start in a gap of q_T so empty that the flow there cannot be followed in double precision",
            _ => "an integral did not reach its tolerance",
        });
    }

    private static VerifyFit Fit(VerifyRow[] rows)
    {
        if (rows.Any(r => r.Outcome != Status.Ok)) return new VerifyFit(null, null, "a row has not the status ok");
        if (rows.Any(r => !(r.W1.Lower > 0))) return new VerifyFit(null, null, "the lower end of W1 is 0 in a row");
        if (rows.Any(r => r.W1.Upper > WidestInterval * r.W1.Lower)) return new VerifyFit(null, null, "W1 is not known well enough in a row: its interval is too wide");
        if (rows.Length < 2) return new VerifyFit(null, null, "a slope needs at least two step counts");
        return new VerifyFit(
            Slope(row => row.Steps, row => Middle(row) / Math.Log(row.Steps)),
            Slope(row => Math.Log(row.Steps) / row.Steps, Middle),
            null);

        static double Middle(VerifyRow row) => 0.5 * (row.W1.Lower + row.W1.Upper);

        SlopeRecord? Slope(Func<VerifyRow, double> x, Func<VerifyRow, double> y)
            => SlopeFit.OfPowers([.. rows.Select(r => (x(r), y(r)))]) is { } slope
                ? new SlopeRecord(slope.Value, slope.Low, slope.High, slope.Reason)
                : null;
    }

    private static DistanceRecord Distance(DistanceInterval d) => new(d.Lower, d.Upper, d.LowerBy, d.UpperBy);

    private static HypothesisRecord Record(Hypothesis h) => new(h.Name, h.Statement, h.Met, h.Slack, h.SlackLog10, h.AtStep, h.Reason);

    private sealed class RowProgress(int steps, Action<int, double> report) : IProgress<double>
    {
        public void Report(double value) => report(steps, value);
    }
}
