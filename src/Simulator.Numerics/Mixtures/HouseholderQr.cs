using System.Numerics.Tensors;

namespace Simulator.Numerics.Mixtures;

/// <summary>The QR factorisation A = O R of a square matrix by Householder reflections (Golub and Van Loan, section 5.2), rows contiguous.</summary>
internal static class HouseholderQr
{
    /// <summary>Replaces A by R.</summary>
    /// <param name="a">A, d × d row-major; becomes R with zeros below the diagonal.</param>
    /// <param name="d">Size.</param>
    /// <returns>The reflectors u_j, scaled to uᵀu = 2 (or 0 for none), one a row of d × d: O = (1 − u_1u_1ᵀ)(1 − u_2u_2ᵀ)….</returns>
    public static double[] Factor(double[] a, int d)
    {
        var reflectors = new double[d * d];
        var sums = new double[d];
        for (int j = 0; j < d; j++)
        {
            Span<double> u = reflectors.AsSpan(j * d, d);
            double greatest = 0, norm = 0;
            for (int i = j; i < d; i++)
                greatest = Math.Max(greatest, Math.Abs(a[i * d + j]));
            for (int i = j + 1; i < d && greatest > 0; i++)
                norm += a[i * d + j] / greatest * (a[i * d + j] / greatest);
            if (norm == 0) continue; // zero below the diagonal already
            double diagonal = a[j * d + j] / greatest, length = Math.Sqrt(norm + diagonal * diagonal);
            double first = diagonal + Math.CopySign(length, diagonal), scale = Math.Sqrt(2 / (norm + first * first));
            u[j] = first * scale;
            for (int i = j + 1; i < d; i++)
                u[i] = a[i * d + j] / greatest * scale;

            // A −= u (uᵀA), on the columns that are left.
            Span<double> sum = sums.AsSpan(j, d - j);
            sum.Clear();
            for (int i = j; i < d; i++)
                TensorPrimitives.MultiplyAdd(a.AsSpan(i * d + j, d - j), u[i], sum, sum);
            for (int i = j; i < d; i++)
                TensorPrimitives.MultiplyAdd(sum, -u[i], a.AsSpan(i * d + j, d - j), a.AsSpan(i * d + j, d - j));
            for (int i = j + 1; i < d; i++)
                a[i * d + j] = 0;
        }

        return reflectors;
    }

    /// <summary>Replaces B by B O.</summary>
    /// <param name="b">B, d × d row-major.</param>
    /// <param name="reflectors">From <see cref="Factor"/>.</param>
    /// <param name="d">Size.</param>
    public static void MultiplyByOrthogonal(double[] b, double[] reflectors, int d)
    {
        for (int j = 0; j < d; j++)
        {
            ReadOnlySpan<double> u = reflectors.AsSpan(j * d, d)[j..];
            for (int i = 0; i < d; i++)
            {
                Span<double> row = b.AsSpan(i * d + j, d - j);
                TensorPrimitives.MultiplyAdd(u, -TensorPrimitives.Dot(row, u), row, row);
            }
        }
    }
}
