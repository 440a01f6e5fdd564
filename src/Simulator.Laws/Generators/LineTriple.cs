using FsCheck;
using FsCheck.Fluent;

namespace Simulator.Laws.Generators;

/// <summary>Three mixtures on the line, for the axioms of a metric.</summary>
/// <param name="First">One mixture.</param>
/// <param name="Second">Another.</param>
/// <param name="Third">A third.</param>
public sealed record LineTriple(LineCase First, LineCase Second, LineCase Third)
{
    /// <summary>Triples of solvable mixtures, in some of which two are equal or nearly so.</summary>
    public static Arbitrary<LineTriple> Any()
    {
        Gen<LineCase> cases = LineCases.Solvable().Generator;
        return Arb.From(
            from first in cases
            from second in Gen.Frequency((4, cases), (1, Gen.Constant(first)), (1, Gen.Constant(first with { Means = [.. first.Means.Select(m => m + 1e-6)] })))
            from third in cases
            select new LineTriple(first, second, third),
            Shrink);
    }

    /// <inheritdoc/>
    public override string ToString() => $"new LineTriple({First}, {Second}, {Third})";

    private static IEnumerable<LineTriple> Shrink(LineTriple value) =>
    [
        .. LineCases.Shrink(value.First).Select(c => value with { First = c }),
        .. LineCases.Shrink(value.Second).Select(c => value with { Second = c }),
        .. LineCases.Shrink(value.Third).Select(c => value with { Third = c }),
    ];
}
