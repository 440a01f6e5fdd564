using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Targets;

/// <summary>A covariance matrix, known with its eigenvalues: everything in diffusion happens in its eigenbasis.</summary>
public abstract record Covariance
{
    /// <summary>d.</summary>
    public abstract int Dimension { get; }

    /// <summary>The eigenvalues, one per axis of the eigenbasis.</summary>
    public abstract ImmutableArray<double> Eigenvalues { get; }

    /// <summary>The eigenvectors as the columns of a d × d row-major matrix Q, or empty if the coordinate axes are eigenvectors.</summary>
    public abstract ImmutableArray<double> Eigenvectors { get; }

    /// <summary>Sum of the eigenvalues.</summary>
    public double Trace => Eigenvalues.Sum();

    /// <summary>The least eigenvalue; the matrix is a covariance only if it is positive.</summary>
    public double LeastEigenvalue => Eigenvalues.Min();

    /// <summary>Qᵀx: coordinates of a vector in the eigenbasis.</summary>
    /// <param name="x">The vector, length d.</param>
    /// <param name="result">Receives Qᵀx, length d; must not overlap.</param>
    public void ToEigenbasis(ReadOnlySpan<double> x, Span<double> result) => Multiply(x, result, transposed: true);

    /// <summary>Qz: the vector with given coordinates in the eigenbasis.</summary>
    /// <param name="z">The coordinates, length d.</param>
    /// <param name="result">Receives Qz, length d; must not overlap.</param>
    public void FromEigenbasis(ReadOnlySpan<double> z, Span<double> result) => Multiply(z, result, transposed: false);

    private void Multiply(ReadOnlySpan<double> x, Span<double> result, bool transposed)
    {
        ReadOnlySpan<double> q = Eigenvectors.AsSpan();
        if (q.IsEmpty)
        {
            x.CopyTo(result);
            return;
        }

        int d = Dimension;
        result[..d].Clear();
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                if (transposed) result[j] += q[i * d + j] * x[i];
                else result[i] += q[i * d + j] * x[j];
            }
        }
    }
}

/// <summary>σ²I, without any matrix.</summary>
/// <param name="Size">d.</param>
/// <param name="StandardDeviation">σ, positive.</param>
public sealed record IsotropicCovariance(int Size, double StandardDeviation) : Covariance
{
    /// <inheritdoc/>
    public override int Dimension => Size;

    /// <inheritdoc/>
    public override ImmutableArray<double> Eigenvalues => [.. Enumerable.Repeat(StandardDeviation * StandardDeviation, Size)];

    /// <inheritdoc/>
    public override ImmutableArray<double> Eigenvectors => [];
}

/// <summary>A full symmetric covariance matrix; its eigendecomposition is computed once, when first asked for.</summary>
/// <param name="Matrix">The matrix, symmetric.</param>
public sealed record FullCovariance(RealMatrix Matrix) : Covariance
{
    /// <summary>One path, so that a law is the same on every machine; one thread, since experiments share the cores already.</summary>
    private static readonly SimdBackend s_backend = new(1, VectorPath.Vector256);

    private readonly Lazy<(ImmutableArray<double> Values, ImmutableArray<double> Vectors)> _eigen = new(() => Decompose(Matrix));

    /// <inheritdoc/>
    public override int Dimension => Matrix.Dimension;

    /// <inheritdoc/>
    public override ImmutableArray<double> Eigenvalues => _eigen.Value.Values;

    /// <inheritdoc/>
    public override ImmutableArray<double> Eigenvectors => _eigen.Value.Vectors;

    /// <inheritdoc/>
    public bool Equals(FullCovariance? other) => other is not null && Matrix == other.Matrix;

    /// <inheritdoc/>
    public override int GetHashCode() => Matrix.GetHashCode();

    private static (ImmutableArray<double> Values, ImmutableArray<double> Vectors) Decompose(RealMatrix matrix)
    {
        int d = matrix.Dimension;
        bool diagonal = true;
        for (int i = 0; i < d && diagonal; i++)
        {
            for (int j = 0; j < d; j++)
                diagonal &= i == j || matrix[i, j] == 0;
        }

        if (diagonal) return ([.. Enumerable.Range(0, d).Select(i => matrix[i, i])], []);

        double[] vectors = [.. from i in Enumerable.Range(0, d) from j in Enumerable.Range(0, d) select 0.5 * (matrix[i, j] + matrix[j, i])];
        var values = new double[d];
        s_backend.SymmetricEigen(new MatrixView(vectors, d, d), values);
        return (ImmutableCollectionsMarshal.AsImmutableArray(values), ImmutableCollectionsMarshal.AsImmutableArray(vectors));
    }
}
