using System.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Simulator.Numerics.LinearAlgebra;

/// <content>What the backend does. Arrays are column-major: as row-major ones they hold the transposed matrix.</content>
public sealed partial class SimdLinearAlgebraProvider
{
    /// <summary>result = X Y.</summary>
    /// <param name="x">X, column-major.</param>
    /// <param name="rowsX">Rows of X.</param>
    /// <param name="columnsX">Columns of X.</param>
    /// <param name="y">Y, column-major.</param>
    /// <param name="rowsY">Rows of Y.</param>
    /// <param name="columnsY">Columns of Y.</param>
    /// <param name="result">Receives the product; may be one of the operands.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void MatrixMultiply(double[] x, int rowsX, int columnsX, double[] y, int rowsY, int columnsY, double[] result)
        => MatrixMultiplyWithUpdate(Transpose.DontTranspose, Transpose.DontTranspose, 1, x, rowsX, columnsX, y, rowsY, columnsY, 0, result);

    /// <summary>C = α op(A) op(B) + β C.</summary>
    /// <param name="transposeA">op for A.</param>
    /// <param name="transposeB">op for B.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A, column-major.</param>
    /// <param name="rowsA">Rows of A as it is stored.</param>
    /// <param name="columnsA">Columns of A as it is stored.</param>
    /// <param name="b">B, column-major.</param>
    /// <param name="rowsB">Rows of B as it is stored.</param>
    /// <param name="columnsB">Columns of B as it is stored.</param>
    /// <param name="beta">β; where it is 0, C is not read.</param>
    /// <param name="c">C, column-major; may be one of the operands.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void MatrixMultiplyWithUpdate(
        Transpose transposeA,
        Transpose transposeB,
        double alpha,
        double[] a,
        int rowsA,
        int columnsA,
        double[] b,
        int rowsB,
        int columnsB,
        double beta,
        double[] c)
    {
        // Math.NET multiplies a matrix by itself in place; the kernels want operands of their own.
        ReadOnlyMatrixView left = View(Apart(a, c), rowsA, columnsA, nameof(a)), right = View(Apart(b, c), rowsB, columnsB, nameof(b));
        if (transposeA != Transpose.DontTranspose) left = left.Transposed;
        if (transposeB != Transpose.DontTranspose) right = right.Transposed;
        Backend.Multiply(alpha, left, right, beta, View(c, left.Rows, right.Columns, nameof(c)));
    }

    /// <summary>The Cholesky factor L of A = L Lᵀ.</summary>
    /// <param name="a">A, column-major (its lower triangle is read); becomes L, with zeros above the diagonal.</param>
    /// <param name="order">Rows of A.</param>
    /// <exception cref="NotPositiveDefiniteException">A is not positive definite.</exception>
    /// <exception cref="ArgumentException">The array does not fit.</exception>
    public void CholeskyFactor(double[] a, int order) => Backend.Cholesky(View(a, order, order, nameof(a)));

    /// <summary>B = A⁻¹ B for a positive definite A.</summary>
    /// <param name="a">A, column-major (its lower triangle is read); is left as it is.</param>
    /// <param name="orderA">Rows of A.</param>
    /// <param name="b">B, column-major; becomes the solution.</param>
    /// <param name="columnsB">Columns of B.</param>
    /// <exception cref="NotPositiveDefiniteException">A is not positive definite.</exception>
    /// <exception cref="ArgumentException">The arrays do not fit.</exception>
    public void CholeskySolve(double[] a, int orderA, double[] b, int columnsB)
    {
        ArgumentNullException.ThrowIfNull(a);
        double[] factor = [.. a];
        CholeskyFactor(factor, orderA);
        CholeskySolveFactored(factor, orderA, b, columnsB);
    }

    /// <summary>B = (L Lᵀ)⁻¹ B.</summary>
    /// <param name="a">L, column-major; its upper triangle is not read.</param>
    /// <param name="orderA">Rows of L.</param>
    /// <param name="b">B, column-major; becomes the solution.</param>
    /// <param name="columnsB">Columns of B.</param>
    /// <exception cref="ArgumentException">The arrays do not fit, or are the same.</exception>
    public void CholeskySolveFactored(double[] a, int orderA, double[] b, int columnsB)
    {
        if (ReferenceEquals(a, b)) throw new ArgumentException("The factor and the right side must be different arrays.", nameof(b));
        ReadOnlyMatrixView factor = View(a, orderA, orderA, nameof(a));
        MatrixView solution = View(b, orderA, columnsB, nameof(b));
        Backend.SolveTriangular(Triangle.Lower, factor, solution);
        Backend.SolveTriangular(Triangle.Upper, factor.Transposed, solution);
    }

    /// <summary>Eigenvalues and eigenvectors. Those of symmetric matrices are the backend's, ascending; others are Math.NET's.</summary>
    /// <param name="isSymmetric">Whether the matrix is symmetric (its lower triangle is read).</param>
    /// <param name="order">Rows of the matrix.</param>
    /// <param name="matrix">The matrix, column-major; is left as it is.</param>
    /// <param name="matrixEv">Receives the eigenvectors, column-major.</param>
    /// <param name="vectorEv">Receives the eigenvalues.</param>
    /// <param name="matrixD">Receives the diagonal matrix of the eigenvalues (blocks of two for complex pairs).</param>
    /// <exception cref="ArgumentException">The arrays do not fit, or a symmetric matrix has entries that are not finite.</exception>
    public void EigenDecomp(bool isSymmetric, int order, double[] matrix, double[] matrixEv, Complex[] vectorEv, double[] matrixD)
    {
        if (!isSymmetric)
        {
            Managed.EigenDecomp(isSymmetric, order, matrix, matrixEv, vectorEv, matrixD);
            return;
        }

        ArgumentNullException.ThrowIfNull(vectorEv);
        if (vectorEv.Length != order) throw new ArgumentException($"A matrix of {order} rows has {order} eigenvalues; there is room for {vectorEv.Length}.", nameof(vectorEv));
        MatrixView diagonal = View(matrixD, order, order, nameof(matrixD)), vectors = View(matrixEv, order, order, nameof(matrixEv));
        View(matrix, order, order, nameof(matrix)).AsReadOnly().CopyTo(vectors);
        var values = new double[order];
        Backend.SymmetricEigen(vectors, values);
        diagonal.Fill(0);
        for (int i = 0; i < order; i++)
        {
            vectorEv[i] = values[i];
            diagonal[i, i] = values[i];
        }
    }

    /// <summary>A column-major array as a matrix.</summary>
    private static MatrixView View(double[] data, int rows, int columns, string name)
    {
        ArgumentNullException.ThrowIfNull(data, name);
        return data.LongLength == (long)rows * columns
            ? new MatrixView(data, columns, rows).Transposed
            : throw new ArgumentException($"A {rows} × {columns} matrix has {(long)rows * columns} entries; the array has {data.Length}.", name);
    }

    /// <summary>An operand that is not the result: a copy if it is.</summary>
    private static double[] Apart(double[] operand, double[] result) => operand is not null && ReferenceEquals(operand, result) ? [.. operand] : operand!;
}
