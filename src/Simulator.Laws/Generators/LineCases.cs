using FsCheck;
using FsCheck.Fluent;

namespace Simulator.Laws.Generators;

/// <summary>Mixtures on the line, with the corners where solvers break: nearly equal means, tiny deviations, weights near 0.</summary>
public static class LineCases
{
    /// <summary>Anything a law of distribution functions must bear.</summary>
    public static Arbitrary<LineCase> Wild() => Arb.From(
        Mixtures(
            weight: Gen.Frequency((6, Sizes.Uniform(0.05, 1)), (1, Gen.Constant(1e-12)), (1, Gen.Constant(1e-200))),
            mean: Gen.Frequency(
                (5, Sizes.Uniform(-6, 6)), (1, Gen.Constant(1.0)), (1, Gen.Constant(1.0 + 1e-13)), (1, Sizes.Uniform(-300, 300))),
            deviation: Gen.Frequency((5, Sizes.LogUniform(0.05, 3)), (1, Sizes.LogUniform(1e-6, 0.01)), (1, Sizes.LogUniform(3, 100)))),
        Shrink);

    /// <summary>What the recursion should solve to full accuracy in a test's time.</summary>
    public static Arbitrary<LineCase> Solvable() => Arb.From(
        Mixtures(
            weight: Gen.Frequency((5, Sizes.Uniform(0.1, 1)), (1, Gen.Constant(1e-12))),
            mean: Gen.Frequency((5, Sizes.Uniform(-2, 2)), (1, Gen.Constant(1.0)), (1, Gen.Constant(1.0 + 1e-13))),
            deviation: Gen.Frequency((5, Sizes.LogUniform(0.2, 2)), (1, Sizes.LogUniform(0.05, 0.2)))),
        Shrink);

    /// <summary>Narrow components far apart: steep flows, DDIM maps that jump.</summary>
    public static Arbitrary<LineCase> Separated() => Arb.From(
        Mixtures(
            weight: Gen.Frequency((5, Sizes.Uniform(0.05, 1)), (1, Gen.Constant(1e-6))),
            mean: Gen.Frequency((5, Sizes.Uniform(-4, 4)), (1, Gen.Constant(1.0))),
            deviation: Gen.Frequency((4, Sizes.LogUniform(0.02, 0.5)), (1, Sizes.LogUniform(0.5, 2)))),
        Shrink);

    /// <summary>Simpler mixtures: fewer components, then rounded means, then deviations of 1.</summary>
    /// <param name="value">The mixture to simplify.</param>
    public static IEnumerable<LineCase> Shrink(LineCase value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int count = value.Weights.Count;
        for (int i = 0; i < count && count > 1; i++)
        {
            int skip = i;
            double[] Without(IReadOnlyList<double> values) => [.. values.Where((_, j) => j != skip)];
            yield return new LineCase(Without(value.Weights), Without(value.Means), Without(value.Deviations));
        }

        if (value.Weights.Any(w => w != 1.0 / count)) yield return value with { Weights = [.. value.Weights.Select(_ => 1.0 / count)] };
        if (count == 1 && value.Means[0] != 0) yield return value with { Means = [0] };
        foreach (int digits in (int[])[0, 1])
        {
            double[] rounded = [.. value.Means.Select(m => Math.Round(m, digits) + 0.0)];
            if (!rounded.SequenceEqual(value.Means)) yield return value with { Means = rounded };
        }

        if (value.Deviations.Any(s => s != 1)) yield return value with { Deviations = [.. value.Deviations.Select(_ => 1.0)] };
        double[] rounder = [.. value.Deviations.Select(s => Math.Max(Math.Round(s, 1), 0.1))];
        if (!rounder.SequenceEqual(value.Deviations) && value.Deviations.All(s => s >= 0.1)) yield return value with { Deviations = rounder };
    }

    private static Gen<LineCase> Mixtures(Gen<double> weight, Gen<double> mean, Gen<double> deviation) =>
        from count in Gen.Choose(1, 4)
        from weights in weight.ArrayOf(count)
        from means in mean.ArrayOf(count)
        from deviations in deviation.ArrayOf(count)
        select new LineCase(weights, means, deviations);
}
