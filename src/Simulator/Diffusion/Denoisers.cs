using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Diffusion;

/// <summary>The denoiser of a structure.</summary>
public static class Denoisers
{
    /// <summary>A denoiser with derivatives, or null where there is none for the structure as a whole.</summary>
    /// <param name="structure">The structure of a target.</param>
    public static ITangentDenoiser? WithTangents(Structure structure) => structure switch
    {
        IGaussianMixture mixture => new MixtureDenoiser(mixture),
        CloudStructure cloud => new CloudDenoiser(cloud.Cloud),
        _ => null,
    };

    /// <summary>E X_0: what D is where there is nothing but noise.</summary>
    /// <param name="denoiser">D.</param>
    public static double[] MeanOf(IDenoiser denoiser)
    {
        ArgumentNullException.ThrowIfNull(denoiser);
        var mean = new double[denoiser.Dimension];
        denoiser.Denoise(NoiseLevel.Infinite, new PointBatch(new double[mean.Length], mean.Length), mean);
        return mean;
    }

    /// <summary>A denoiser, or null where there is none for the structure as a whole.</summary>
    /// <param name="structure">The structure of a target.</param>
    public static IDenoiser? For(Structure structure) => structure switch
    {
        RadialStructure radial => new RadialDenoiser(radial),
        _ => MixtureOf(structure) is { } mixture ? new MixtureDenoiser(mixture) : WithTangents(structure),
    };

    /// <summary>The Gaussian mixture that a structure is, or null.</summary>
    /// <param name="structure">The structure of a target.</param>
    public static IGaussianMixture? MixtureOf(Structure structure) => structure switch
    {
        LinearStructure linear => new GaussianTarget(linear.Mean, linear.Covariance),
        LineStructure line => MixtureTarget.OnLine(line.Law.Weights.AsSpan(), line.Law.Means.AsSpan(), line.Law.StandardDeviations.AsSpan()),
        _ => structure as IGaussianMixture,
    };
}
