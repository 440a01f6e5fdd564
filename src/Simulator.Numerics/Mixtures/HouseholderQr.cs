using System.Numerics.Tensors;

namespace Simulator.Numerics.Mixtures;

/// <summary>The QR factorisation A = O R of a square matrix by Householder reflections (Golub and Van Loan, section 5.2), rows contiguous.</summary>
internal static class HouseholderQr
{
    /// <summary>Replaces A by R.</summary>
    /// <param name="a">A, d × d row-major; becomes R with zeros below the diagonal.</param>
    /// <param name="d">Size.</param>
    public static void Factor(double[] a, int d)
    {
        double[] u = new double[d], sums = new double[d];
        for (int j = 0; j < d; j++)
        {
            double greatest = 0, norm = 0;
            for (int i = j; i < d; i++)
                greatest = Math.Max(greatest, Math.Abs(a[i * d + j]));
            for (int i = j + 1; i < d && greatest > 0; i++)
                norm += a[i * d + j] / greatest * (a[i * d + j] / greatest);
            if (norm == 0) continue; // zero below the diagonal already
            double diagonal = a[j * d + j] / greatest, length = Math.Sqrt(norm + diagonal * diagonal);
            double first = diagonal + Math.CopySign(length, diagonal), scale = Math.Sqrt(2 / (norm + first * first));
            u[j] = first * scale; // the reflection is 1 − uuᵀ with uᵀu = 2
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
    }
}
