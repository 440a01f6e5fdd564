using Simulator.Numerics;

namespace Simulator.Consistency;

/// <summary>
/// The derivative f_T' of a learned map on the line, in x-coordinates: of a Gaussian in closed form, of a function on a grid that of its interpolant, of any
/// other function by central differences. Each slope comes with an estimate of its error.
/// </summary>
public static class LineSlopes
{
    /// <summary>Steps of the differences: the longest is far below the length of what T steps usually resolve, the shortest leaves few digits to rounding.</summary>
    private const double LongestStep = 2e-4, ShortestStep = 1e-9, Refinement = 8;

    /// <summary>Relative error that is good enough for a density.</summary>
    private const double Wanted = 1e-6;

    /// <summary>Rounding of f_T and of closed forms, relative.</summary>
    private const double Rounding = 1e-15, ClosedForm = 1e-13;

    private static readonly double[] Offsets = [-2, -1, 1, 2];

    /// <summary>f_T' at points.</summary>
    /// <param name="solution">The solution, d = 1.</param>
    /// <param name="points">Points x, length n.</param>
    /// <returns>The slopes with their errors, length n.</returns>
    /// <exception cref="ArgumentException">The solution is not one on the line.</exception>
    public static Measured[] At(ExactSolution solution, ReadOnlySpan<double> points)
    {
        ArgumentNullException.ThrowIfNull(solution);
        if (solution.Function.Dimension != 1) throw new ArgumentException("A function on the line is needed.", nameof(solution));
        if (solution.Function is not LinearFunction linear)
            return solution is LineSolution line ? Array.ConvertAll(points.ToArray(), line.SlopeAt) : Differences(solution.Function, points);
        var slopes = new Measured[points.Length];
        Array.Fill(slopes, new Measured(linear.Slope(0), ClosedForm * linear.Slope(0)));
        return slopes;
    }

    /// <summary>Differences over ever shorter distances where a function nearly jumps, until their error no longer falls.</summary>
    private static Measured[] Differences(ConsistencyFunction function, ReadOnlySpan<double> points)
    {
        double[] all = points.ToArray();
        var slopes = new Measured[all.Length];
        Array.Fill(slopes, new Measured(double.NaN, double.PositiveInfinity));
        int[] open = [.. Enumerable.Range(0, all.Length)];
        for (double step = LongestStep; step >= ShortestStep && open.Length > 0; step /= Refinement)
        {
            Measured[] found = Differences(function, [.. open.Select(i => all[i])], step);
            var better = new List<int>();
            for (int j = 0; j < found.Length; j++)
            {
                if (!(found[j].Error < slopes[open[j]].Error)) continue;
                slopes[open[j]] = found[j];
                if (found[j].Error > Wanted * Math.Abs(found[j].Value)) better.Add(open[j]);
            }

            open = [.. better];
        }

        return slopes;
    }

    /// <summary>(4 D(h) − D(2h))/3 with the central differences D, of order h⁴; the error is what the extrapolation gained, more than is left of it, and rounding.</summary>
    private static Measured[] Differences(ConsistencyFunction function, double[] points, double step)
    {
        double[] around = new double[4 * points.Length], values = new double[around.Length];
        for (int i = 0; i < around.Length; i++)
            around[i] = points[i / 4] + Offsets[i % 4] * step;
        function.Evaluate(new PointBatch(around, 1), values);
        var slopes = new Measured[points.Length];
        for (int i = 0; i < slopes.Length; i++)
        {
            double narrow = Difference(4 * i + 1, 4 * i + 2), wide = Difference(4 * i, 4 * i + 3), gained = (narrow - wide) / 3;
            slopes[i] = new Measured(narrow + gained, Math.Abs(gained) + Rounding * Math.Abs(values[4 * i]) / step);
        }

        return slopes;

        // Over the distance of the points as they were rounded.
        double Difference(int left, int right) => (values[right] - values[left]) / (around[right] - around[left]);
    }
}
