using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Specifications;
using Simulator.Targets;

namespace Simulator.Experiments;

/// <summary>Draws samples of learned maps, in one step or in several, and says how far they are from draws of X_1.</summary>
public static class SampleRunner
{
    /// <summary>Numbers that samples hold at most: 1 GiB.</summary>
    public const int MostNumbers = 1 << 27;

    /// <summary>Points whose coordinates are larger have distances that no double holds.</summary>
    private const double LargestCoordinate = 1e150;

    /// <summary>Parts of the work that are the learner's and that end with the samples; the rest is their quality.</summary>
    private const double LearningShare = 0.8, SamplingShare = 0.9;

    /// <summary>Runs a specification for one number of steps.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="steps">T.</param>
    /// <param name="count">Number of samples, at least 1; times d at most <see cref="MostNumbers"/>.</param>
    /// <param name="through">Times of further steps after f_T, descending, each from 2 to T − 1; empty for one-step samples.</param>
    /// <param name="threads">Threads to use; no result depends on it.</param>
    /// <param name="progress">Receives (T, fraction done) from any thread; may be null.</param>
    /// <param name="backend">The linear-algebra backend, which the manifest names; default the default one.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="SpecificationException">No solver for this target, an injected error beyond T, or a rotation too large for points.</exception>
    /// <exception cref="ArgumentException">The count or a time is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static SampleRun Run(
        ExperimentSpecification specification,
        int steps,
        int count,
        ImmutableArray<int> through,
        int threads = 1,
        Action<int, double>? progress = null,
        LinearAlgebraBackend? backend = null,
        CancellationToken cancellation = default)
    {
        Check(specification, steps);
        int d = specification.Target.Dimension;
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)count * d, MostNumbers, nameof(count));
        var clock = Stopwatch.StartNew();
        Schedule schedule = specification.Schedule.Create(steps);
        IProgress<double>? Share(double from, double to) => progress is null ? null : new Part(value => progress(steps, from + (to - from) * value));
        Learner learner = specification.Learner.OnThreads(threads);

        // What held-out points measure is not asked for here, and no function depends on it.
        if (learner is { Regression: { } regression, Logs: null }) learner = learner with { Regression = regression with { HeldOut = 0 } };
        (ConsistencyFunction[] functions, Outcome<double> error) = Learn(specification, learner, schedule, through, Share(0, LearningShare), cancellation);
        double[] samples = new MultistepSampling(schedule, functions).Sample(count, specification.Seed, threads, Share(LearningShare, SamplingShare), cancellation);
        bool finite = samples.All(x => Math.Abs(x) <= LargestCoordinate);
        double[]? real = Draw(specification, schedule, 2 * Math.Min(count, EmpiricalRecord.MostPoints));
        (EmpiricalRecord? quality, string? noQuality) = !finite ? (null, "a sample is too large for a distance")
            : real is null ? (null, $"no draws of X_1 are known for a target of kind '{specification.Target.Kind}', only for Gaussians, mixtures and point clouds")
            : (Quality(samples, real, d, threads), (string?)null);
        (Status status, string? reason) = error.Status != Status.Ok ? (error.Status, string.Create(CultureInfo.InvariantCulture, $"f_T did not reach its tolerance; its error is about {error.Value:G2}"))
            : finite ? (Status.Ok, (string?)null) : (Status.OutOfRange, "a sample is too large for double precision");
        progress?.Invoke(steps, 1);
        var result = new SampleResult(
            specification.Name,
            TargetSummary.Of(specification),
            specification.Schedule.Kind,
            LearnerFields.Name(specification.Learner),
            steps,
            through,
            count,
            [],
            quality,
            noQuality,
            error.Value,
            status,
            reason,
            clock.Elapsed.TotalSeconds,
            Manifest.Of(specification, backend));
        return new SampleRun(result, Columns(specification.Target), samples, real);
    }

    /// <summary>Checks that a specification can be sampled with a number of steps.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="steps">T.</param>
    /// <exception cref="SpecificationException">No solver for this target, an injected error beyond T, or a rotation too large for points.</exception>
    public static void Check(ExperimentSpecification specification, int steps)
    {
        TraceRunner.Check(specification, steps);
        if (specification.Target is RotatedTarget { Dimension: > Rotation.LargestDimension and var d })
            throw new SpecificationException($"{specification.Name}: found a rotation in dimension {d}, expected at most {Rotation.LargestDimension} for samples.");
    }

    /// <summary>f_T and the functions on the way, descending, and how well f_T is known.</summary>
    /// <remarks>Where functions stand on grids a first pass finds the grid that f_T needs, and a second one on that grid keeps the functions on the way.</remarks>
    private static (ConsistencyFunction[] Functions, Outcome<double> Error) Learn(
        ExperimentSpecification specification, Learner learner, Schedule schedule, ImmutableArray<int> through, IProgress<double>? progress, CancellationToken cancellation)
    {
        const int FewestIntervals = 16;
        IExactSolver solver = VerifyRunner.SolverFor(specification);
        Structure structure = specification.Target.Structure;
        ExactSolution? solution = solver.IsSampled ? null : solver.Solve(structure, schedule, learner, progress, cancellation);
        ImmutableArray<int> wanted = solution is null ? [schedule.Steps, .. through] : through;
        var functions = new List<ConsistencyFunction>();
        if (wanted.Length > 0)
        {
            ConsistencyRecursion recursion = solver.Start(structure, schedule, learner, Math.Max(FewestIntervals, solution?.Intervals ?? 0));
            while (recursion.Time < wanted[0])
            {
                cancellation.ThrowIfCancellationRequested();
                recursion.Advance();
                if (wanted.Contains(recursion.Time)) functions.Insert(0, recursion.Current);
                if (solution is null) progress?.Report((double)recursion.Time / schedule.Steps);
            }
        }

        return solution is null
            ? ([.. functions], new Outcome<double>(0, Status.Ok, new Diagnostics(0, schedule.Steps)))
            : ([solution.Function, .. functions], solution.NumericalError);
    }

    /// <summary>Independent draws of X_1, or null where its law cannot be drawn from.</summary>
    private static double[]? Draw(ExperimentSpecification specification, Schedule schedule, int count)
    {
        if (DataLaw.Of(specification.Target.Structure) is not { } law) return null;
        RandomStream Stream(string purpose) => RandomStream.Named(specification.Seed, "sample", "draws of X_1", purpose);
        double[] points = new double[count * law.Dimension], noise = new double[points.Length];
        law.Sample(Stream("data"), points);
        Stream("noise").FillNormal(noise);
        ForwardProcess.Marginal(schedule[1], points, noise, points);
        return points;
    }

    /// <summary>The first samples beside the two halves of the draws.</summary>
    private static EmpiricalRecord Quality(double[] samples, double[] real, int dimension, int threads)
    {
        int half = real.Length / 2;
        return EmpiricalRecord.Of(
            new PointBatch(samples.AsSpan(0, half), dimension), new PointBatch(real.AsSpan(0, half), dimension), new PointBatch(real.AsSpan(half), dimension), threads);
    }

    /// <summary>The names of a data file's columns, where the target is one and names are different; else x0, x1, ….</summary>
    private static ImmutableArray<string> Columns(Target target)
    {
        ImmutableArray<string> names = target switch
        {
            FittedTarget fitted => fitted.Data.Columns,
            PointCloudTarget cloud => cloud.Columns,
            _ => [],
        };
        return names.Length > 0 && names.Distinct().Count() == names.Length
            ? names
            : [.. Enumerable.Range(0, target.Dimension).Select(j => string.Create(CultureInfo.InvariantCulture, $"x{j}"))];
    }

    private sealed class Part(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
