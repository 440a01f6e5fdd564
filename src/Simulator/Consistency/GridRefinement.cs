using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Interpolation;

namespace Simulator.Consistency;

/// <summary>A function on a grid beside the same on a grid of half as many points: the finer one, and how far off it may be.</summary>
/// <param name="Fine">The finer one.</param>
/// <param name="Coarse">The coarser one.</param>
/// <param name="Difference">E|Fine − Coarse| under N(0, 1).</param>
/// <param name="RootDifference">(E|Fine − Coarse|²)^{1/2} under N(0, 1).</param>
/// <param name="Gain">By what a difference is divided to estimate an error.</param>
internal sealed record GridRefinement(LineFunction Fine, LineFunction Coarse, double Difference, double RootDifference, double Gain)
{
    /// <summary>Means over N(0, 1) are trapezoidal sums over ±9 with at most this step: exact to rounding for smooth functions.</summary>
    private const double Reach = 9, LongestStep = 0.025;

    /// <summary>Estimated E|error of Fine| under N(0, 1).</summary>
    public double MeanError => Difference / Gain;

    /// <summary>Estimated (E|error of Fine|²)^{1/2} under N(0, 1).</summary>
    public double RootMeanSquareError => RootDifference / Gain;

    /// <summary>Lip of Fine, and what it differs by from that of Coarse.</summary>
    public Measured LipschitzConstant
    {
        get
        {
            double fine = Fine.LipschitzConstant;
            return new Measured(fine, Math.Abs(fine - Coarse.LipschitzConstant));
        }
    }

    /// <summary>Compares two grids.</summary>
    /// <param name="fine">The finer function.</param>
    /// <param name="coarse">The coarser function.</param>
    /// <param name="lastDifference">The difference of the refinement before, if there was one.</param>
    public static GridRefinement Of(LineFunction fine, LineFunction coarse, double? lastDifference)
    {
        UniformInterpolant f = fine.Interpolant, g = coarse.Interpolant;
        double mean = 0, square = 0;
        foreach ((double x, double weight) in ResolvedBy(f))
        {
            double difference = Math.Abs(f.Evaluate(x) - g.Evaluate(x));
            mean += weight * difference;
            square += weight * difference * difference;
        }

        return new GridRefinement(fine, coarse, mean, Math.Sqrt(square), LineSolver.Gain(mean, lastDifference));
    }

    /// <summary>E h(Z), Z ~ N(0, 1), for an h that is smooth over the longest step; the points are visited in ascending order.</summary>
    /// <param name="h">The function.</param>
    public static double MeanUnderNormal(Func<double, double> h)
    {
        int half = (int)Math.Round(Reach / LongestStep);
        double sum = 0;
        for (int i = -half; i <= half; i++)
            sum += LongestStep * Normal.Pdf(i * LongestStep) * h(i * LongestStep);
        return sum;
    }

    /// <summary>
    /// Points and weights for means over N(0, 1) that see every cell of a grid, in ascending order: a map may jump from one grid point to
    /// the next.
    /// </summary>
    /// <param name="grid">The grid, every cell of which holds a few of the points as far as N(0, 1) reaches.</param>
    public static IReadOnlyList<(double Point, double Weight)> ResolvedBy(UniformInterpolant grid)
    {
        var points = new List<(double Point, double Weight)>();
        // Half cells where the grid is fine; outside it, and where it is coarse, the longest step sees everything.
        double low = Math.Clamp(grid.Low, -Reach, Reach), high = Math.Clamp(grid.High, -Reach, Reach);
        double inside = Math.Min(LongestStep, 0.5 * grid.Step);
        foreach ((double from, double to, double step) in (ReadOnlySpan<(double, double, double)>)[(-Reach, low, LongestStep), (low, high, inside), (high, Reach, LongestStep)])
            AddTrapezoids(from, to, step, points);
        return points;
    }

    /// <summary>The trapezoidal rule for means over N(0, 1) from one point to another with about a given step.</summary>
    private static void AddTrapezoids(double from, double to, double longest, List<(double Point, double Weight)> points)
    {
        if (!(to > from)) return;
        int count = (int)Math.Max(1, Math.Round((to - from) / longest));
        double step = (to - from) / count;
        for (int i = 0; i <= count; i++)
        {
            double point = from + i * step;
            points.Add((point, (i == 0 || i == count ? 0.5 : 1) * step * Normal.Pdf(point)));
        }
    }

    /// <summary>The estimated error of Fine at a point.</summary>
    /// <param name="x">The point.</param>
    public double ErrorAt(double x) => Math.Abs(Fine.Interpolant.Evaluate(x) - Coarse.Interpolant.Evaluate(x)) / Gain;

    /// <summary>The estimated error of the slope of Fine at a point; derivatives lose one order, which the cautious gain allows for.</summary>
    /// <param name="x">The point.</param>
    public double SlopeErrorAt(double x) => Math.Abs(Fine.Interpolant.Derivative(x) - Coarse.Interpolant.Derivative(x)) / Gain;
}
