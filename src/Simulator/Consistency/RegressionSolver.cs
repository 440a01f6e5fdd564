using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>The learner from samples, for every law whose posterior is a finite mixture: Gaussians, Gaussian mixtures and clouds in any dimension.</summary>
public sealed class RegressionSolver : IExactSolver
{
    /// <inheritdoc/>
    public string Name => "regression";

    /// <inheritdoc/>
    public bool IsSampled => true;

    /// <inheritdoc/>
    public bool Learns => true;

    /// <inheritdoc/>
    public bool CanSolve(Structure structure, LearnerKind learner) => learner == LearnerKind.Regression && DataLaw.Of(structure) is not null;

    /// <inheritdoc/>
    public ExactSolution Solve(Structure structure, Schedule schedule, Learner learner, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(learner);
        RegressionRecursion recursion = Start(structure, schedule, learner, cancellation);
        while (recursion.Advance())
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(LearningShare * recursion.Time / schedule.Steps);
        }

        FlowOptions options = SampledSolver.OptionsFor(learner.Sampling);
        return new RegressionSolution(
            recursion, SampledSolver.FlowOf(structure, schedule, options), SampledSolver.FlowOf(structure, schedule, SampledSolver.Closer(options)),
            SampledSolver.PotentialsOf(structure, schedule[1].Signal), learner.Sampling, progress is null ? null : new Rest(progress), cancellation);
    }

    /// <inheritdoc/>
    public ConsistencyRecursion Start(Structure structure, Schedule schedule, Learner learner, int intervals) => Start(structure, schedule, learner, CancellationToken.None);

    /// <summary>Starts the recursion at f_1.</summary>
    /// <param name="structure">A structure that <see cref="CanSolve"/> accepts.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="learner">How steps are learned.</param>
    /// <param name="cancellation">Stops the work inside of a step.</param>
    /// <exception cref="ArgumentException">Nobody says how steps are learned, or the law of the structure is not known.</exception>
    public static RegressionRecursion Start(Structure structure, Schedule schedule, Learner learner, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(learner);
        DataLaw law = DataLaw.Of(structure) ?? throw new ArgumentException("A Gaussian mixture or a cloud is needed.", nameof(structure));
        Regression regression = learner.Regression ?? throw new ArgumentException("The learner does not say how steps are learned.", nameof(learner));
        return new RegressionRecursion(law, schedule, regression, learner.Sampling.Seed, learner.Sampling.Threads, learner.Logs?.Open(schedule.Steps), cancellation);
    }

    /// <summary>Part of the work that is learning; the rest is flow lines.</summary>
    private const double LearningShare = 0.8;

    private sealed class Rest(IProgress<double> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report(LearningShare + (1 - LearningShare) * value);
    }
}

/// <summary>f_T as a regression learned it, measured on a sample of noise.</summary>
internal sealed class RegressionSolution : SampledSolution
{
    /// <summary>Points of noise at which slopes of f_T are looked at.</summary>
    private const int SlopePoints = 256;

    private readonly Lazy<RegressionSummary> _learning;

    public RegressionSolution(
        RegressionRecursion recursion, FlowMap flow, FlowMap closer, IReadOnlyList<IPotential> potentials, Sampling sampling, IProgress<double>? progress, CancellationToken cancellation)
        : base(recursion.Current, flow, closer, potentials, sampling, progress, cancellation)
        => _learning = new(() =>
        {
            var function = (RegressionFunction)recursion.Current;
            var noise = new double[SlopePoints * function.Dimension];
            RandomStream.Named(sampling.Seed, "verify", "slopes", "noise").FillNormal(noise);
            (double lower, double upper) = function.Lipschitz(new PointBatch(noise, function.Dimension));
            return new RegressionSummary(recursion.Features, [.. recursion.Steps], lower, upper);
        });

    /// <inheritdoc/>
    public override RegressionSummary Learning => _learning.Value;

    /// <inheritdoc/>
    public override StepErrors Estimation => Learning.Estimation;

    /// <inheritdoc/>
    public override StepErrors Approximation => Learning.Approximation;

    /// <inheritdoc/>
    public override Measured LipschitzConstant
    {
        get
        {
            (double lower, double upper) = (Learning.LipschitzLower, Learning.LipschitzUpper);
            return double.IsFinite(upper) ? new Measured(0.5 * (lower + upper), 0.5 * (upper - lower)) : new Measured(double.NaN, double.PositiveInfinity);
        }
    }
}
