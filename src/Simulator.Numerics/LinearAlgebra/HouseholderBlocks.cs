using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// Applies the reflections of <see cref="Tridiagonalisation"/>, many at a time: a product of k of them is I − Y T Yᵀ with the vectors in the columns
/// of Y and T triangular, k × k (Schreiber and Van Loan, SIAM J. Sci. Stat. Comput. 10, 1989).
/// </summary>
internal static unsafe class HouseholderBlocks
{
    /// <summary>Reflections of a block.</summary>
    private const int Block = 64;

    /// <summary>How many numbers of scratch n reflections need.</summary>
    /// <param name="n">Rows.</param>
    /// <param name="stride">Distance of the rows.</param>
    public static nint Scratch(int n, nint stride) => Math.Min(n, Block) * (stride + n + 2 * Block);

    /// <summary>X = X Hᵀ, where H is the product of the reflections of rows n − 1, …, 1: eigenvectors of T, in rows, become those of H T Hᵀ.</summary>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="n">Rows of X and of the reflections.</param>
    /// <param name="vectors">The vectors of the reflections, in rows, as <see cref="Tridiagonalisation"/> leaves them; zeros are put behind them.</param>
    /// <param name="tau">Their factors τ.</param>
    /// <param name="x">X, n × n, with contiguous rows.</param>
    /// <param name="stride">Distance of the rows, of X too.</param>
    /// <param name="scratch">As much as <see cref="Scratch"/> says.</param>
    public static void Apply<V>(int threads, int n, double* vectors, double* tau, double* x, nint stride, double* scratch)
        where V : unmanaged, IPack<V>
    {
        int room = Math.Min(n, Block);
        double* gram = scratch, triangle = gram + room * Block, products = triangle + room * Block, scaled = products + room * n;
        for (int first = 1; first < n; first += Block)
        {
            int count = Math.Min(Block, n - first), length = first + count - 1;
            double* block = vectors + first * stride;
            for (int k = 0; k < count; k++)
                new Span<double>(block + k * stride + first + k, count - 1 - k).Clear();

            Operand y = new((nint)block, stride, 1), xs = new((nint)x, stride, 1), t = new((nint)triangle, Block, 1);
            Operand xy = new((nint)products, count, 1), ty = new((nint)scaled, stride, 1);
            Gemm.Multiply<V>(threads, count, count, length, 1, y, y.Transposed, 0, new Operand((nint)gram, Block, 1));
            Triangle(count, tau + first, gram, triangle);
            Gemm.Multiply<V>(threads, count, length, count, 1, t, y, 0, ty);
            Gemm.Multiply<V>(threads, n, count, length, 1, xs, y.Transposed, 0, xy);
            Gemm.Multiply<V>(threads, n, length, count, -1, xy, ty, 1, xs);
        }
    }

    /// <summary>T from YᵀY, column by column: (I − Y T Yᵀ)(I − τ v vᵀ) appends the column −τ T Yᵀv above τ.</summary>
    private static void Triangle(int count, double* tau, double* gram, double* t)
    {
        new Span<double>(t, count * Block).Clear();
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < k; i++)
            {
                double sum = 0;
                for (int j = i; j < k; j++)
                    sum = Math.FusedMultiplyAdd(t[i * Block + j], gram[j * Block + k], sum);
                t[i * Block + k] = -tau[k] * sum;
            }

            t[k * Block + k] = tau[k];
        }
    }
}
