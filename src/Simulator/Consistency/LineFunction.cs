using Simulator.Numerics;
using Simulator.Numerics.Interpolation;

namespace Simulator.Consistency;

/// <summary>f_t on the line, known on a grid.</summary>
public sealed class LineFunction : ConsistencyFunction
{
    internal LineFunction(int time, UniformInterpolant interpolant)
        : base(time, 1) => Interpolant = interpolant;

    /// <summary>The values on the grid, in x-coordinates.</summary>
    public UniformInterpolant Interpolant { get; }

    /// <inheritdoc/>
    public override double LipschitzConstant
    {
        get
        {
            // The steepest of all cells' ends and middles, then a closer look around it.
            double steepest = Interpolant.Low, half = 0.5 * Interpolant.Step;
            double largest = 0;
            for (int i = 0; i < 2 * Interpolant.Count - 1; i++)
                Look(Interpolant.Low + i * half);
            double centre = steepest;
            for (int i = -32; i <= 32; i++)
                Look(centre + half * i / 32);

            void Look(double x)
            {
                double slope = Math.Abs(Interpolant.Derivative(x));
                if (slope > largest) (largest, steepest) = (slope, x);
            }

            return largest;
        }
    }

    /// <inheritdoc/>
    protected override void EvaluateCore(PointBatch points, Span<double> result) => Interpolant.Evaluate(points.Data, result);
}
