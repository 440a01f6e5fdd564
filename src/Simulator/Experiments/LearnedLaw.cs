using System.Collections.Immutable;
using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Numerics.Functions;

namespace Simulator.Experiments;

/// <summary>
/// The law of f_T(Z), Z ~ N(0, 1), on the line, from all places where f_T crosses a level; f_T need not be increasing. Rows must be so close that f_T crosses a level
/// once at most between two of them; beyond the last ones it is taken not to cross any.
/// </summary>
internal static class LearnedLaw
{
    /// <summary>Halvings after which a place is known to rounding.</summary>
    private const int Halvings = 50;

    /// <summary>P(f_T(Z) &lt; level) for some levels.</summary>
    /// <param name="function">f_T.</param>
    /// <param name="rows">Points of f_T, z ascending.</param>
    /// <param name="levels">The levels.</param>
    public static double[] Below(ConsistencyFunction function, IReadOnlyList<CurveRow> rows, IReadOnlyList<double> levels)
    {
        double[] mass = [.. levels.Select(level => rows[^1].F < level ? 1.0 : 0)];
        foreach (Crossing crossing in Crossings(function, rows, levels, (_, _) => true))
            mass[crossing.Level] += (crossing.Upwards ? 1 : -1) * Normal.Cdf(crossing.Place);
        return mass;
    }

    /// <summary>Rows whose density has, besides the part of their own z, those of all other z with the same f_T(z).</summary>
    /// <param name="solution">f_T.</param>
    /// <param name="rows">Points of f_T, z ascending, each with its own part of the density.</param>
    public static ImmutableArray<CurveRow> WithOtherPreimages(ExactSolution solution, ImmutableArray<CurveRow> rows)
    {
        double?[] density = [.. rows.Select(r => r.Density)];

        // A row stands at an end of two intervals, in which its own z would be found again.
        List<Crossing> others = Crossings(solution.Function, rows, [.. rows.Select(r => r.F)], (level, right) => right != level && right != level + 1);
        Measured[] slopes = LineSlopes.At(solution, [.. others.Select(c => c.Place)]);
        foreach ((Crossing crossing, Measured slope) in others.Zip(slopes))
            density[crossing.Level] += Normal.Pdf(crossing.Place) / Math.Abs(slope.Value);
        return [.. rows.Select((r, i) => r with { Density = density[i] is { } known && double.IsFinite(known) ? known : null })];
    }

    /// <summary>The places where f_T crosses levels, in those intervals that are wanted (by the index of a level and of the row at the right end).</summary>
    private static List<Crossing> Crossings(ConsistencyFunction function, IReadOnlyList<CurveRow> rows, IReadOnlyList<double> levels, Func<int, int, bool> wanted)
    {
        var crossings = new List<Crossing>();
        for (int k = 0; k < levels.Count; k++)
        {
            for (int i = 1; i < rows.Count; i++)
            {
                bool below = rows[i - 1].F < levels[k];
                if (below != rows[i].F < levels[k] && wanted(k, i)) crossings.Add(new Crossing(k, below, rows[i - 1].Z, rows[i].Z));
            }
        }

        // All places are halved together: a function may take all its steps whenever it is evaluated.
        double[] values = new double[crossings.Count];
        for (int i = 0; i < Halvings && values.Length > 0; i++)
        {
            double[] middles = [.. crossings.Select(c => c.Place)];
            function.Evaluate(new PointBatch(middles, 1), values);
            for (int j = 0; j < values.Length; j++)
            {
                Crossing c = crossings[j];
                crossings[j] = values[j] < levels[c.Level] == c.Upwards ? c with { Left = middles[j] } : c with { Right = middles[j] };
            }
        }

        return crossings;
    }

    /// <summary>An interval at whose ends f_T is on different sides of a level.</summary>
    private readonly record struct Crossing(int Level, bool Upwards, double Left, double Right)
    {
        public double Place => 0.5 * (Left + Right);
    }
}
