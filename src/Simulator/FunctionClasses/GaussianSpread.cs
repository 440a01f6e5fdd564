using System.Numerics.Tensors;
using Simulator.Numerics.Quadrature;

namespace Simulator.FunctionClasses;

/// <summary>N(0, S): what is left of X_{t−1} around its mean when X_t and the component are known; S = Q diag(v) Qᵀ.</summary>
public sealed class GaussianSpread
{
    private readonly double[] _basis;
    private readonly GaussianCubature _cubature;

    /// <summary>Creates a spread.</summary>
    /// <param name="basis">Q, d × d with eigenvectors as columns, or empty if they are the coordinate axes.</param>
    /// <param name="variances">v, d numbers, not negative.</param>
    /// <param name="cubature">Nodes over N(0, I_d), for functions without closed form.</param>
    public GaussianSpread(ReadOnlySpan<double> basis, double[] variances, GaussianCubature cubature)
    {
        ArgumentNullException.ThrowIfNull(variances);
        ArgumentNullException.ThrowIfNull(cubature);
        (_basis, Variances, _cubature) = (basis.ToArray(), variances, cubature);
    }

    /// <summary>v.</summary>
    public double[] Variances { get; }

    /// <summary>d.</summary>
    public int Dimension => Variances.Length;

    /// <summary>How many nodes a cubature has.</summary>
    public int Nodes => _cubature.Weights.Length;

    /// <summary>A node of the cubature over N(0, S) with its weight.</summary>
    /// <param name="index">0 … Nodes − 1.</param>
    /// <param name="node">Receives the node, length d.</param>
    public double Node(int index, Span<double> node)
    {
        int d = Dimension;
        ReadOnlySpan<double> unit = _cubature.Nodes.AsSpan(index * d, d);
        node.Clear();
        for (int l = 0; l < d; l++)
        {
            double length = unit[l] * Math.Sqrt(Variances[l]);
            if (length == 0) continue;
            if (_basis.Length == 0) node[l] = length;
            for (int i = 0; i < d && _basis.Length > 0; i++)
                node[i] += _basis[i * d + l] * length;
        }

        return _cubature.Weights[index];
    }

    /// <summary>Qᵀx.</summary>
    /// <param name="x">A vector, length d.</param>
    /// <param name="result">Receives d numbers; must not overlap.</param>
    public void ToEigenbasis(ReadOnlySpan<double> x, Span<double> result)
    {
        if (_basis.Length == 0)
        {
            x.CopyTo(result);
            return;
        }

        result.Clear();
        for (int i = 0; i < x.Length; i++)
            TensorPrimitives.MultiplyAdd(_basis.AsSpan(i * x.Length, x.Length), x[i], result, result);
    }

    /// <summary>S, d × d.</summary>
    public double[] Covariance()
    {
        int d = Dimension;
        var matrix = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            if (_basis.Length == 0) matrix[i * d + i] = Variances[i];
            for (int j = 0; j < d && _basis.Length > 0; j++)
            {
                for (int l = 0; l < d; l++)
                    matrix[i * d + j] += _basis[i * d + l] * Variances[l] * _basis[j * d + l];
            }
        }

        return matrix;
    }
}
