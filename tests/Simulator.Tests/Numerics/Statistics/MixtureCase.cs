using FsCheck;
using FsCheck.Fluent;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;

namespace Simulator.Tests.Numerics.Statistics;

/// <summary>A small sample to fit: overlapping clusters, in half of the cases so coarsely rounded that floors are active.</summary>
public sealed record MixtureCase(int Seed, int Count, int Dimension, int Components, bool Rounded)
{
    public static MixtureFitOptions Options { get; } = new() { Restarts = 3, MaxIterations = 300, Tolerance = 1e-10 };

    public double[] Data
    {
        get
        {
            RandomStream stream = RandomStream.Named(Seed, "test", "mixture", "data");
            double[] centres = [.. Enumerable.Range(0, 3 * Dimension).Select(_ => 3 * stream.NextNormal())];
            var data = new double[Count * Dimension];
            for (int i = 0; i < data.Length; i++)
            {
                int cluster = i / Dimension % 3;
                double x = centres[cluster * Dimension + i % Dimension] + (0.2 + cluster) * stream.NextNormal();
                data[i] = Rounded ? RoundingLattice.Round(x, 0.5) : x;
            }

            return data;
        }
    }

    public GaussianMixtureFit Fit() => GaussianMixtureFit.Fit(Data, Dimension, Components, Options);
}

/// <summary>The generator of <see cref="MixtureCase"/>.</summary>
public static class MixtureCases
{
    public static Arbitrary<MixtureCase> Case()
        => (from seed in Gen.Choose(0, int.MaxValue)
            from count in Gen.Choose(12, 80)
            from dimension in Gen.Choose(1, 3)
            from components in Gen.Choose(1, 4)
            from rounded in Gen.Elements(true, false)
            select new MixtureCase(seed, count, dimension, components, rounded)).ToArbitrary();
}
