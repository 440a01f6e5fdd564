namespace Simulator.Numerics.Statistics;

/// <summary>
/// Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations,
/// section 8.5): a few lines, accurate to the last digits, and the same bits whatever linear-algebra library is loaded.
/// </summary>
internal static class SymmetricEigen
{
    private const int MaximumSweeps = 60; // convergence is quadratic; ten sweeps are already rare

    /// <summary>Diagonalises A = V diag(λ) Vᵀ in place.</summary>
    /// <param name="matrix">Row-major <c>d × d</c>, symmetric; becomes diagonal, with the eigenvalues on the diagonal.</param>
    /// <param name="vectors">Row-major <c>d × d</c>; receives V, an eigenvector in each column.</param>
    /// <param name="d">Size of the matrix.</param>
    public static void Diagonalise(Span<double> matrix, Span<double> vectors, int d)
    {
        vectors.Clear();
        for (int i = 0; i < d; i++)
            vectors[i * d + i] = 1;
        for (int sweep = 0; sweep < MaximumSweeps; sweep++)
        {
            bool rotated = false;
            for (int p = 0; p < d; p++)
            {
                for (int q = p + 1; q < d; q++)
                    rotated |= Annihilate(matrix, vectors, d, p, q);
            }

            if (!rotated) return;
        }
    }

    /// <summary>Rotates the plane (p, q) so that the entry (p, q) vanishes; false if it is negligible already.</summary>
    private static bool Annihilate(Span<double> a, Span<double> v, int d, int p, int q)
    {
        double app = a[p * d + p], aqq = a[q * d + q], apq = a[p * d + q];
        if (Math.Abs(apq) <= 1e-16 * Math.Sqrt(Math.Abs(app * aqq))) return false;
        double theta = (aqq - app) / (2 * apq);
        double t = Math.CopySign(1 / (Math.Abs(theta) + Math.Sqrt(1 + theta * theta)), theta);
        double c = 1 / Math.Sqrt(1 + t * t), s = t * c;
        for (int i = 0; i < d; i++)
        {
            (a[i * d + p], a[i * d + q]) = (c * a[i * d + p] - s * a[i * d + q], s * a[i * d + p] + c * a[i * d + q]);
            (v[i * d + p], v[i * d + q]) = (c * v[i * d + p] - s * v[i * d + q], s * v[i * d + p] + c * v[i * d + q]);
        }

        for (int i = 0; i < d; i++)
            (a[p * d + i], a[q * d + i]) = (c * a[p * d + i] - s * a[q * d + i], s * a[p * d + i] + c * a[q * d + i]);
        a[p * d + q] = a[q * d + p] = 0; // what rounding left there would be rotated for ever
        return true;
    }
}
