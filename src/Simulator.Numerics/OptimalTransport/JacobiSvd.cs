namespace Simulator.Numerics.OptimalTransport;

/// <summary>
/// Singular vectors of a square matrix by one-sided Jacobi rotations (Hestenes 1958): columns are turned against each other until they are orthogonal. Slow (d³ a
/// sweep) and accurate; the left factor is orthogonal to rounding also where singular values vanish.
/// </summary>
internal static class JacobiSvd
{
    private const int MostSweeps = 60;

    /// <summary>M = L diag(σ) Rᵀ.</summary>
    /// <param name="matrix">M, d × d row-major.</param>
    /// <param name="right">Receives R, d × d.</param>
    /// <param name="values">Receives σ ≥ 0, in no order.</param>
    /// <param name="d">d.</param>
    /// <returns>L, d × d, orthogonal.</returns>
    public static double[] Decompose(double[] matrix, double[] right, double[] values, int d)
    {
        // Transposed: rows are the columns that are turned.
        double[] m = Transposed(matrix, d), r = new double[d * d];
        for (int k = 0; k < d; k++)
            r[k * d + k] = 1;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            bool turned = false;
            for (int p = 0; p < d; p++)
            {
                for (int q = p + 1; q < d; q++)
                    turned |= Turn(m.AsSpan(p * d, d), m.AsSpan(q * d, d), r.AsSpan(p * d, d), r.AsSpan(q * d, d));
            }

            if (!turned) break;
        }

        Transposed(r, d).CopyTo(right, 0);
        for (int k = 0; k < d; k++)
            values[k] = Norm(m.AsSpan(k * d, d));
        Orthonormalise(m, values, d);
        return Transposed(m, d);
    }

    private static bool Turn(Span<double> x, Span<double> y, Span<double> rx, Span<double> ry)
    {
        double xx = Dot(x, x), yy = Dot(y, y), xy = Dot(x, y);
        if (Math.Abs(xy) <= 1e-16 * Math.Sqrt(xx * yy) || xy == 0) return false;
        double zeta = (yy - xx) / (2 * xy), t = Math.CopySign(1, zeta) / (Math.Abs(zeta) + double.Hypot(1, zeta));
        double c = 1 / Math.Sqrt(1 + t * t), s = c * t;
        Rotate(x, y, c, s);
        Rotate(rx, ry, c, s);
        return Math.Abs(xy) > 4e-16 * Math.Sqrt(xx * yy);
    }

    /// <summary>Unit vectors, greatest singular values first; what is lost to rounding is completed with axes.</summary>
    private static void Orthonormalise(double[] m, double[] values, int d)
    {
        int[] order = [.. Enumerable.Range(0, d).OrderByDescending(k => values[k])];
        int axis = 0;
        for (int place = 0; place < d; place++)
        {
            Span<double> column = m.AsSpan(order[place] * d, d);
            double norm = Norm(column);
            while (true)
            {
                if (norm > 0)
                {
                    Scale(column, 1 / norm);
                    for (int pass = 0; pass < 2; pass++)
                    {
                        for (int before = 0; before < place; before++)
                        {
                            Span<double> other = m.AsSpan(order[before] * d, d);
                            double along = Dot(column, other);
                            for (int k = 0; k < d; k++)
                                column[k] -= along * other[k];
                        }
                    }

                    double left = Norm(column);
                    Scale(column, left > 0 ? 1 / left : 0);
                    if (left > 1e-3 / Math.Sqrt(d)) break;
                }

                column.Clear();
                column[axis++ % d] = 1;
                norm = 1;
            }
        }
    }

    private static void Rotate(Span<double> x, Span<double> y, double c, double s)
    {
        for (int k = 0; k < x.Length; k++)
            (x[k], y[k]) = (c * x[k] - s * y[k], s * x[k] + c * y[k]);
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int k = 0; k < x.Length; k++)
            sum += x[k] * y[k];
        return sum;
    }

    private static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));

    private static void Scale(Span<double> x, double factor)
    {
        foreach (ref double value in x)
            value *= factor;
    }

    private static double[] Transposed(double[] matrix, int d)
    {
        var result = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                result[j * d + i] = matrix[i * d + j];
        }

        return result;
    }
}
