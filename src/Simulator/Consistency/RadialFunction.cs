using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.Interpolation;

namespace Simulator.Consistency;

/// <summary>f_t(x) = g_t(‖x‖) x/‖x‖ in ℝ^d, with g_t known on a grid of radii.</summary>
public sealed class RadialFunction : ConsistencyFunction
{
    internal RadialFunction(int time, int dimension, RadialInterpolant profile)
        : base(time, dimension) => Profile = profile;

    /// <summary>g_t, in x-coordinates.</summary>
    public RadialInterpolant Profile { get; }

    /// <summary>The larger of the radial slope |g'| and the tangential slope |g|/ρ, over the grid and the middles of its cells.</summary>
    public override double LipschitzConstant
    {
        get
        {
            double largest = Math.Abs(Profile.Derivative(0));
            for (int i = 1; i <= Profile.Grid.Intervals; i++)
            {
                double r = Profile.Grid[i], middle = 0.5 * (r + Profile.Grid[i - 1]);
                largest = Math.Max(largest, Math.Max(Math.Abs(Profile.Derivative(r)), Math.Abs(Profile.Derivative(middle))));
                largest = Math.Max(largest, Math.Max(Math.Abs(Profile.Ratio(r)), Math.Abs(Profile.Ratio(middle))));
            }

            return largest;
        }
    }

    /// <inheritdoc/>
    protected override void EvaluateCore(PointBatch points, Span<double> result)
    {
        for (int i = 0; i < points.Count; i++)
            Radii.Scale(points[i], Profile.Ratio(Radii.Norm(points[i])), result.Slice(i * Dimension, Dimension));
    }
}
