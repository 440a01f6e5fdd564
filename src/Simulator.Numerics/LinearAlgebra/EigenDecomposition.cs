using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// Eigenvalues and eigenvectors of symmetric matrices: to tridiagonal form by reflections, divide and conquer there, reflections back.
/// </summary>
internal static unsafe class EigenDecomposition
{
    /// <summary>Up to so many rows a thread keeps the work space.</summary>
    private const int WorthKeeping = 128;

    [ThreadStatic]
    private static WorkBuffer? s_kept;

    /// <summary>A = V diag(λ) Vᵀ.</summary>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="n">Rows.</param>
    /// <param name="a">A, whose lower triangle is read; becomes V.</param>
    /// <param name="values">Receives λ, ascending.</param>
    /// <exception cref="InvalidOperationException">An iteration did not converge; never seen.</exception>
    public static void Symmetric<V>(int threads, int n, Operand a, Span<double> values)
        where V : unmanaged, IPack<V>
    {
        nint stride = Stride(n), matrix = n * stride;
        nint scratchLength = Math.Max(
            Tridiagonalisation.Scratch(n, stride), Math.Max(TridiagonalEigen.Scratch(n, stride), HouseholderBlocks.Scratch(n, stride)));
        using WorkBuffer? own = n > WorthKeeping ? new WorkBuffer() : null;
        double* work = (own ?? (s_kept ??= new WorkBuffer())).Take(2 * matrix + 3 * stride + scratchLength);
        double* q = work + matrix, diagonal = q + matrix, beside = diagonal + stride, tau = beside + stride, scratch = tau + stride;

        int exponent = CopyScaled<V>(n, a, work, stride);
        Tridiagonalisation.Reduce<V>(threads, n, work, stride, diagonal, beside, tau, scratch);
        TridiagonalEigen.Solve<V>(threads, n, diagonal, beside, q, stride, scratch);
        HouseholderBlocks.Apply<V>(threads, n, work, tau, q, stride, scratch);

        var order = new int[n];
        for (int i = 0; i < n; i++)
            (values[i], order[i]) = (Math.ScaleB(diagonal[i], exponent), i);
        values.Sort(order.AsSpan());
        WriteColumns(threads, n, q, stride, order, a);
    }

    /// <summary>Rows begin at cache lines, but not all at the same place of a page, where they would fight for the same lines of the cache.</summary>
    private static nint Stride(int n)
    {
        int padded = (n + 7) / 8 * 8;
        return padded % 64 == 0 ? padded + 8 : padded;
    }

    /// <summary>Copies the lower triangle in units of a power of two near its greatest entry.</summary>
    /// <returns>The power.</returns>
    private static int CopyScaled<V>(int n, Operand a, double* work, nint stride)
        where V : unmanaged, IPack<V>
    {
        const int Tile = 32; // so that both sides stay in the cache
        double greatest = 0;
        for (int top = 0; top < n; top += Tile)
        {
            for (int left = 0; left <= top; left += Tile)
            {
                for (int i = top; i < Math.Min(top + Tile, n); i++)
                {
                    int end = Math.Min(left + Tile, i + 1);
                    for (int j = left; j < end; j++)
                        work[i * stride + j] = a.Pointer[i * a.Row + j * a.Column];
                    greatest = Math.Max(greatest, RowKernels.Magnitude<V>(end - left, work + i * stride + left));
                }
            }
        }

        if (greatest == 0) return 0;
        int exponent = Math.ILogB(greatest);
        if (exponent is > -50 and < 50) return 0; // no square of the entries can overflow, none that counts can vanish
        double scale = Math.ScaleB(1, -exponent / 2), rest = Math.ScaleB(1, -exponent - -exponent / 2); // either alone might overflow
        for (int i = 0; i < n; i++)
        {
            RowKernels.Scale<V>(i + 1, scale, work + i * stride);
            RowKernels.Scale<V>(i + 1, rest, work + i * stride);
        }

        return exponent;
    }

    /// <summary>Puts the rows of Q into the columns of A, in a given order.</summary>
    private static void WriteColumns(int threads, int n, double* q, nint stride, int[] order, Operand a)
    {
        const int Tile = 32;
        if (n <= Tile) Write(0, n);
        else Workers.Run(threads, (n + Tile - 1) / Tile, piece => Write(piece * Tile, Math.Min(piece * Tile + Tile, n)));

        void Write(int from, int to)
        {
            for (int left = 0; left < n; left += Tile)
            {
                int right = Math.Min(left + Tile, n);
                if (a.Column == 1)
                {
                    for (int i = left; i < right; i++)
                    {
                        double* row = a.Pointer + i * a.Row;
                        for (int k = from; k < to; k++)
                            row[k] = q[order[k] * stride + i];
                    }
                }
                else
                {
                    for (int k = from; k < to; k++)
                        new ReadOnlySpan<double>(q + order[k] * stride + left, right - left).CopyTo(new Span<double>(a.Pointer + k * a.Column + left, right - left));
                }
            }
        }
    }
}
