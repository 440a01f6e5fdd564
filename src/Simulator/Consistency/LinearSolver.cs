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
    public bool CanSolve(Structure structure) => structure is LinearStructure;

    /// <inheritdoc/>
    public ExactSolution Solve(
        Structure structure, Schedule schedule, LearnerKind learner, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (structure is not LinearStructure linear)
            throw new ArgumentException("A Gaussian law is needed.", nameof(structure));
        var recursion = new LinearRecursion(linear, schedule);
        while (recursion.Advance())
        {
            if ((recursion.Time & 255) != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report((double)recursion.Time / schedule.Steps);
        }

        return new LinearSolution((LinearFunction)recursion.Current, new LinearFlow(linear, schedule));
    }
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
    public override double Approximation => 0;

    /// <inheritdoc/>
    public override void ErrorAt(PointBatch points, Span<double> result) => result.Clear();

    /// <inheritdoc/>
    public override SamplingErrors Measure()
    {
        // On the axes of a group: Φ_∞(z) = √ᾱ_1 m + p z, Φ_{T→1}(z) = √ᾱ_1 m + p/√V_T (z − √ᾱ_T m),
        // f_T(z) = √ᾱ_1 m + p/√V_T e^c (z − √ᾱ_T m), with p = √V_1 and c = Σ log cos Δ ≤ 0.
        var learned = ImmutableArray.CreateBuilder<GaussianAxes>(); // f_T(Z) against X_1
        var coupled = new List<AffineBlock>();                      // f_T(Z) − Φ_{T→1}(Z)
        var initial = new List<AffineBlock>();                      // Φ_{T→1}(Z) − Φ_∞(Z)
        var underLast = new List<AffineBlock>();                    // ξ_T(X_T), X_T ~ q_T
        var start = ImmutableArray.CreateBuilder<GaussianAxes>();   // N(0, I) against q_T
        for (int g = 0; g < _groups.Length; g++)
        {
            EigenGroup group = _groups[g];
            double logLast = LinearFlow.LogMarginalVariance(_last, group.Variance), shift = _last.Signal * group.MeanNorm;
            double p = Math.Exp(0.5 * LinearFlow.LogMarginalVariance(_first, group.Variance));
            double log = _function.LogContraction[g], slope = _function.Slope(g), flowSlope = p * Math.Exp(-0.5 * logLast);
            learned.Add(new GaussianAxes(group.Count, p, p * Elementary.Expm1(log - 0.5 * logLast), slope * shift));
            double gap = flowSlope * Elementary.Expm1(log);
            coupled.Add(new AffineBlock(group.Count, gap, gap * shift));
            initial.Add(new AffineBlock(group.Count, p * Elementary.Expm1(-0.5 * logLast), flowSlope * shift));
            underLast.Add(new AffineBlock(group.Count, p * Elementary.Expm1(log), 0));
            start.Add(new GaussianAxes(group.Count, Math.Exp(0.5 * logLast), -Elementary.Expm1(0.5 * logLast), shift));
        }

        ImmutableArray<GaussianAxes> axes = learned.ToImmutable();
        double proof = _function.LipschitzConstant * GaussianDistance.W1(start.ToImmutable()).Upper + BlockNorm.Expectation([.. underLast]);
        return new SamplingErrors(
            GaussianDistance.W1(axes),
            GaussianDistance.W2(axes),
            WithError(BlockNorm.Expectation([.. coupled])),
            WithError(GaussianDistance.OptimalCoupling(axes)),
            WithError(BlockNorm.Expectation([.. initial])),
            WithError(proof),
            Status.Ok);
    }

    private static Measured WithError(double value) => new(value, Rounding * value);
}
