using System.Runtime.CompilerServices;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// Products of a symmetric matrix with a vector. Memory is what limits them, so the lower triangle is read once, four rows at a time, each entry
/// used for its row and for its column.
/// </summary>
/// <remarks>Large matrices are cut into strips of rows, of equal area, each with a sum of its own: the cuts, hence the bits, depend on n alone.</remarks>
internal static unsafe class SymmetricProduct
{
    /// <summary>Below so many rows one strip is faster than several.</summary>
    private const int WorthCutting = 384;

    private const int RowsPerStrip = 128;

    private const int MaximumStrips = 16;

    /// <summary>How many numbers of scratch a product with a matrix of n rows needs.</summary>
    public static nint Scratch(int n) => (nint)(Strips(n) - 1) * Padded(n);

    /// <summary>y = A x.</summary>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="n">Rows.</param>
    /// <param name="a">A, with contiguous rows; its lower triangle is read.</param>
    /// <param name="stride">Distance of the rows.</param>
    /// <param name="x">x.</param>
    /// <param name="y">Receives A x.</param>
    /// <param name="scratch">As much as <see cref="Scratch"/> says.</param>
    public static void Multiply<V>(int threads, int n, double* a, nint stride, double* x, double* y, double* scratch)
        where V : unmanaged, IPack<V>
    {
        int strips = Strips(n);
        if (strips == 1)
        {
            Strip<V>(0, n, a, stride, x, y);
            return;
        }

        // The longest strip's sum is y itself.
        Share<V>(threads, strips, n, a, stride, x, y, scratch);
        for (int p = strips - 2; p >= 0; p--)
            RowKernels.Add<V>(Cut(n, p + 1, strips), 1, scratch + p * Padded(n), y);
    }

    /// <summary>Apart from <see cref="Multiply{V}"/>, so that small products allocate no closure.</summary>
    private static void Share<V>(int threads, int strips, int n, double* a, nint stride, double* x, double* y, double* scratch)
        where V : unmanaged, IPack<V>
        => Workers.Run(threads, strips, i =>
        {
            int p = strips - 1 - i; // long rows first
            Strip<V>(Cut(n, p, strips), Cut(n, p + 1, strips), a, stride, x, p == strips - 1 ? y : scratch + p * Padded(n));
        });

    private static int Strips(int n) => n < WorthCutting ? 1 : Math.Min(MaximumStrips, n / RowsPerStrip);

    private static nint Padded(int n) => (n + 7) / 8 * 8;

    private static int Cut(int n, int strip, int strips) => strip == strips ? n : (int)(n * Math.Sqrt((double)strip / strips)) / 8 * 8;

    /// <summary>What the rows top … bottom − 1 of the lower triangle contribute to y₀ … y_{bottom−1}; top is a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip<V>(int top, int bottom, double* a, nint stride, double* x, double* y)
        where V : unmanaged, IPack<V>
    {
        new Span<double>(y, bottom).Clear();
        int i = top;
        for (; i + 4 <= bottom; i += 4)
        {
            double* r0 = a + i * stride, r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride;
            V x0 = V.Broadcast(x[i]), x1 = V.Broadcast(x[i + 1]), x2 = V.Broadcast(x[i + 2]), x3 = V.Broadcast(x[i + 3]);
            V s0 = default, s1 = default, s2 = default, s3 = default;
            int j = 0;
            for (; j + V.Width <= i; j += V.Width)
            {
                V xj = V.Load(x + j), a0 = V.Load(r0 + j), a1 = V.Load(r1 + j), a2 = V.Load(r2 + j), a3 = V.Load(r3 + j);
                V yj = V.MultiplyAdd(a1, x1, V.MultiplyAdd(a0, x0, V.Load(y + j)));
                V.MultiplyAdd(a3, x3, V.MultiplyAdd(a2, x2, yj)).Store(y + j);
                s0 = V.MultiplyAdd(a0, xj, s0);
                s1 = V.MultiplyAdd(a1, xj, s1);
                s2 = V.MultiplyAdd(a2, xj, s2);
                s3 = V.MultiplyAdd(a3, xj, s3);
            }

            y[i] = Row(r0, j, i, x, y, V.Sum(s0));
            y[i + 1] = Row(r1, j, i + 1, x, y, V.Sum(s1));
            y[i + 2] = Row(r2, j, i + 2, x, y, V.Sum(s2));
            y[i + 3] = Row(r3, j, i + 3, x, y, V.Sum(s3));
        }

        for (; i < bottom; i++)
            y[i] = Row(a + i * stride, 0, i, x, y, 0);
    }

    /// <summary>The columns from one on to the diagonal of a row.</summary>
    /// <returns>The row times x.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Row(double* row, int from, int i, double* x, double* y, double sum)
    {
        for (int j = from; j < i; j++)
        {
            sum = Math.FusedMultiplyAdd(row[j], x[j], sum);
            y[j] = Math.FusedMultiplyAdd(row[j], x[i], y[j]);
        }

        return Math.FusedMultiplyAdd(row[i], x[i], sum);
    }
}
