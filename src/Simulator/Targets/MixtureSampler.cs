using System.Collections.Immutable;
using Simulator.Numerics.Random;

namespace Simulator.Targets;

/// <summary>Samples of Gaussian mixtures.</summary>
public static class MixtureSampler
{
    /// <summary>Draws independent points.</summary>
    /// <param name="target">The mixture.</param>
    /// <param name="stream">The random numbers.</param>
    /// <param name="points">Receives n × d.</param>
    /// <exception cref="ArgumentException">The buffer's length is no multiple of d.</exception>
    public static void Sample(IGaussianMixture target, RandomStream stream, Span<double> points)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(stream);
        ImmutableArray<GaussianComponent> components = target.Components;
        int d = components[0].Mean.Length;
        if (points.Length % d != 0)
            throw new ArgumentException($"{points.Length} numbers are no whole number of points of dimension {d}.", nameof(points));
        double[][] deviations = [.. components.Select(c => c.Covariance.Eigenvalues.Select(Math.Sqrt).ToArray())];
        var axes = new double[d];
        for (int i = 0; i < points.Length; i += d)
        {
            int k = 0;
            for (double left = stream.NextUniform(); k < components.Length - 1 && left >= components[k].Weight; k++)
                left -= components[k].Weight;
            for (int j = 0; j < d; j++)
                axes[j] = deviations[k][j] * stream.NextNormal();
            Span<double> point = points.Slice(i, d);
            components[k].Covariance.FromEigenbasis(axes, point);
            for (int j = 0; j < d; j++)
                point[j] += components[k].Mean[j];
        }
    }
}
