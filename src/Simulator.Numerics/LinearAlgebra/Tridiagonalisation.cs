using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// A = H T Hᵀ with T tridiagonal and H a product of Householder reflections (Golub and Van Loan, Matrix Computations, section 8.3), from the last
/// row up, so that what is left is a leading block and rows stay contiguous.
/// </summary>
/// <remarks>
/// Rows are taken in panels (Dongarra, Hammarling and Sorensen, J. Comput. Appl. Math. 27, 1989): reflections i of a panel change the leading block
/// by Σ vᵢwᵢᵀ + wᵢvᵢᵀ. A row is brought up to date when its turn comes, the block by one multiplication when the panel is done. Half of the
/// operations are then products of the block with a vector, which memory limits, and half multiplications of matrices.
/// </remarks>
internal static unsafe class Tridiagonalisation
{
    /// <summary>Rows of a panel.</summary>
    private const int Panel = 32;

    /// <summary>A leading block of so few rows stays in the first-level cache and is brought up to date after every row.</summary>
    private const int Small = 48;

    /// <summary>How many numbers of scratch a matrix of n rows needs.</summary>
    /// <param name="n">Rows.</param>
    /// <param name="stride">Distance of the rows.</param>
    public static nint Scratch(int n, nint stride)
        => n <= Small ? stride : 3 * Panel * stride + SymmetricProduct.Scratch(n);

    /// <summary>Reduces A.</summary>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="n">Rows.</param>
    /// <param name="a">
    /// A, with contiguous rows; its lower triangle is read. Row i ≥ 1 becomes the vector v of its reflection I − τ v vᵀ, which acts on coordinates
    /// 0 … i − 1 with v_{i−1} = 1; what lies behind is undefined. H is the product of the reflections of rows n − 1, n − 2, …, 1.
    /// </param>
    /// <param name="stride">Distance of the rows.</param>
    /// <param name="diagonal">Receives n entries.</param>
    /// <param name="beside">Receives the n − 1 entries beside the diagonal.</param>
    /// <param name="tau">Receives τ of every row; 0 is the identity.</param>
    /// <param name="scratch">As much as <see cref="Scratch"/> says.</param>
    public static void Reduce<V>(int threads, int n, double* a, nint stride, double* diagonal, double* beside, double* tau, double* scratch)
        where V : unmanaged, IPack<V>
    {
        int left = n;
        for (; left > Small; left -= Panel)
            ReducePanel<V>(threads, left, a, stride, diagonal, beside, tau, scratch);
        for (int i = left - 1; i > 0; i--)
        {
            double* v = a + i * stride;
            diagonal[i] = v[i];
            tau[i] = Reflect<V>(i, v, out beside[i - 1]);
            if (tau[i] == 0) continue;
            double* w = scratch;
            SymmetricProduct.Multiply<V>(1, i, a, stride, v, w, null);
            Finish<V>(i, tau[i], v, w);
            for (int j = 0; j < i; j++)
                RowKernels.Subtract<V>(j + 1, v[j], w, w[j], v, a + j * stride);
        }

        diagonal[0] = a[0];
        tau[0] = 0;
    }

    /// <summary>Reduces the last rows of a leading block and brings the rest of it up to date.</summary>
    private static void ReducePanel<V>(
        int threads, int n, double* a, nint stride, double* diagonal, double* beside, double* tau, double* scratch)
        where V : unmanaged, IPack<V>
    {
        // V, W and V again, a vector a row: the rank-2 changes are [V W]ᵀ[W V], one product.
        double* vs = scratch, ws = vs + Panel * stride, copies = ws + Panel * stride, sums = copies + Panel * stride;
        double* byV = stackalloc double[Panel], byW = stackalloc double[Panel];
        for (int k = 0; k < Panel; k++)
        {
            int i = n - 1 - k;
            double* row = a + i * stride, v = vs + k * stride, w = ws + k * stride;
            for (int q = 0; q < k; q++)
                (byV[q], byW[q]) = (vs[q * stride + i], ws[q * stride + i]);
            RowKernels.Subtract<V>(k, i + 1, vs, stride, byW, row);
            RowKernels.Subtract<V>(k, i + 1, ws, stride, byV, row);
            diagonal[i] = row[i];
            tau[i] = Reflect<V>(i, row, out beside[i - 1]);
            Copy(i, row, v);
            if (tau[i] == 0)
            {
                new Span<double>(w, i).Clear();
                continue;
            }

            SymmetricProduct.Multiply<V>(threads, i, a, stride, v, w, sums);
            RowKernels.Dots<V>(k, i, vs, stride, v, byV);
            RowKernels.Dots<V>(k, i, ws, stride, v, byW);
            RowKernels.Subtract<V>(k, i, vs, stride, byW, w);
            RowKernels.Subtract<V>(k, i, ws, stride, byV, w);
            Finish<V>(i, tau[i], v, w);
        }

        int rest = n - Panel;
        for (int k = 0; k < Panel; k++)
            Copy(rest, vs + k * stride, copies + k * stride);
        var both = new Operand((nint)vs, stride, 1);
        Gemm.Multiply<V>(
            threads, rest, rest, 2 * Panel, -1, both.Transposed, both.At(Panel, 0), 1, new Operand((nint)a, stride, 1), Gemm.Region.Lower);
    }

    /// <summary>Finds the reflection that maps a vector to the last axis.</summary>
    /// <param name="n">Its length.</param>
    /// <param name="x">The vector; becomes v, whose last entry is 1.</param>
    /// <param name="image">Receives what remains on the last axis.</param>
    /// <returns>τ, which is 0 if there is nothing to do.</returns>
    private static double Reflect<V>(int n, double* x, out double image)
        where V : unmanaged, IPack<V>
    {
        const double Tiny = 1e-130; // whose square loses digits

        double last = x[n - 1], lift = 1, magnitude = RowKernels.Magnitude<V>(n - 1, x);
        x[n - 1] = 1;
        image = last;
        if (magnitude == 0) return 0;
        magnitude = Math.Max(magnitude, Math.Abs(last));
        if (magnitude < Tiny)
        {
            lift = Math.ScaleB(1, Math.Min(-Math.ILogB(magnitude), 1000));
            RowKernels.Scale<V>(n - 1, lift, x);
            last *= lift;
        }

        // The sign avoids cancellation in last − norm.
        double norm = -Math.CopySign(Math.Sqrt(RowKernels.Dot<V>(n - 1, x, x) + last * last), last);
        RowKernels.Scale<V>(n - 1, 1 / (last - norm), x);
        image = norm / lift;
        return (norm - last) / norm;
    }

    /// <summary>From w = A v to w = τ A v − ½ τ² (vᵀA v) v, with which H A H = A − v wᵀ − w vᵀ.</summary>
    private static void Finish<V>(int n, double tau, double* v, double* w)
        where V : unmanaged, IPack<V>
    {
        RowKernels.Scale<V>(n, tau, w);
        RowKernels.Add<V>(n, -0.5 * tau * RowKernels.Dot<V>(n, v, w), v, w);
    }

    private static void Copy(int n, double* from, double* to) => new ReadOnlySpan<double>(from, n).CopyTo(new Span<double>(to, n));
}
