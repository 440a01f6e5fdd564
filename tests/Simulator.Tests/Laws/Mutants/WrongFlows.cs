using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Tests.Laws.Mutants;

/// <summary>One step of Euler's rule in place of the flow, however far it is.</summary>
internal sealed class EulerFlow(IDenoiser denoiser, Schedule schedule) : FlowMap(schedule, denoiser.Dimension)
{
    public static FlowMap? Of(Target target, Schedule schedule) => target is IGaussianMixture mixture ? new EulerFlow(new MixtureDenoiser(mixture), schedule) : null;

    public override LipschitzConstants Lipschitz() => throw new NotSupportedException();

    protected override Status MapCore(int from, int to, PointBatch points, Span<double> result)
    {
        denoiser.Denoise(Schedule[from], points, result);
        for (int i = 0; i < result.Length; i++)
        {
            double y = points.Data[i] / Schedule[from].Signal;
            result[i] = Schedule[to].Signal * (y + (Schedule[to].LogSigma - Schedule[from].LogSigma) * (y - result[i]));
        }

        return Status.Ok;
    }

    protected override Status NoiseCore(int to, PointBatch noise, Span<double> result) => throw new NotSupportedException();
}

/// <summary>A flow that only knows one direction.</summary>
internal sealed class OneWayFlow(FlowMap flow) : FlowMap(flow.Schedule, flow.Dimension)
{
    public override LipschitzConstants Lipschitz() => flow.Lipschitz();

    protected override Status MapCore(int from, int to, PointBatch points, Span<double> result) => flow.Map(Math.Max(from, to), Math.Min(from, to), points, result);

    protected override Status NoiseCore(int to, PointBatch noise, Span<double> result) => flow.MapNoise(to, noise, result);
}

/// <summary>The flow of a Gaussian on the line, mirrored at the mean: it carries the laws, but turns them around.</summary>
internal sealed class MirroredFlow(GaussianTarget target, FlowMap flow) : FlowMap(flow.Schedule, 1)
{
    public static FlowMap? Of(Target target, Schedule schedule)
        => target is GaussianTarget { Dimension: 1 } gaussian ? new MirroredFlow(gaussian, new LinearFlow((LinearStructure)gaussian.Structure, schedule)) : null;

    public override LipschitzConstants Lipschitz() => flow.Lipschitz();

    protected override Status MapCore(int from, int to, PointBatch points, Span<double> result)
    {
        flow.Map(from, to, points, result);
        for (int i = 0; i < result.Length; i++)
            result[i] = 2 * Schedule[to].Signal * target.Mean[0] - result[i];
        return Status.Ok;
    }

    protected override Status NoiseCore(int to, PointBatch noise, Span<double> result) => throw new NotSupportedException();
}
