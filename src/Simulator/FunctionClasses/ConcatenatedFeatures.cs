using System.Collections.Immutable;
using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;

namespace Simulator.FunctionClasses;

/// <summary>Several maps side by side.</summary>
/// <param name="parts">The maps, at least one.</param>
public sealed class ConcatenatedFeatures(ImmutableArray<FeatureMap> parts) : FeatureMap(parts[0].Dimension, parts.Sum(p => p.Count))
{
    /// <inheritdoc/>
    public override bool HasClosedMeans => parts.All(p => p.HasClosedMeans);

    /// <inheritdoc/>
    public override void Values(PointBatch points, MatrixView result) => Fill(parts, parts.As<IFeatureValues>().AsSpan(), points, result);

    /// <inheritdoc/>
    public override IFeatureValues Smoothed(GaussianSpread spread) => new SmoothedParts(parts, [.. parts.Select(p => p.Smoothed(spread))]);

    /// <inheritdoc/>
    public override ICloudMeans Over(PointBatch offsets)
    {
        var means = new ICloudMeans[parts.Length];
        for (int i = 0; i < means.Length; i++)
            means[i] = parts[i].Over(offsets);
        return new MeansOfParts(parts, means);
    }

    /// <inheritdoc/>
    public override void Jacobians(PointBatch points, ReadOnlyMatrixView coefficients, Span<double> result)
    {
        var part = new double[result.Length];
        result.Clear();
        for (int i = 0, start = 0; i < parts.Length; start += parts[i++].Count)
        {
            parts[i].Jacobians(points, coefficients.Block(start, 0, parts[i].Count, coefficients.Columns), part);
            TensorPrimitives.Add(result, part, result);
        }
    }

    /// <summary>The sum of the bounds of the parts.</summary>
    /// <param name="coefficients">B, p × q.</param>
    public override double LipschitzBound(ReadOnlyMatrixView coefficients)
    {
        double sum = 0;
        for (int i = 0, start = 0; i < parts.Length; start += parts[i++].Count)
            sum += parts[i].LipschitzBound(coefficients.Block(start, 0, parts[i].Count, coefficients.Columns));
        return sum;
    }

    private static void Fill(ImmutableArray<FeatureMap> parts, ReadOnlySpan<IFeatureValues> values, PointBatch points, MatrixView result)
    {
        for (int i = 0, start = 0; i < parts.Length; start += parts[i++].Count)
            values[i].Values(points, Columns(result, start, parts[i].Count));
    }

    private static MatrixView Columns(MatrixView result, int start, int count) => result.Block(0, start, result.Rows, count);

    private sealed class SmoothedParts(ImmutableArray<FeatureMap> parts, ImmutableArray<IFeatureValues> smoothed) : IFeatureValues
    {
        public void Values(PointBatch points, MatrixView result) => Fill(parts, smoothed.AsSpan(), points, result);
    }

    private sealed class MeansOfParts(ImmutableArray<FeatureMap> parts, ICloudMeans[] means) : ICloudMeans
    {
        public void Means(PointBatch shifts, ReadOnlyMatrixView shares, MatrixView result)
        {
            for (int i = 0, start = 0; i < parts.Length; start += parts[i++].Count)
                means[i].Means(shifts, shares, Columns(result, start, parts[i].Count));
        }
    }
}
