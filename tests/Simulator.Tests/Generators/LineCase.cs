using FsCheck;
using FsCheck.Fluent;
using Simulator.Numerics.Statistics;
using Simulator.Targets;

namespace Simulator.Tests.Generators;

/// <summary>A mixture on the line, printed as it can be pasted into a test.</summary>
public sealed record LineCase(double[] Weights, double[] Means, double[] Deviations)
{
    public UnivariateMixture Law => new(Weights, Means, Deviations);

    public MixtureTarget Target => MixtureTarget.OnLine(Normalised(Weights), Means, Deviations);

    public LineStructure Structure => new(Law);

    public override string ToString() => $"new LineCase([{Join(Weights)}], [{Join(Means)}], [{Join(Deviations)}])";

    private static double[] Normalised(double[] weights) => [.. weights.Select(w => w / weights.Sum())];

    private static string Join(double[] values) => string.Join(", ", values.Select(v => v.ToString("R")));
}

/// <summary>Mixtures on the line, with the corners where solvers break: nearly equal means, tiny deviations, weights near 0.</summary>
public static class LineCases
{
    /// <summary>Anything a law of distribution functions must bear.</summary>
    public static Arbitrary<LineCase> Wild() => Arb.From(
        Mixtures(
            weight: Gen.Frequency((6, Uniform(0.05, 1)), (1, Gen.Constant(1e-12)), (1, Gen.Constant(1e-200))),
            mean: Gen.Frequency((5, Uniform(-6, 6)), (1, Gen.Constant(1.0)), (1, Gen.Constant(1.0 + 1e-13)), (1, Uniform(-300, 300))),
            deviation: Gen.Frequency((5, LogUniform(0.05, 3)), (1, LogUniform(1e-6, 0.01)), (1, LogUniform(3, 100)))),
        Shrink);

    /// <summary>What the recursion should solve to full accuracy in a test's time.</summary>
    public static Arbitrary<LineCase> Solvable() => Arb.From(
        Mixtures(
            weight: Gen.Frequency((5, Uniform(0.1, 1)), (1, Gen.Constant(1e-12))),
            mean: Gen.Frequency((5, Uniform(-2, 2)), (1, Gen.Constant(1.0)), (1, Gen.Constant(1.0 + 1e-13))),
            deviation: Gen.Frequency((5, LogUniform(0.2, 2)), (1, LogUniform(0.05, 0.2)))),
        Shrink);

    /// <summary>Narrow components far apart: steep flows, DDIM maps that jump.</summary>
    public static Arbitrary<LineCase> Separated() => Arb.From(
        Mixtures(
            weight: Gen.Frequency((5, Uniform(0.05, 1)), (1, Gen.Constant(1e-6))),
            mean: Gen.Frequency((5, Uniform(-4, 4)), (1, Gen.Constant(1.0))),
            deviation: Gen.Frequency((4, LogUniform(0.02, 0.5)), (1, LogUniform(0.5, 2)))),
        Shrink);

    public static Gen<double> Uniform(double low, double high) => Gen.Choose(0, 1_000_000).Select(i => low + (high - low) * i / 1e6);

    public static Gen<double> LogUniform(double low, double high) => Uniform(Math.Log(low), Math.Log(high)).Select(Math.Exp);

    private static Gen<LineCase> Mixtures(Gen<double> weight, Gen<double> mean, Gen<double> deviation) =>
        from count in Gen.Choose(1, 4)
        from weights in weight.ArrayOf(count)
        from means in mean.ArrayOf(count)
        from deviations in deviation.ArrayOf(count)
        select new LineCase(weights, means, deviations);

    private static IEnumerable<LineCase> Shrink(LineCase value)
    {
        int count = value.Weights.Length;
        for (int i = 0; i < count && count > 1; i++)
        {
            int skip = i;
            double[] Without(double[] values) => [.. values.Where((_, j) => j != skip)];
            yield return new LineCase(Without(value.Weights), Without(value.Means), Without(value.Deviations));
        }

        double[] rounded = [.. value.Means.Select(m => Math.Round(m, 1))];
        if (!rounded.SequenceEqual(value.Means)) yield return value with { Means = rounded };
        if (value.Deviations.Any(s => s != 1)) yield return value with { Deviations = [.. value.Deviations.Select(_ => 1.0)] };
    }
}
