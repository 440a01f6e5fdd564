using Simulator.Numerics.Random;
using Simulator.Targets;

namespace Simulator.Diffusion;

/// <summary>A law of X_0 that can be drawn from and whose posterior is a finite mixture.</summary>
public abstract class DataLaw
{
    /// <summary>d.</summary>
    public abstract int Dimension { get; }

    /// <summary>E X_0, length d.</summary>
    public abstract double[] Mean { get; }

    /// <summary>Tr Cov X_0.</summary>
    public abstract double TotalVariance { get; }

    /// <summary>Draws independent points.</summary>
    /// <param name="stream">The random numbers.</param>
    /// <param name="points">Receives n × d.</param>
    public abstract void Sample(RandomStream stream, Span<double> points);

    /// <summary>The law of a structure: of Gaussians, Gaussian mixtures and clouds; null for others.</summary>
    /// <param name="structure">The structure of a target.</param>
    public static DataLaw? Of(Structure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        if (structure is CloudStructure cloud) return new CloudDataLaw(cloud.Cloud);
        return Denoisers.MixtureOf(structure) is { } mixture ? new MixtureDataLaw(mixture, structure.TotalVariance!.Value) : null;
    }
}

/// <summary>A Gaussian mixture.</summary>
/// <param name="mixture">The mixture.</param>
/// <param name="totalVariance">Tr Cov X_0.</param>
public sealed class MixtureDataLaw(IGaussianMixture mixture, double totalVariance) : DataLaw
{
    /// <summary>The mixture.</summary>
    public IGaussianMixture Mixture => mixture;

    /// <inheritdoc/>
    public override int Dimension => mixture.Components[0].Mean.Length;

    /// <inheritdoc/>
    public override double[] Mean => [.. Enumerable.Range(0, Dimension).Select(j => mixture.Components.Sum(c => c.Weight * c.Mean[j]))];

    /// <inheritdoc/>
    public override double TotalVariance => totalVariance;

    /// <inheritdoc/>
    public override void Sample(RandomStream stream, Span<double> points) => MixtureSampler.Sample(mixture, stream, points);
}

/// <summary>Finitely many points.</summary>
/// <param name="cloud">The points.</param>
public sealed class CloudDataLaw(PointCloud cloud) : DataLaw
{
    /// <summary>The points.</summary>
    public PointCloud Cloud => cloud;

    /// <inheritdoc/>
    public override int Dimension => cloud.Dimension;

    /// <inheritdoc/>
    public override double[] Mean => cloud.Mean.Span.ToArray();

    /// <inheritdoc/>
    public override double TotalVariance { get; } = cloud.TotalVariance;

    /// <inheritdoc/>
    public override void Sample(RandomStream stream, Span<double> points) => cloud.Sample(stream, points);
}
