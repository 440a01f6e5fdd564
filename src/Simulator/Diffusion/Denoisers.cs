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
        LinearStructure linear => new MixtureDenoiser(new GaussianTarget(linear.Mean, linear.Covariance)),
        LineStructure line => new MixtureDenoiser(MixtureTarget.OnLine(line.Law.Weights.AsSpan(), line.Law.Means.AsSpan(), line.Law.StandardDeviations.AsSpan())),
        RadialStructure radial => new RadialDenoiser(radial),
        _ => WithTangents(structure),
    };
}
