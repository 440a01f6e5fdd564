using System.Numerics.Tensors;
using Simulator.Numerics;

namespace Simulator.Transport;

/// <summary>h(θ·y) with h piecewise linear of slope ±1: the optimal potential of two laws on the line, for their projections onto a direction.</summary>
internal sealed class RidgePotential : IPotential
{
    /// <summary>Pieces of h: more would follow the noise of a sample.</summary>
    private const int Pieces = 32;

    private readonly double[] _direction, _knots, _values;

    private RidgePotential(double[] direction, double[] knots, double[] values) => (_direction, _knots, _values) = (direction, knots, values);

    public string Name => "projection onto a line";

    /// <summary>The potential for two weighted samples.</summary>
    /// <param name="direction">θ, of length 1.</param>
    /// <param name="x">n × d.</param>
    /// <param name="y">n × d.</param>
    /// <param name="weights">Weights of the pairs, n.</param>
    public static RidgePotential Of(double[] direction, PointBatch x, PointBatch y, double[] weights)
    {
        int n = x.Count;
        double[] points = new double[2 * n], masses = new double[2 * n];
        for (int i = 0; i < n; i++)
        {
            (points[i], points[n + i]) = (TensorPrimitives.Dot(direction, x[i]), TensorPrimitives.Dot(direction, y[i]));
            (masses[i], masses[n + i]) = (-weights[i], weights[i]);
        }

        Array.Sort(points, masses);
        double[] knots = [.. Enumerable.Range(0, Pieces + 1).Select(k => points[(int)((long)k * (2 * n - 1) / Pieces)]).Distinct()];

        // E h(X) − E h(Y) = ∫ h' (F_Y − F_X): on every piece the slope is the sign of its share of the integral.
        double[] values = new double[knots.Length];
        double difference = 0, share = 0;
        for (int i = 0, piece = 0; i + 1 < points.Length; i++)
        {
            difference += masses[i];
            share += difference * (points[i + 1] - points[i]);
            if (piece + 1 >= knots.Length || points[i + 1] < knots[piece + 1]) continue;
            values[piece + 1] = values[piece] + Math.Sign(share) * (knots[piece + 1] - knots[piece]);
            (share, piece) = (0, piece + 1);
        }

        return new RidgePotential(direction, knots, values);
    }

    public void Evaluate(PointBatch points, Span<double> result)
    {
        for (int i = 0; i < points.Count; i++)
        {
            double s = TensorPrimitives.Dot(_direction, points[i]);
            int at = Array.BinarySearch(_knots, s);
            if (at < 0) at = ~at - 1;

            // Flat beyond the ends, which is 1-Lipschitz, too.
            if (at < 0) result[i] = _values[0];
            else if (at >= _knots.Length - 1) result[i] = _values[^1];
            else result[i] = _values[at] + (_values[at + 1] - _values[at]) * ((s - _knots[at]) / (_knots[at + 1] - _knots[at]));
        }
    }
}
