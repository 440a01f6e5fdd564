using System.Numerics.Tensors;
using Simulator.Numerics;

namespace Simulator.Transport;

/// <summary>±min_k ‖A (y − c_k)‖ with ‖A‖ ≤ 1: what grows away from centres, or falls.</summary>
/// <param name="name">What the centres are.</param>
/// <param name="centres">c_k, K × d.</param>
/// <param name="map">A, d × d row-major with spectral norm at most 1, or empty for the identity.</param>
/// <param name="sign">1 or −1.</param>
internal sealed class ConePotential(string name, double[] centres, double[] map, int sign) : IPotential
{
    public string Name => name;

    public void Evaluate(PointBatch points, Span<double> result)
    {
        int d = points.Dimension;
        double[] offset = new double[d], image = new double[d];
        for (int i = 0; i < points.Count; i++)
        {
            double least = double.PositiveInfinity;
            for (int k = 0; k < centres.Length; k += d)
            {
                TensorPrimitives.Subtract(points[i], centres.AsSpan(k, d), offset);
                for (int row = 0; row < d && map.Length > 0; row++)
                    image[row] = TensorPrimitives.Dot<double>(map.AsSpan(row * d, d), offset);
                least = Math.Min(least, TensorPrimitives.Norm<double>(map.Length > 0 ? image : offset));
            }

            result[i] = sign * least;
        }
    }
}
