using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Interpolation;

namespace Simulator.Consistency;

/// <summary>A map of the plane on a grid beside the same on a grid of half as many intervals: the finer one, and how far off it may be.</summary>
/// <param name="Fine">The finer one.</param>
/// <param name="Coarse">The coarser one.</param>
/// <param name="Difference">E‖Fine − Coarse‖ under N(0, I).</param>
/// <param name="RootDifference">(E‖Fine − Coarse‖²)^{1/2} under N(0, I).</param>
/// <param name="Gain">By what a difference is divided to estimate an error.</param>
internal sealed record PlanarRefinement(PlanarFunction Fine, PlanarFunction Coarse, double Difference, double RootDifference, double Gain)
{
    /// <summary>The lattice of the comparison reaches so far and has at most this step, and two points a cell: a map may jump from one grid point to the next.</summary>
    private const double Reach = 7.5, LongestStep = 0.1;

    /// <summary>Estimated E‖error of Fine‖ under N(0, I).</summary>
    public double MeanError => Difference / Gain;

    /// <summary>Estimated (E‖error of Fine‖²)^{1/2} under N(0, I).</summary>
    public double RootMeanSquareError => RootDifference / Gain;

    /// <summary>Lip of Fine, and what it differs by from that of Coarse.</summary>
    public Measured LipschitzConstant => new(Fine.LipschitzConstant, Math.Abs(Fine.LipschitzConstant - Coarse.LipschitzConstant));

    /// <summary>Compares two grids.</summary>
    /// <param name="fine">The finer function.</param>
    /// <param name="coarse">The coarser function.</param>
    /// <param name="lastDifference">The difference of the refinement before, if there was one.</param>
    public static PlanarRefinement Of(PlanarFunction fine, PlanarFunction coarse, double? lastDifference)
    {
        PlanarGrid grid = fine.Interpolant.Grid;
        double stepX = Math.Min(LongestStep, 0.5 * grid.StepX), stepY = Math.Min(LongestStep, 0.5 * grid.StepY), mean = 0, square = 0;
        int columns = (int)(Reach / stepX), rows = (int)(Reach / stepY), n = 2 * columns + 1;
        double[] points = new double[2 * n], f = new double[2 * n], g = new double[2 * n];
        for (int j = -rows; j <= rows; j++)
        {
            for (int i = 0; i < n; i++)
                (points[2 * i], points[2 * i + 1]) = ((i - columns) * stepX, j * stepY);
            fine.Interpolant.Evaluate(points, f);
            coarse.Interpolant.Evaluate(points, g);
            double row = stepX * stepY * Normal.Pdf(j * stepY);
            for (int i = 0; i < n; i++)
            {
                double mass = row * Normal.Pdf(points[2 * i]), difference = double.Hypot(f[2 * i] - g[2 * i], f[2 * i + 1] - g[2 * i + 1]);
                mean += mass * difference;
                square += mass * difference * difference;
            }
        }

        return new PlanarRefinement(fine, coarse, mean, Math.Sqrt(square), LineSolver.Gain(mean, lastDifference));
    }

    /// <summary>The estimated error of Fine at points.</summary>
    /// <param name="points">Points, n × 2.</param>
    /// <param name="result">Receives one estimate a point.</param>
    public void ErrorAt(ReadOnlySpan<double> points, Span<double> result)
    {
        double[] f = new double[points.Length], g = new double[points.Length];
        Fine.Interpolant.Evaluate(points, f);
        Coarse.Interpolant.Evaluate(points, g);
        double[] distances = PlanarQuadrature.Distances(f, g);
        for (int i = 0; i < distances.Length; i++)
            result[i] = distances[i] / Gain;
    }
}
