namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// Dense linear algebra in double precision. One set of operations, several ways to do it (<c>Backends</c>); what a native library lacks is done
/// by <see cref="SimdBackend"/>.
/// </summary>
/// <remarks>
/// Instances are immutable and may be shared by threads. Outputs must not overlap inputs. NaN and infinities spread as in the scalar formulas (a product
/// with a NaN in row i of A has NaN in row i), except that they may spread further in factorisations and that α = 0 means that A and B are not read.
/// </remarks>
public abstract class LinearAlgebraBackend
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Version, vector path or file, for people.</summary>
    public abstract string Description { get; }

    /// <summary>How many threads an operation uses at most.</summary>
    public abstract int Threads { get; }

    /// <summary>C = α A B + β C.</summary>
    /// <param name="alpha">α.</param>
    /// <param name="a">A, m × k.</param>
    /// <param name="b">B, k × n.</param>
    /// <param name="beta">β; where it is 0, C is not read, so it may hold NaN.</param>
    /// <param name="c">C, m × n.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Multiply(double alpha, ReadOnlyMatrixView a, ReadOnlyMatrixView b, double beta, MatrixView c)
    {
        if (a.Columns != b.Rows || c.Rows != a.Rows || c.Columns != b.Columns)
        {
            throw new ArgumentException(
                $"A product of {a.Rows} × {a.Columns} and {b.Rows} × {b.Columns} cannot be added to {c.Rows} × {c.Columns}.", nameof(c));
        }

        if (c.Rows > 0 && c.Columns > 0) MultiplyCore(alpha, a, b, beta, c);
    }

    /// <summary>C = α A Aᵀ + β C, symmetric; for the Gram matrix XᵀX of tall data X pass X transposed.</summary>
    /// <param name="alpha">α.</param>
    /// <param name="a">A, n × k.</param>
    /// <param name="beta">β; where it is 0, C is not read.</param>
    /// <param name="c">C, n × n, symmetric (its lower triangle is read); both triangles are written.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Gram(double alpha, ReadOnlyMatrixView a, double beta, MatrixView c)
    {
        if (c.Rows != a.Rows || c.Columns != a.Rows)
            throw new ArgumentException($"A Gram matrix of {a.Rows} rows is {a.Rows} × {a.Rows}, not {c.Rows} × {c.Columns}.", nameof(c));
        if (c.Rows > 0) GramCore(alpha, a, beta, c);
    }

    /// <summary>B = T⁻¹ B for a triangular T. (For B T⁻¹ pass both transposed.) A zero on the diagonal gives infinities or NaN.</summary>
    /// <param name="triangle">Which triangle of T counts.</param>
    /// <param name="t">T, n × n.</param>
    /// <param name="b">B, n × m; becomes the solution.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void SolveTriangular(Triangle triangle, ReadOnlyMatrixView t, MatrixView b)
    {
        RequireSquare(t, nameof(t));
        if (b.Rows != t.Rows)
            throw new ArgumentException($"A system of {t.Rows} equations needs a right side of {t.Rows} rows, not {b.Rows}.", nameof(b));
        if (b.Rows > 0 && b.Columns > 0) SolveTriangularCore(triangle, t, b);
    }

    /// <summary>The Cholesky factor L of A = L Lᵀ.</summary>
    /// <param name="a">A, n × n, symmetric (only the lower triangle is read); becomes L, with zeros above the diagonal.</param>
    /// <exception cref="ArgumentException">A is not square.</exception>
    /// <exception cref="NotPositiveDefiniteException">A pivot is not positive; A is then partly overwritten.</exception>
    public void Cholesky(MatrixView a)
    {
        RequireSquare(a, nameof(a));
        if (a.Rows > 0) CholeskyCore(a);
    }

    /// <summary>A = V diag(λ) Vᵀ.</summary>
    /// <param name="a">A, n × n, symmetric (only the lower triangle is read); becomes V, an orthonormal eigenvector in every column.</param>
    /// <param name="values">Receives the n eigenvalues, ascending.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or A has entries that are not finite.</exception>
    public void SymmetricEigen(MatrixView a, Span<double> values)
    {
        RequireSquare(a, nameof(a));
        if (values.Length != a.Rows)
            throw new ArgumentException($"A matrix of {a.Rows} rows has {a.Rows} eigenvalues; there is room for {values.Length}.", nameof(values));
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                if (!double.IsFinite(a[i, j]))
                    throw new ArgumentException($"Entry ({i}, {j}) is {a[i, j]}; eigenvalues need finite numbers.", nameof(a));
            }
        }

        if (a.Rows > 0) SymmetricEigenCore(a, values);
    }

    /// <summary><see cref="Multiply"/>, checked, of at least one entry.</summary>
    private protected abstract void MultiplyCore(double alpha, ReadOnlyMatrixView a, ReadOnlyMatrixView b, double beta, MatrixView c);

    /// <summary><see cref="Gram"/>, checked, of at least one entry.</summary>
    private protected abstract void GramCore(double alpha, ReadOnlyMatrixView a, double beta, MatrixView c);

    /// <summary><see cref="SolveTriangular"/>, checked, of at least one entry.</summary>
    private protected abstract void SolveTriangularCore(Triangle triangle, ReadOnlyMatrixView t, MatrixView b);

    /// <summary><see cref="Cholesky"/>, checked, of at least one entry.</summary>
    private protected abstract void CholeskyCore(MatrixView a);

    /// <summary><see cref="SymmetricEigen"/>, checked, of at least one entry.</summary>
    private protected abstract void SymmetricEigenCore(MatrixView a, Span<double> values);

    private static void RequireSquare(ReadOnlyMatrixView matrix, string name)
    {
        if (matrix.Rows != matrix.Columns) throw new ArgumentException($"The matrix must be square, not {matrix.Rows} × {matrix.Columns}.", name);
    }
}
