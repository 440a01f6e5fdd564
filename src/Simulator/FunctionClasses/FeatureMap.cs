using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;

namespace Simulator.FunctionClasses;

/// <summary>
/// The features ψ = (ψ_1, …, ψ_p) of a function class at one noise level: the class is their span. Immutable, so threads may share it. Matrices of values are n × p with a row for every point; their
/// rows may be part of longer ones.
/// </summary>
public abstract class FeatureMap : IFeatureValues
{
    /// <summary>Creates a map.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="count">p.</param>
    protected FeatureMap(int dimension, int count) => (Dimension, Count) = (dimension, count);

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>p.</summary>
    public int Count { get; }

    /// <summary>Whether <see cref="Smoothed"/> is a closed form and not a cubature.</summary>
    public virtual bool HasClosedMeans => true;

    /// <summary>Products on the thread that asks: batches are shared out to threads one level above.</summary>
    private protected static SimdBackend Products { get; } = new(1);

    /// <summary>ψ at points.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="result">Receives n × p.</param>
    public abstract void Values(PointBatch points, MatrixView result);

    /// <summary>The map m ↦ E ψ(m + ζ) with ζ ~ N(0, S).</summary>
    /// <param name="spread">N(0, S).</param>
    public abstract IFeatureValues Smoothed(GaussianSpread spread);

    /// <summary>What <see cref="Smoothed"/> may return where there is no closed form; <see cref="HasClosedMeans"/> is then false.</summary>
    /// <param name="spread">N(0, S), with nodes of its own.</param>
    protected IFeatureValues SmoothedByCubature(GaussianSpread spread) => new CubatureValues(this, spread);

    /// <summary>The means of ψ over posteriors of a cloud.</summary>
    /// <param name="offsets">b x_j, c × d.</param>
    public virtual ICloudMeans Over(PointBatch offsets) => new PointwiseCloudMeans(this, offsets.Data.ToArray());

    /// <summary>The Jacobians of x ↦ Bᵀψ(x).</summary>
    /// <param name="points">n × d.</param>
    /// <param name="coefficients">B, p × q.</param>
    /// <param name="result">Receives n × q × d: the derivative of output i by coordinate j at (i, j).</param>
    public abstract void Jacobians(PointBatch points, ReadOnlyMatrixView coefficients, Span<double> result);

    /// <summary>An upper bound of the Lipschitz constant of x ↦ Bᵀψ(x); +∞ where there is none.</summary>
    /// <param name="coefficients">B, p × q.</param>
    public abstract double LipschitzBound(ReadOnlyMatrixView coefficients);

    /// <summary>A row of a matrix of values.</summary>
    internal static Span<double> Row(MatrixView matrix, int row) => matrix.Data.Slice(row * matrix.Stride, matrix.Columns);
}
