using System.Collections.Immutable;
using System.Diagnostics;
using Simulator.Consistency;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Specifications;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.Experiments;

/// <summary>Draws what a learner makes of N(0, 1) for a target on the line: f_T beside Φ_{T→1} and Φ_∞, and the density of f_T(Z) beside q_1.</summary>
public static class CurvesRunner
{
    /// <summary>A gap of q_1 is where it is below this part of the lower of two neighbouring peaks.</summary>
    private const double GapPart = 0.1;

    /// <summary>A Lipschitz constant is reported if its error is at most this part of it.</summary>
    private const double LargestLipschitzError = 1e-2;

    /// <summary>The largest difference is looked for in so many deviations of N(0, 1): in the tails maps are straight and drift apart for ever.</summary>
    public const double CentralReach = 3;

    /// <summary>Runs a specification for one number of steps.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="steps">T.</param>
    /// <param name="threads">Threads to use; no result depends on it.</param>
    /// <param name="progress">Receives (T, fraction done); may be null.</param>
    /// <param name="backend">The linear-algebra backend, which the manifest names; default the default one.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="SpecificationException">The target is not on the line, has no solver, or an injected error is beyond T.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static CurvesResult Run(
        ExperimentSpecification specification, int steps, int threads = 1, Action<int, double>? progress = null, LinearAlgebraBackend? backend = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(specification);
        Check(specification, steps);
        var clock = Stopwatch.StartNew();
        Structure structure = specification.Target.Structure;
        Schedule schedule = specification.Schedule.Create(steps);
        ExactSolution solution = VerifyRunner.SolverFor(specification).Solve(
            structure, schedule, specification.Learner.OnThreads(threads), progress is null ? null : new Progress(steps, progress), cancellation);
        UnivariateMixture first = ((MixtureLaw)Law.Of(structure, schedule[1])).Along([1]);
        var sampler = new CurveSampler(solution, first);
        sampler.Run(cancellation);
        ImmutableArray<CurveRow> rows = sampler.Rows;
        if (!sampler.IsIncreasing) rows = LearnedLaw.WithOtherPreimages(solution, rows);
        SamplingErrors errors = solution.Measure();
        (Status status, string? reason) = Judge(solution, sampler, errors);
        return new CurvesResult(
            specification.Name,
            TargetSummary.Of(specification),
            specification.Schedule.Kind,
            LearnerFields.Name(specification.Learner),
            steps,
            rows,
            sampler.IsCoarse ? "the curves are so steep that they would need too many points" : null,
            sampler.IsIncreasing ? null : "f_T is not increasing: the density of f_T(Z) has a pole wherever f_T turns",
            Largest(rows),
            LearnedLipschitz(solution),
            FlowLipschitz(solution.Flow),
            Gaps(solution.Function, rows, first),
            new DistanceRecord(errors.W1.Lower, errors.W1.Upper, errors.W1.LowerBy, errors.W1.UpperBy),
            solution.NumericalError.Value,
            status,
            reason,
            clock.Elapsed.TotalSeconds,
            Manifest.Of(specification, backend));
    }

    /// <summary>Checks that there are curves of a specification with a number of steps.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="steps">T.</param>
    /// <exception cref="SpecificationException">The target is not on the line, has no solver, or an injected error is beyond T.</exception>
    public static void Check(ExperimentSpecification specification, int steps)
    {
        ArgumentNullException.ThrowIfNull(specification);
        Target target = specification.Target;
        if (target.Dimension != 1)
            throw new SpecificationException($"{specification.Name}: target: found dimension {target.Dimension}, expected 1: curves are drawn for targets on the line.");
        if (target.Structure is not (LinearStructure or LineStructure or CloudStructure))
            throw new SpecificationException($"{specification.Name}: target.kind: found '{target.Kind}', expected a Gaussian, a mixture, a fitted mixture or a point cloud on the line itself.");
        VerifyRunner.SolverFor(specification);
        foreach (InjectedError error in specification.Learner.Errors)
        {
            if (error.Step > steps)
                throw new SpecificationException($"{specification.Name}: learner.errors: found an injected error at step {error.Step}, expected at most T = {steps}.");
        }
    }

    private static CurveDifference? Largest(ImmutableArray<CurveRow> rows)
        => rows.Where(r => Math.Abs(r.Z) <= CentralReach && double.IsFinite(r.F - r.Flow)).MaxBy(r => Math.Abs(r.F - r.Flow)) is { } row
            ? new CurveDifference(row.Z, row.F, row.Flow, Math.Abs(row.F - row.Flow))
            : null;

    private static double? LearnedLipschitz(ExactSolution solution)
        => solution.LipschitzConstant is { Value: > 0 } constant && constant.Error <= LargestLipschitzError * constant.Value ? Math.Log10(constant.Value) : null;

    /// <summary>Of flows that are closed forms or quantile maps; that of a cloud would take a search over flow lines.</summary>
    private static double? FlowLipschitz(FlowMap flow)
        => flow is LinearFlow or QuantileFlow && flow.Lipschitz() is { Status: Status.Ok } constants ? constants.LogWholeWay / Math.Log(10) : null;

    private static ImmutableArray<GapMass> Gaps(ConsistencyFunction function, ImmutableArray<CurveRow> rows, UnivariateMixture first)
    {
        ImmutableArray<DensityGap> gaps = MixtureGaps.Of(first, GapPart);
        double[] below = LearnedLaw.Below(function, rows, [.. gaps.SelectMany(g => new[] { g.Low, g.High })]);
        return [.. gaps.Select((g, i) => new GapMass(g.Low, g.High, Mass(first, g), Math.Max(0, below[2 * i + 1] - below[2 * i])))];
    }

    /// <summary>The mass of an interval, from the tail in which it is the difference of smaller numbers.</summary>
    private static double Mass(UnivariateMixture law, DensityGap gap)
        => law.Cdf(gap.High) <= 0.5 ? law.Cdf(gap.High) - law.Cdf(gap.Low) : law.UpperTail(gap.Low) - law.UpperTail(gap.High);

    private static (Status Status, string? Reason) Judge(ExactSolution solution, CurveSampler sampler, SamplingErrors errors)
    {
        if (solution.NumericalError.Status is not Status.Ok and var solved) return (solved, "f_T did not reach its tolerance");
        if (sampler.Followed != Status.Ok) return (sampler.Followed, "a flow line could not be followed");
        if (sampler.Rows.Any(r => !double.IsFinite(r.F + r.Flow + r.Limit + r.Slope))) return (Status.OutOfRange, "a curve leaves the range of double precision");
        return errors.Status is not Status.Ok and var measured ? (measured, "W1 did not reach its tolerance") : (Status.Ok, null);
    }

    private sealed class Progress(int steps, Action<int, double> report) : IProgress<double>
    {
        public void Report(double value) => report(steps, value);
    }
}
