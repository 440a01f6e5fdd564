using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;

namespace Simulator.FunctionClasses;

/// <summary>Means of features over the posteriors of a cloud: X_{t−1} is one of the places a x + b x_j.</summary>
public interface ICloudMeans
{
    /// <summary>Σ_j r_ij ψ(a x_i + b x_j).</summary>
    /// <param name="shifts">a x_i, n × d.</param>
    /// <param name="shares">r, n × c; every row sums to 1.</param>
    /// <param name="result">Receives n × p; rows may be part of longer ones.</param>
    void Means(PointBatch shifts, ReadOnlyMatrixView shares, MatrixView result);
}
