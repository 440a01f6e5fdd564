using System.Collections.Immutable;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>Gaussian targets in any dimension, in closed form.</summary>
public sealed class LinearSolver : IExactSolver
{
    /// <inheritdoc/>
    public string Name => "linear";

    /// <inheritdoc/>
    public bool CanSolve(Structure structure, LearnerKind learner) => structure is LinearStructure;

    /// <inheritdoc/>
    public ExactSolution Solve(
        Structure structure, Schedule schedule, Learner learner, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (structure is not LinearStructure linear)
            throw new ArgumentException("A Gaussian law is needed.", nameof(structure));
        var recursion = new LinearRecursion(linear, schedule, learner);
        while (recursion.Advance())
        {
            if ((recursion.Time & 255) != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report((double)recursion.Time / schedule.Steps);
        }

        return new LinearSolution((LinearFunction)recursion.Current, new LinearFlow(linear, schedule));
    }

    /// <inheritdoc/>
    public ConsistencyRecursion Start(Structure structure, Schedule schedule, Learner learner, int intervals)
        => structure is LinearStructure linear
            ? new LinearRecursion(linear, schedule, learner)
            : throw new ArgumentException("A Gaussian law is needed.", nameof(structure));
}

/// <summary>f_T and Φ of a Gaussian; every difference is affine on every eigenvalue group.</summary>
internal sealed class LinearSolution : ExactSolution
{
    /// <summary>Rounding over the T factors of the recursion, relative.</summary>
    private const double Rounding = 1e-13;

    private readonly LinearFunction _function;
    private readonly ImmutableArray<EigenGroup> _groups;
    private readonly NoiseLevel _first, _last;

    public LinearSolution(LinearFunction function, LinearFlow flow)
        : base(function, flow)
    {
        _function = function;
        _groups = flow.Structure.Groups;
        (_first, _last) = (flow.Schedule[1], flow.Schedule[flow.Schedule.Steps]);
    }

    /// <inheritdoc/>
    public override Outcome<double> NumericalError => new(0, Status.Ok, new Diagnostics(0, Flow.Schedule.Steps));

    /// <inheritdoc/>
    public override StepErrors Approximation => StepErrors.None;

    /// <inheritdoc/>
    public override Measured LipschitzConstant => WithError(_function.LipschitzConstant);

    /// <inheritdoc/>
    public override void ErrorAt(PointBatch points, Span<double> result) => result.Clear();

    /// <inheritdoc/>
    public override SamplingErrors Measure()
    {
        Differences[] groups = [.. Enumerable.Range(0, _groups.Length).Select(Of)];
        ImmutableArray<GaussianAxes> learned = [.. groups.Select(g => g.Learned)];
        double start = GaussianDistance.W1([.. groups.Select(g => g.Start)]).Upper;
        double underLast = BlockNorm.Expectation([.. groups.Select(g => g.UnderLast)]);
        return new SamplingErrors(
            GaussianDistance.W1(learned),
            GaussianDistance.W2(learned),
            WithError(BlockNorm.Expectation([.. groups.Select(g => g.Coupled)])),
            WithError(GaussianDistance.OptimalCoupling(learned)),
            WithError(BlockNorm.Expectation([.. groups.Select(g => g.Initial)])),
            WithError(_function.LipschitzConstant * start + underLast),
            WithError(underLast),
            Status.Ok);
    }

    /// <inheritdoc/>
    public override BlockErrors Errors()
    {
        Differences[] groups = [.. Enumerable.Range(0, _groups.Length).Select(Of)];
        return new BlockErrors(
            [.. groups.Select(g => new RepeatedNorm(g.Coupled, 1))],
            [.. groups.Select(g => new RepeatedNorm(Coupling(g.Learned), 1))],
            [.. groups.Select(g => new RepeatedNorm(g.Initial, 1))],
            [.. groups.Select(g => new RepeatedNorm(g.UnderLast, 1))],
            [.. groups.Select(g => new RepeatedNorm(Coupling(g.Start), 1))],
            0,
            Status.Ok);
    }

    private static AffineBlock Coupling(GaussianAxes axes) => new(axes.Count, axes.Difference, axes.Shift);

    /// <summary>
    /// On the axes of a group: Φ_∞(z) = √ᾱ_1 m + p z, Φ_{T→1}(z) = √ᾱ_1 m + p/√V_T (z − √ᾱ_T m) and
    /// f_T(z) = √ᾱ_1 m + p/√V_T e^c (z − √ᾱ_T m), with p = √V_1 and c = Σ log cos Δ ≤ 0.
    /// </summary>
    private Differences Of(int index)
    {
        EigenGroup group = _groups[index];
        double logLast = LinearFlow.LogMarginalVariance(_last, group.Variance), shift = _last.Signal * group.MeanNorm;
        double p = Math.Exp(0.5 * LinearFlow.LogMarginalVariance(_first, group.Variance));
        double log = _function.LogContraction[index], slope = _function.Slope(index), flowSlope = p * Math.Exp(-0.5 * logLast);
        double gap = flowSlope * Elementary.Expm1(log);
        return new Differences(
            new GaussianAxes(group.Count, p, p * Elementary.Expm1(log - 0.5 * logLast), slope * shift),
            new AffineBlock(group.Count, gap, gap * shift),
            new AffineBlock(group.Count, p * Elementary.Expm1(-0.5 * logLast), flowSlope * shift),
            new AffineBlock(group.Count, p * Elementary.Expm1(log), 0),
            new GaussianAxes(group.Count, Math.Exp(0.5 * logLast), -Elementary.Expm1(0.5 * logLast), shift));
    }

    private static Measured WithError(double value) => new(value, Rounding * value);

    /// <summary>What differs on the axes of a group: f_T(Z) from X_1, from Φ_{T→1}(Z), and so on as in <see cref="BlockErrors"/>.</summary>
    private sealed record Differences(
        GaussianAxes Learned, AffineBlock Coupled, AffineBlock Initial, AffineBlock UnderLast, GaussianAxes Start);
}
