using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;

namespace Simulator.FunctionClasses;

/// <summary>Point by point over the places that have a share: what every map can do. Those that factorise do it as a product of matrices.</summary>
/// <param name="map">ψ.</param>
/// <param name="offsets">b x_j, c × d.</param>
internal sealed class PointwiseCloudMeans(FeatureMap map, double[] offsets) : ICloudMeans
{
    /// <summary>Places of smaller probability change no more than the thirteenth digit.</summary>
    private const double Negligible = 1e-16;

    private readonly SimdBackend _products = new(1);

    /// <inheritdoc/>
    public void Means(PointBatch shifts, ReadOnlyMatrixView shares, MatrixView result)
    {
        int d = map.Dimension, c = shares.Columns, p = map.Count;
        double[] places = new double[c * d], near = new double[c];
        using var values = new Scratch(c * p);
        for (int i = 0; i < shifts.Count; i++)
        {
            int count = 0;
            for (int j = 0; j < c; j++)
            {
                if (!(shares[i, j] > Negligible)) continue;
                for (int l = 0; l < d; l++)
                    places[count * d + l] = shifts[i][l] + offsets[j * d + l];
                near[count++] = shares[i, j];
            }

            var block = new MatrixView(values.Numbers, count, p);
            map.Values(new PointBatch(places.AsSpan(0, count * d), d), block);
            _products.Multiply(1, new ReadOnlyMatrixView(near, 1, count), block, 0, result.Block(i, 0, 1, p));
        }
    }
}
