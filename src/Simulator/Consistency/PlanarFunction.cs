using Simulator.Numerics;
using Simulator.Numerics.Interpolation;

namespace Simulator.Consistency;

/// <summary>f_t in the plane, known on a grid.</summary>
public sealed class PlanarFunction : ConsistencyFunction
{
    private readonly Lazy<double> _lipschitz;

    internal PlanarFunction(int time, PlanarInterpolant interpolant)
        : base(time, 2) => (Interpolant, _lipschitz) = (interpolant, new(() => Steepest(interpolant)));

    /// <summary>The values on the grid, in x-coordinates.</summary>
    public PlanarInterpolant Interpolant { get; }

    /// <inheritdoc/>
    public override double LipschitzConstant => _lipschitz.Value;

    /// <inheritdoc/>
    protected override void EvaluateCore(PointBatch points, Span<double> result) => Interpolant.Evaluate(points.Data, result);

    /// <summary>The larger singular value of a 2 × 2 matrix.</summary>
    internal static double Norm(ReadOnlySpan<double> m)
    {
        // Of the conformal and the anticonformal part: |(a + d, c − b)|/2 + |(a − d, b + c)|/2.
        return 0.5 * (double.Hypot(m[0] + m[3], m[2] - m[1]) + double.Hypot(m[0] - m[3], m[1] + m[2]));
    }

    /// <summary>The steepest of all corners and middles of cells, then a closer look around it.</summary>
    private static double Steepest(PlanarInterpolant map)
    {
        PlanarGrid grid = map.Grid;
        double largest = 0, atX = grid.LowX, atY = grid.LowY;
        Span<double> jacobian = stackalloc double[4];
        for (int j = 0; j < grid.CountY; j++)
        {
            for (int i = 0; i < grid.CountX; i++)
            {
                for (int half = 0; half < 2; half++)
                    Look(map, grid.LowX + (i + 0.5 * half) * grid.StepX, grid.LowY + (j + 0.5 * half) * grid.StepY, jacobian, ref largest, ref atX, ref atY);
            }
        }

        (double centreX, double centreY) = (atX, atY);
        for (int j = -8; j <= 8; j++)
        {
            for (int i = -8; i <= 8; i++)
                Look(map, centreX + i * grid.StepX / 16, centreY + j * grid.StepY / 16, jacobian, ref largest, ref atX, ref atY);
        }

        return largest;
    }

    private static void Look(PlanarInterpolant map, double x, double y, Span<double> jacobian, ref double largest, ref double atX, ref double atY)
    {
        map.Jacobian(x, y, jacobian);
        double norm = Norm(jacobian);
        if (norm > largest) (largest, atX, atY) = (norm, x, y);
    }
}
