namespace Simulator.Numerics.LinearAlgebra;

/// <summary>The largest singular value of a matrix.</summary>
public static class SpectralNorm
{
    /// <summary>‖A‖₂, the root of the largest eigenvalue of the smaller of A Aᵀ and AᵀA.</summary>
    /// <param name="matrix">A, m × n, finite.</param>
    /// <exception cref="ArgumentException">A has entries that are not finite.</exception>
    public static double Of(ReadOnlyMatrixView matrix)
    {
        int n = Math.Min(matrix.Rows, matrix.Columns);
        if (n == 0) return 0;
        double[] gram = new double[n * n], values = new double[n];
        var view = new MatrixView(gram, n, n);
        var backend = new SimdBackend(1);
        backend.Gram(1, matrix.Rows <= matrix.Columns ? matrix : matrix.Transposed, 0, view);
        backend.SymmetricEigen(view, values);
        return Math.Sqrt(Math.Max(0, values[^1]));
    }
}
