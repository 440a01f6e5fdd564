using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Simulator.Numerics.Interpolation;

/// <summary>
/// Weights of the eight grid points around a cell in the central Lagrange polynomial of degree 7, or in its first or second derivative; see
/// <see cref="UniformInterpolant"/>: the points at ±a from the middle of the cell weigh <c>½ G_a(c²) (1 ± c/a)</c>.
/// </summary>
/// <param name="Left">The four points to the left, in their order.</param>
/// <param name="Right">The four points to the right, in their order.</param>
internal readonly record struct LagrangeWeights(Vector256<double> Left, Vector256<double> Right)
{
    private static readonly double[] s_distances = [3.5, 2.5, 1.5, 0.5];

    private static readonly Vector256<double> s_inverse = Vector256.Create(2.0 / 7, 2.0 / 5, 2.0 / 3, 2.0);

    // ½ G_a(q) for the four distances, by powers of q.
    private static readonly Vector256<double> s_0 = Coefficient(0), s_1 = Coefficient(1), s_2 = Coefficient(2), s_3 = Coefficient(3);

    /// <summary>Weights of the value.</summary>
    /// <param name="c">Offset from the middle of the cell, −½ … ½.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LagrangeWeights Value(double c)
    {
        Vector256<double> weight = Cubic(Vector256.Create(c * c)), tilted = weight * (Vector256.Create(c) * s_inverse);
        return new(weight - tilted, Reverse(weight + tilted));
    }

    /// <summary>Weights of the first derivative, per grid step.</summary>
    /// <param name="c">Offset from the middle of the cell.</param>
    public static LagrangeWeights First(double c)
    {
        var q = Vector256.Create(c * c);
        Vector256<double> slope = 2 * c * CubicSlope(q), weight = Cubic(q) * s_inverse, tilt = c * s_inverse;
        return new(slope - slope * tilt - weight, Reverse(slope + slope * tilt + weight));
    }

    /// <summary>Weights of the second derivative, per squared grid step.</summary>
    /// <param name="c">Offset from the middle of the cell.</param>
    public static LagrangeWeights Second(double c)
    {
        var q = Vector256.Create(c * c);
        Vector256<double> first = CubicSlope(q), bend = 2 * first + 4 * c * c * (2 * s_2 + 6 * s_3 * q), tilt = c * s_inverse, odd = 4 * c * first * s_inverse;
        return new(bend - bend * tilt - odd, Reverse(bend + bend * tilt + odd));
    }

    /// <summary>Weights of a straight continuation to the left of the first of eight points.</summary>
    /// <param name="excess">How many grid steps outside, negative.</param>
    public static LagrangeWeights Before(double excess) => new(Vector256.Create(1 - excess, excess, 0, 0), Vector256<double>.Zero);

    /// <summary>Weights of a straight continuation to the right of the last of eight points.</summary>
    /// <param name="excess">How many grid steps outside, positive.</param>
    public static LagrangeWeights After(double excess) => new(Vector256<double>.Zero, Vector256.Create(0, 0, -excess, 1 + excess));

    /// <summary>Weights of the slope of a straight continuation, to the left or to the right.</summary>
    /// <param name="left">Which.</param>
    public static LagrangeWeights Slope(bool left)
        => left ? new(Vector256.Create(-1.0, 1, 0, 0), Vector256<double>.Zero) : new(Vector256<double>.Zero, Vector256.Create(0.0, 0, -1, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Cubic(Vector256<double> q)
        => Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(s_3, q, s_2), q, s_1), q, s_0);

    private static Vector256<double> CubicSlope(Vector256<double> q)
        => Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(3 * s_3, q, 2 * s_2), q, s_1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Reverse(Vector256<double> v) => Vector256.Shuffle(v, Vector256.Create(3L, 2, 1, 0));

    private static Vector256<double> Coefficient(int power)
    {
        var lanes = new double[4];
        for (int lane = 0; lane < 4; lane++)
        {
            double[] polynomial = [1, 0, 0, 0];
            double denominator = 2;
            foreach (double b in s_distances)
            {
                if (b == s_distances[lane]) continue;
                denominator *= s_distances[lane] * s_distances[lane] - b * b;
                for (int p = 3; p >= 0; p--)
                    polynomial[p] = (p > 0 ? polynomial[p - 1] : 0) - b * b * polynomial[p];
            }

            lanes[lane] = polynomial[power] / denominator;
        }

        return Vector256.Create(lanes);
    }
}
