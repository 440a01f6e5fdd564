using Simulator.Numerics.LinearAlgebra;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>
/// W2 between Gaussian laws: <c>‖m − m'‖² + tr(S + S' − 2 (S^{1/2} S' S^{1/2})^{1/2})</c> (Dowson and Landau 1982; Bures' distance of the covariances).
/// For any laws with these moments it is a lower bound of W2 (Gelbrich, Math. Nachr. 147, 1990).
/// </summary>
/// <remarks>
/// With A = S^{1/2}, A' = S'^{1/2} and the polar factor U of A'A, the trace is <c>‖A − A'U‖²</c> in the Frobenius norm: a sum of squares of differences,
/// which for covariances that nearly agree is right to the rounding of A, where the formula with traces has lost all digits below √ε.
/// </remarks>
public static class Bures
{
    /// <summary>W2 between N(m, S) and N(m', S').</summary>
    /// <param name="mean">m, d numbers.</param>
    /// <param name="covariance">S, d × d, symmetric, positive semidefinite.</param>
    /// <param name="otherMean">m', d numbers.</param>
    /// <param name="otherCovariance">S', d × d, symmetric, positive semidefinite.</param>
    /// <returns>W2 with an estimate of its absolute error, whatever the distance: some 1e-15 d of the deviations, up to 2e-8 d of them where a covariance is singular, because roots there are.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or a matrix is not finite, symmetric and positive semidefinite.</exception>
    public static Outcome<double> W2(
        ReadOnlySpan<double> mean, ReadOnlyMatrixView covariance, ReadOnlySpan<double> otherMean, ReadOnlyMatrixView otherCovariance)
    {
        int d = mean.Length;
        if (d == 0) throw new ArgumentException("The dimension must be at least 1.", nameof(mean));
        if (otherMean.Length != d) throw new ArgumentException($"Both means need {d} entries; the second has {otherMean.Length}.", nameof(otherMean));
        RequireFinite(mean, nameof(mean));
        RequireFinite(otherMean, nameof(otherMean));
        double[] s = Checked(covariance, d, nameof(covariance)), t = Checked(otherCovariance, d, nameof(otherCovariance));
        double scale = Math.Max(LargestDiagonal(s, d), LargestDiagonal(t, d));
        int exponent = scale == 0 ? 0 : Math.ILogB(scale) / 2;
        foreach (double[] matrix in new[] { s, t })
        {
            for (int k = 0; k < matrix.Length; k++)
                matrix[k] = Math.ScaleB(matrix[k], -2 * exponent);
        }

        (double[] a, double firstError) = Root(s, d, nameof(covariance));
        (double[] b, double secondError) = Root(t, d, nameof(otherCovariance));
        double difference = Math.ScaleB(RootDifference(a, b, d), exponent), shift = 0;
        for (int k = 0; k < d; k++)
            shift = double.Hypot(shift, mean[k] - otherMean[k]);
        double value = double.Hypot(shift, difference), error = Math.ScaleB(firstError + secondError, exponent);
        return new(value, Status.Ok, new Diagnostics(1e-15 * value + error, 4));
    }

    /// <summary>Gelbrich's lower bound of W2 between any two laws with these means and covariances: equal to <see cref="W2"/> of the Gaussian laws that have them.</summary>
    /// <param name="mean">m, d numbers.</param>
    /// <param name="covariance">S, d × d.</param>
    /// <param name="otherMean">m', d numbers.</param>
    /// <param name="otherCovariance">S', d × d.</param>
    /// <exception cref="ArgumentException">As for <see cref="W2"/>.</exception>
    public static Outcome<double> GelbrichLowerBound(
        ReadOnlySpan<double> mean, ReadOnlyMatrixView covariance, ReadOnlySpan<double> otherMean, ReadOnlyMatrixView otherCovariance)
        => W2(mean, covariance, otherMean, otherCovariance);

    /// <summary>‖A − A'U‖, U the orthogonal factor of A'A = U (AA'²A)^{1/2}.</summary>
    private static double RootDifference(double[] a, double[] b, int d)
    {
        var backend = new SimdBackend(1);
        double[] product = new double[d * d], right = new double[d * d], values = new double[d];
        backend.Multiply(1, View(b, d), View(a, d), 0, new MatrixView(product, d, d));

        // Orthogonal W and M W of orthogonal columns: U = Σ (M w_k/σ_k) w_kᵀ, completed where σ_k = 0. Any orthogonal U gives an upper bound, the polar factor the least.
        double[] left = JacobiSvd.Decompose(product, right, values, d);
        double[] orthogonal = new double[d * d], moved = new double[d * d];
        backend.Multiply(1, View(left, d), View(right, d).Transposed, 0, new MatrixView(orthogonal, d, d));
        backend.Multiply(1, View(b, d), View(orthogonal, d), 0, new MatrixView(moved, d, d));
        double sum = 0;
        for (int k = 0; k < moved.Length; k++)
            sum += (a[k] - moved[k]) * (a[k] - moved[k]);
        return Math.Sqrt(sum);
    }

    /// <summary>The symmetric root and how far off it may be: by δ/√λ for the least eigenvalue λ and a rounding δ of the matrix, and never by more than √δ an axis.</summary>
    private static (double[] Root, double Error) Root(double[] matrix, int d, string name)
    {
        var backend = new SimdBackend(1);
        double[] vectors = (double[])matrix.Clone(), values = new double[d], scaled = new double[d * d], root = new double[d * d];
        backend.SymmetricEigen(new MatrixView(vectors, d, d), values);
        double largest = values.Max(Math.Abs);
        if (values.Min() < -1e-12 * d * largest)
            throw new ArgumentException($"A covariance must be positive semidefinite; its least eigenvalue is {values.Min() / largest:g3} of the greatest.", name);
        for (int i = 0; i < d; i++)
        {
            for (int k = 0; k < d; k++)
                scaled[i * d + k] = vectors[i * d + k] * Math.Sqrt(Math.Max(0, values[k]));
        }

        backend.Multiply(1, View(scaled, d), View(vectors, d).Transposed, 0, new MatrixView(root, d, d));
        double rounding = 4e-16 * d * largest, least = Math.Sqrt(Math.Max(0, values.Min()));
        return (root, rounding == 0 ? 0 : Math.Sqrt(d) * rounding / (least + Math.Sqrt(rounding)));
    }

    private static ReadOnlyMatrixView View(double[] data, int d) => new(data, d, d);

    private static double LargestDiagonal(double[] matrix, int d) => Enumerable.Range(0, d).Max(k => Math.Abs(matrix[k * d + k]));

    private static void RequireFinite(ReadOnlySpan<double> values, string name)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value)) throw new ArgumentException($"Entries must be finite, but one is {value}.", name);
        }
    }

    private static double[] Checked(ReadOnlyMatrixView matrix, int d, string name)
    {
        if (matrix.Rows != d || matrix.Columns != d)
            throw new ArgumentException($"The covariance must be {d} × {d}, not {matrix.Rows} × {matrix.Columns}.", name);
        double[] copy = matrix.ToArray();
        RequireFinite(copy, name);
        double largest = copy.Max(Math.Abs);
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double upper = copy[j * d + i], lower = copy[i * d + j];
                if (Math.Abs(upper - lower) > 1e-12 * largest)
                    throw new ArgumentException($"A covariance must be symmetric, but entries ({i}, {j}) and ({j}, {i}) are {lower} and {upper}.", name);
                copy[j * d + i] = copy[i * d + j] = 0.5 * upper + 0.5 * lower;
            }
        }

        return copy;
    }
}
