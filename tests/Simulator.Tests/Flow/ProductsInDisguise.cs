using Simulator.Targets;

namespace Simulator.Tests.Flow;

/// <summary>Rotated products of mixtures on the line, written out as the mixtures with 2^d components that they are.</summary>
internal static class ProductsInDisguise
{
    private static readonly double[] Weights = [0.4, 0.6], Means = [-1, 0.8];

    /// <summary>A block on the line: components of the same deviation, so that the product's are isotropic.</summary>
    public static MixtureTarget Block { get; } = MixtureTarget.OnLine(Weights, Means, [0.6, 0.6]);

    /// <summary>The mixture.</summary>
    /// <param name="d">Number of blocks.</param>
    /// <param name="seed">Seed of the rotation.</param>
    public static MixtureTarget Mixture(int d, long seed)
    {
        var rotation = new Rotation(d, seed);
        var weights = new List<double>();
        var means = new List<RealVector>();
        for (int k = 0; k < 1 << d; k++)
        {
            double[] mean = [.. Enumerable.Range(0, d).Select(j => Means[k >> j & 1])];
            weights.Add(Enumerable.Range(0, d).Aggregate(1.0, (w, j) => w * Weights[k >> j & 1]));
            rotation.Forth(mean);
            means.Add(new RealVector([.. mean]));
        }

        return new MixtureTarget(new RealVector([.. weights]), [.. means], [.. means.Select(_ => new IsotropicCovariance(d, 0.6))]);
    }
}
