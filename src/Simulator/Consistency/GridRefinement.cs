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
    /// <summary>Means over N(0, 1) are trapezoidal sums over ±9 with this step: exact to rounding for smooth functions.</summary>
    private const double Step = 0.025;

    private const int HalfCount = 360;

    /// <summary>Estimated E|error of Fine| under N(0, 1).</summary>
    public double MeanError => Difference / Gain;

    /// <summary>Estimated (E|error of Fine|²)^{1/2} under N(0, 1).</summary>
    public double RootMeanSquareError => RootDifference / Gain;

    /// <summary>Compares two grids.</summary>
    /// <param name="fine">The finer function.</param>
    /// <param name="coarse">The coarser function.</param>
    /// <param name="lastDifference">The difference of the refinement before, if there was one.</param>
    public static GridRefinement Of(LineFunction fine, LineFunction coarse, double? lastDifference)
    {
        UniformInterpolant f = fine.Interpolant, g = coarse.Interpolant;
        double mean = MeanUnderNormal(z => Math.Abs(f.Evaluate(z) - g.Evaluate(z)));
        double square = MeanUnderNormal(z => Math.Pow(f.Evaluate(z) - g.Evaluate(z), 2));
        return new GridRefinement(fine, coarse, mean, Math.Sqrt(square), LineSolver.Gain(mean, lastDifference));
    }

    /// <summary>E h(Z), Z ~ N(0, 1), the points visited in ascending order.</summary>
    /// <param name="h">The function.</param>
    public static double MeanUnderNormal(Func<double, double> h)
    {
        double sum = 0;
        for (int i = -HalfCount; i <= HalfCount; i++)
            sum += Step * Normal.Pdf(i * Step) * h(i * Step);
        return sum;
    }

    /// <summary>The estimated error of Fine at a point.</summary>
    /// <param name="x">The point.</param>
    public double ErrorAt(double x) => Math.Abs(Fine.Interpolant.Evaluate(x) - Coarse.Interpolant.Evaluate(x)) / Gain;
}
