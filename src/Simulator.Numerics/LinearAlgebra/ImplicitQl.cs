using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// Small tridiagonal eigenproblems by the QL algorithm with implicit Wilkinson shifts (Dubrulle, Martin and Wilkinson, Numer. Math. 12, 1968;
/// Golub and Van Loan, section 8.3).
/// </summary>
internal static unsafe class ImplicitQl
{
    /// <summary>Sweeps for one eigenvalue; two are usual, and convergence is cubic.</summary>
    private const int MaximumSweeps = 100;

    private const double Rounding = 1.1102230246251565e-16; // 2⁻⁵³

    /// <summary>T = Σ λ q qᵀ for a T of magnitude about 1.</summary>
    /// <param name="n">Rows.</param>
    /// <param name="diagonal">The diagonal of T; becomes λ, in no order.</param>
    /// <param name="beside">n − 1 entries beside it, and room for one; destroyed.</param>
    /// <param name="q">Zeros; receives the eigenvectors, one in every row.</param>
    /// <param name="stride">Distance of the rows of q.</param>
    /// <exception cref="InvalidOperationException">An eigenvalue did not converge.</exception>
    public static void Solve<V>(int n, double* diagonal, double* beside, double* q, nint stride)
        where V : unmanaged, IPack<V>
    {
        for (int i = 0; i < n; i++)
            q[i * stride + i] = 1;
        beside[n - 1] = 0;
        for (int first = 0; first < n; first++)
        {
            for (int sweep = 0; ; sweep++)
            {
                int last = first;
                while (last < n - 1 && !Negligible(beside[last], diagonal[last], diagonal[last + 1]))
                    last++;
                if (last < n - 1) beside[last] = 0;
                if (last == first) break;
                if (sweep == MaximumSweeps || !double.IsFinite(diagonal[first]))
                    throw new InvalidOperationException($"The QL algorithm found no eigenvalue {first + 1} of {n} within {sweep} sweeps.");
                Sweep<V>(first, last, n, diagonal, beside, q, stride);
            }
        }
    }

    private static bool Negligible(double beside, double before, double after)
        => Math.Abs(beside) <= Rounding * (Math.Abs(before) + Math.Abs(after)) || Math.Abs(beside) < 1e-150;

    /// <summary>One step T − σ = Q L, L Q + σ → T on the rows first … last, which nothing splits.</summary>
    private static void Sweep<V>(int first, int last, int n, double* d, double* e, double* q, nint stride)
        where V : unmanaged, IPack<V>
    {
        // σ is the eigenvalue of the leading 2 × 2 block nearer to its corner.
        double half = (d[first + 1] - d[first]) / (2 * e[first]);
        double root = Math.Sqrt(half * half + 1);
        double bulge = d[last] - d[first] + e[first] / (half + Math.CopySign(root, half));
        double sine = 1, cosine = 1, shift = 0;
        for (int i = last - 1; i >= first; i--)
        {
            double f = sine * e[i], b = cosine * e[i];
            double square = f * f + bulge * bulge;
            double radius = square > 1e-280 ? Math.Sqrt(square) : double.Hypot(f, bulge);
            if (radius < 1e-290)
            {
                // The matrix splits here; the next sweep starts from what is there.
                d[i + 1] -= shift;
                e[i + 1] = e[last] = 0;
                return;
            }

            e[i + 1] = radius;

            double inverse = 1 / radius;
            sine = f * inverse;
            cosine = bulge * inverse;
            bulge = d[i + 1] - shift;
            double r = (d[i] - bulge) * sine + 2 * cosine * b;
            shift = sine * r;
            d[i + 1] = bulge + shift;
            bulge = cosine * r - b;
            RowKernels.Rotate<V>(n, cosine, sine, q + i * stride, q + (i + 1) * stride);
        }

        d[first] -= shift;
        e[first] = bulge;
        e[last] = 0;
    }
}
