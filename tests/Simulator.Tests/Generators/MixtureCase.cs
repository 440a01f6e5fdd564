using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Simulator.Numerics.Random;
using Simulator.Targets;

namespace Simulator.Tests.Generators;

/// <summary>A mixture in ℝ^d, reproducible from a few numbers.</summary>
public sealed record MixtureSpace(int Dimension, int Count, double Spread, double Conditioning, long Seed)
{
    public MixtureTarget Target
    {
        get
        {
            RandomStream stream = RandomStream.Named(Seed, "tests", "mixture", "parameters");
            double[] weights = [.. Enumerable.Range(0, Count).Select(_ => 0.05 + stream.NextUniform())];
            double total = weights.Sum();
            return new MixtureTarget(
                new RealVector([.. weights.Select(w => w / total)]),
                [.. Enumerable.Range(0, Count).Select(_ => new RealVector([.. Enumerable.Range(0, Dimension).Select(_ => Spread * stream.NextNormal())]))],
                [.. Enumerable.Range(0, Count).Select(_ => Covariance(stream))]);
        }
    }

    /// <summary>Points around the mixture, n × d.</summary>
    public double[] Points(int count)
    {
        RandomStream stream = RandomStream.Named(Seed, "tests", "mixture", "points");
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

public static class MixtureSpaces
{
    public static Arbitrary<MixtureSpace> Any() => Arb.From(
        from dimension in Gen.Frequency((1, Gen.Constant(1)), (3, Gen.Choose(2, 6)))
        from count in Gen.Choose(1, 4)
        from spread in Gen.Elements(0, 1e-9, 0.5, 3)
        from conditioning in Gen.Elements(1e-6, 1e-2, 1)
        from seed in Gen.Choose(0, int.MaxValue)
        select new MixtureSpace(dimension, count, spread, conditioning, seed),
        Shrink);

    private static IEnumerable<MixtureSpace> Shrink(MixtureSpace value)
    {
        if (value.Dimension > 1) yield return value with { Dimension = value.Dimension - 1 };
        if (value.Count > 1) yield return value with { Count = value.Count - 1 };
        if (value.Conditioning < 1) yield return value with { Conditioning = 1 };
    }
}
