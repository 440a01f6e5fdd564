using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;

namespace Simulator.FunctionClasses;

/// <summary>m ↦ E ψ(m + ζ), ζ ~ N(0, S), by the nodes of a cubature: for functions without closed form.</summary>
/// <param name="map">ψ.</param>
/// <param name="spread">N(0, S) with its nodes.</param>
internal sealed class CubatureValues(FeatureMap map, GaussianSpread spread) : IFeatureValues
{
    /// <inheritdoc/>
    public void Values(PointBatch points, MatrixView result)
    {
        int d = map.Dimension, n = points.Count;
        double[] places = new double[points.Data.Length], node = new double[d];
        using var values = new Scratch(n * map.Count);
        var block = new MatrixView(values.Numbers, n, map.Count);
        result.Fill(0);
        for (int g = 0; g < spread.Nodes; g++)
        {
            double weight = spread.Node(g, node);
            for (int i = 0; i < places.Length; i++)
                places[i] = points.Data[i] + node[i % d];
            map.Values(new PointBatch(places, d), block);
            for (int i = 0; i < n; i++)
                TensorPrimitives.MultiplyAdd(FeatureMap.Row(block, i), weight, FeatureMap.Row(result, i), FeatureMap.Row(result, i));
        }
    }
}
