using System.Collections.Immutable;
using Simulator.Numerics.Random;
using Simulator.Targets;

namespace Simulator.Laws.Generators;

/// <summary>A mixture in ℝ^d, reproducible from a few numbers.</summary>
/// <param name="Dimension">d.</param>
/// <param name="Count">Number of components.</param>
/// <param name="Spread">Scale of the means.</param>
/// <param name="Conditioning">The floor of the covariances' eigenvalues: small numbers make ill-conditioned matrices.</param>
/// <param name="Seed">Seed of weights, means and covariances.</param>
public sealed record MixtureSpace(int Dimension, int Count, double Spread, double Conditioning, long Seed)
{
    /// <summary>The mixture.</summary>
    public MixtureTarget Target
    {
        get
        {
            RandomStream stream = RandomStream.Named(Seed, "laws", "mixture", "parameters");
            double[] weights = [.. Enumerable.Range(0, Count).Select(_ => 0.05 + stream.NextUniform())];
            double total = weights.Sum();
            return new MixtureTarget(
                new RealVector([.. weights.Select(w => w / total)]),
                [.. Enumerable.Range(0, Count).Select(_ => new RealVector([.. Enumerable.Range(0, Dimension).Select(_ => Spread * stream.NextNormal())]))],
                [.. Enumerable.Range(0, Count).Select(_ => Covariance(stream))]);
        }
    }

    /// <summary>Points around the mixture, n × d.</summary>
    /// <param name="count">n.</param>
    public double[] Points(int count)
    {
        RandomStream stream = RandomStream.Named(Seed, "laws", "mixture", "points");
        return [.. Enumerable.Range(0, count * Dimension).Select(_ => (1 + Spread) * stream.NextNormal())];
    }

    /// <summary>B Bᵀ scaled, plus a floor that sets the condition number.</summary>
    private Covariance Covariance(RandomStream stream)
    {
        if (stream.NextUniform() < 0.3) return new IsotropicCovariance(Dimension, Math.Exp(-1.5 + 2 * stream.NextUniform()));
        double[] b = [.. Enumerable.Range(0, Dimension * Dimension).Select(_ => stream.NextNormal())];
        var entries = new double[Dimension * Dimension];
        for (int i = 0; i < Dimension; i++)
        {
            for (int j = 0; j < Dimension; j++)
            {
                double sum = i == j ? Conditioning : 0;
                for (int l = 0; l < Dimension; l++)
                    sum += b[i * Dimension + l] * b[j * Dimension + l] / Dimension;
                entries[i * Dimension + j] = sum;
            }
        }

        return new FullCovariance(new RealMatrix(Dimension, new RealVector(ImmutableArray.Create(entries))));
    }
}
