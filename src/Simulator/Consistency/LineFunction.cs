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
            double largest = 0, half = 0.5 * Interpolant.Step;
            for (int i = 0; i < Interpolant.Count; i++)
            {
                double x = Interpolant.Low + i * Interpolant.Step;
                largest = Math.Max(largest, Math.Max(Math.Abs(Interpolant.Derivative(x)), Math.Abs(Interpolant.Derivative(x + half))));
            }

            return largest;
        }
    }

    /// <inheritdoc/>
    protected override void EvaluateCore(PointBatch points, Span<double> result) => Interpolant.Evaluate(points.Data, result);
}
