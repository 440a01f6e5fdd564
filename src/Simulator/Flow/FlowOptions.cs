using Simulator.Diffusion;

namespace Simulator.Flow;

/// <summary>How a flow is integrated.</summary>
public sealed record FlowOptions
{
    /// <summary>The tolerance of a step, relative to the points and to 1; by default 1e-12.</summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>Threads; no number depends on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Seed of the flow lines on which a Lipschitz constant is sought.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The most flow lines on which a Lipschitz constant is sought, at least 1.</summary>
    public int MostLines { get; init; } = 512;

    /// <summary>The flow of a denoiser with these options.</summary>
    internal ProbabilityFlow FlowOf(IDenoiser denoiser) => new(denoiser, ProbabilityFlow.Tolerance(Tolerance), Threads);
}
