using FsCheck;
using FsCheck.Fluent;

namespace Simulator.Laws.Generators;

/// <summary>Mixtures in several dimensions.</summary>
public static class MixtureSpaces
{
    /// <summary>One to six dimensions, coinciding and far means, well and badly conditioned covariances.</summary>
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
