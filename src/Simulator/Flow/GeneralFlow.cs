using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Schedules;

namespace Simulator.Flow;

/// <summary>The probability flow of any law with a posterior mean, by its differential equation.</summary>
/// <param name="denoiser">The posterior mean and its derivative.</param>
/// <param name="schedule">The schedule.</param>
/// <param name="options">How accurately, and with how many threads.</param>
public sealed class GeneralFlow(ITangentDenoiser denoiser, Schedule schedule, FlowOptions? options = null) : FlowMap(schedule, denoiser.Dimension)
{
    private readonly FlowOptions _options = options ?? new();

    /// <inheritdoc/>
    public override LipschitzConstants Lipschitz() => new GeneralLipschitz(denoiser, Schedule, _options).Compute();

    /// <inheritdoc/>
    protected override Status MapCore(int from, int to, PointBatch points, Span<double> result) => Between(Schedule[from], Schedule[to], points, result);

    /// <inheritdoc/>
    protected override Status NoiseCore(int to, PointBatch noise, Span<double> result) => Between(NoiseLevel.Infinite, Schedule[to], noise, result);

    private Status Between(NoiseLevel from, NoiseLevel to, PointBatch points, Span<double> result)
    {
        Outcome<double[]> mapped = _options.FlowOf(denoiser).Map(from, to, points);
        mapped.Value.CopyTo(result);
        return mapped.Status;
    }
}
