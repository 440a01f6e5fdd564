using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;

namespace Simulator.FunctionClasses;

/// <summary>1 and the d coordinates (x − c)/s: the part that every class has.</summary>
/// <param name="frame">Centre and scale.</param>
public sealed class AffineFeatures(Frame frame) : FeatureMap(frame.Dimension, 1 + frame.Dimension)
{
    /// <inheritdoc/>
    public override void Values(PointBatch points, MatrixView result)
    {
        for (int i = 0; i < points.Count; i++)
        {
            Span<double> row = Row(result, i);
            row[0] = 1;
            TensorPrimitives.Subtract(points[i], frame.Centre, row[1..]);
            TensorPrimitives.Divide(row[1..], frame.Scale, row[1..]);
        }
    }

    /// <inheritdoc/>
    public override IFeatureValues Smoothed(GaussianSpread spread) => this;

    /// <inheritdoc/>
    public override ICloudMeans Over(PointBatch offsets) => new CentresOfMass(this, offsets.Data.ToArray());

    /// <inheritdoc/>
    public override void Jacobians(PointBatch points, ReadOnlyMatrixView coefficients, Span<double> result)
    {
        int d = Dimension, q = coefficients.Columns;
        for (int i = 0; i < points.Count; i++)
        {
            for (int o = 0; o < q; o++)
            {
                for (int j = 0; j < d; j++)
                    result[(i * q + o) * d + j] = coefficients[1 + j, o] / frame.Scale;
            }
        }
    }

    /// <summary>The largest singular value, which is the constant itself.</summary>
    /// <param name="coefficients">B, p × q.</param>
    public override double LipschitzBound(ReadOnlyMatrixView coefficients)
        => SpectralNorm.Of(coefficients.Block(1, 0, Dimension, coefficients.Columns)) / frame.Scale;

    private sealed class CentresOfMass(AffineFeatures owner, double[] offsets) : ICloudMeans
    {
        public void Means(PointBatch shifts, ReadOnlyMatrixView shares, MatrixView result)
        {
            int d = owner.Dimension;
            double[] means = shifts.Data.ToArray();
            Products.Multiply(1, shares, new ReadOnlyMatrixView(offsets, shares.Columns, d), 1, new MatrixView(means, shifts.Count, d));
            owner.Values(new PointBatch(means, d), result);
        }
    }
}
