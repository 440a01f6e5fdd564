using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>f_T and Φ of a law without special structure, measured on a sample of noise: what is coupled to what is known exactly, and means come with confidence intervals.</summary>
internal class SampledSolution : ExactSolution
{
    private readonly Sampling _sampling;
    private readonly IProgress<double>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Lazy<CoupledPoints> _points;

    private readonly IReadOnlyList<IPotential> _potentials;

    private readonly FlowMap _closer;

    public SampledSolution(
        ConsistencyFunction function, FlowMap flow, FlowMap closer, IReadOnlyList<IPotential> potentials, Sampling sampling, IProgress<double>? progress, CancellationToken cancellation)
        : base(function, flow)
    {
        _closer = closer;
        (_potentials, _sampling, _progress, _cancellation) = (potentials, sampling, progress, cancellation);
        _points = new(Couple);
    }

    /// <inheritdoc/>
    public override Outcome<double> NumericalError => new(0, Status.Ok, new Diagnostics(0, Flow.Schedule.Steps));

    /// <inheritdoc/>
    public override StepErrors Approximation => StepErrors.Unknown;

    /// <inheritdoc/>
    public override Measured LipschitzConstant => new(double.NaN, double.PositiveInfinity);

    /// <inheritdoc/>
    public override CoupledPoints? Points => _points.Value;

    /// <inheritdoc/>
    public override void ErrorAt(PointBatch points, Span<double> result) => result.Clear();

    /// <inheritdoc/>
    public override SamplingErrors Measure() => _points.Value.Measure(LipschitzConstant, _potentials);

    /// <inheritdoc/>
    public override BlockErrors Errors() => throw new NotSupportedException("A sample does not give laws of errors.");

    private CoupledPoints Couple()
    {
        // On the line means are integrals.
        if (Flow.Dimension == 1)
        {
            var line = new LineExpectation();
            return CoupledPoints.Of(Function, Flow, _closer, line.Points, line, _progress, _cancellation);
        }

        var noise = new double[_sampling.Count * Flow.Dimension];
        RandomStream.Named(_sampling.Seed, "verify", "coupling", "noise").FillNormal(noise);
        return CoupledPoints.Of(Function, Flow, _closer, noise, new SampleExpectation(), _progress, _cancellation);
    }
}
