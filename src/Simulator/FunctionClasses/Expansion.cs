using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;

namespace Simulator.FunctionClasses;

/// <summary>A function <c>h_t(x) + Bᵀψ(x)</c>: an element of a function class, on top of a baseline if there is one.</summary>
/// <param name="Time">t.</param>
/// <param name="Map">ψ.</param>
/// <param name="Coefficients">B, p × d row-major.</param>
/// <param name="Baseline">h, or null for none.</param>
public sealed record Expansion(int Time, FeatureMap Map, double[] Coefficients, IBaseline? Baseline)
{
    private static readonly SimdBackend s_products = new(1);

    /// <summary>d.</summary>
    public int Dimension => Map.Dimension;

    /// <summary>Whether the mean over a Gaussian is a closed form.</summary>
    public bool HasClosedMeans => Map.HasClosedMeans && Baseline is null;

    /// <summary>B as a matrix.</summary>
    public ReadOnlyMatrixView Matrix => new(Coefficients, Map.Count, Dimension);

    /// <summary>The function at points.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="result">Receives n × d.</param>
    public void Evaluate(PointBatch points, Span<double> result)
    {
        using var features = new Scratch(points.Count * Map.Count);
        var view = new MatrixView(features.Numbers, points.Count, Map.Count);
        Map.Values(points, view);
        Combine(view, result);
        if (Baseline is null) return;
        var guess = new double[result.Length];
        Baseline.Evaluate(Time, points, guess);
        TensorPrimitives.Add(result, guess, result);
    }

    /// <summary>Bᵀψ from the values of ψ.</summary>
    /// <param name="features">n × p.</param>
    /// <param name="result">Receives n × d.</param>
    public void Combine(ReadOnlyMatrixView features, Span<double> result)
        => s_products.Multiply(1, features, Matrix, 0, new MatrixView(result, features.Rows, Dimension));
}
