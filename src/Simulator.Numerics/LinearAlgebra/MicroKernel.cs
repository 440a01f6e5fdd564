using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// The innermost loop of matrix multiplication: a tile of C, a few rows by three packs, stays in registers while k outer products of a column of A and
/// a row of B are added to it.
/// </summary>
internal static unsafe class MicroKernel
{
    /// <summary>
    /// How far ahead A is fetched: panels follow each other, and where a page ends the hardware's prefetcher stops. (Where A is not packed the hint is of no use and does no harm.)
    /// </summary>
    private const int PrefetchColumns = 64;

    /// <summary>How many packs wide a tile is.</summary>
    public const int Packs = 3;

    /// <summary>Rows of a tile.</summary>
    public static int Rows<V>()
        where V : unmanaged, IPack<V> => V.Width == 8 ? 8 : 4;

    /// <summary>Columns of a tile.</summary>
    public static int Columns<V>()
        where V : unmanaged, IPack<V> => Packs * V.Width;

    /// <summary>C = β C + α A B for one tile, the kernel of a path.</summary>
    /// <inheritdoc cref="Multiply4{V}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<V>(
        nint k, double* a, nint aRow, nint aColumn, double* b, nint bRow, double* c, nint cRow, double alpha, double beta)
        where V : unmanaged, IPack<V>
    {
        if (V.Width == 8) Multiply8<V>(k, a, aRow, aColumn, b, bRow, c, cRow, alpha, beta);
        else Multiply4<V>(k, a, aRow, aColumn, b, bRow, c, cRow, alpha, beta);
    }

    /// <summary>C = β C + α A B for a tile of 4 × 3W; 12 accumulators, which suit 16 registers.</summary>
    /// <param name="k">Inner dimension.</param>
    /// <param name="a">A, whose entry (i, p) is at i · aRow + p · aColumn.</param>
    /// <param name="aRow">Distance of rows of A.</param>
    /// <param name="aColumn">Distance of columns of A.</param>
    /// <param name="b">B, whose rows are contiguous.</param>
    /// <param name="bRow">Distance of rows of B.</param>
    /// <param name="c">C, whose rows are contiguous.</param>
    /// <param name="cRow">Distance of rows of C.</param>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β; where it is 0, C is not read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply4<V>(
        nint k, double* a, nint aRow, nint aColumn, double* b, nint bRow, double* c, nint cRow, double alpha, double beta)
        where V : unmanaged, IPack<V>
    {
        V c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        V c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        Prefetch<V>(c, cRow, 4);
        if (aRow == 1 && aColumn == 4 && bRow == Packs * V.Width)
        {
            // Packed: four columns at a time with constant distances. What limits this loop beside the multiplications is the number of instructions.
            for (; k >= 4; k -= 4, a += 16, b += 4 * Packs * V.Width)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(a + PrefetchColumns * 4);
                    Sse.Prefetch0(a + PrefetchColumns * 4 + 8);
                }

                V b0 = V.Load(b), b1 = V.Load(b + V.Width), b2 = V.Load(b + 2 * V.Width);
                var a0 = V.Broadcast(a[0]);
                V.Accumulate(ref c00, a0, b0);
                V.Accumulate(ref c01, a0, b1);
                V.Accumulate(ref c02, a0, b2);
                var a1 = V.Broadcast(a[1]);
                V.Accumulate(ref c10, a1, b0);
                V.Accumulate(ref c11, a1, b1);
                V.Accumulate(ref c12, a1, b2);
                var a2 = V.Broadcast(a[2]);
                V.Accumulate(ref c20, a2, b0);
                V.Accumulate(ref c21, a2, b1);
                V.Accumulate(ref c22, a2, b2);
                var a3 = V.Broadcast(a[3]);
                V.Accumulate(ref c30, a3, b0);
                V.Accumulate(ref c31, a3, b1);
                V.Accumulate(ref c32, a3, b2);
                b0 = V.Load(b + 3 * V.Width);
                b1 = V.Load(b + 4 * V.Width);
                b2 = V.Load(b + 5 * V.Width);
                a0 = V.Broadcast(a[4]);
                V.Accumulate(ref c00, a0, b0);
                V.Accumulate(ref c01, a0, b1);
                V.Accumulate(ref c02, a0, b2);
                a1 = V.Broadcast(a[5]);
                V.Accumulate(ref c10, a1, b0);
                V.Accumulate(ref c11, a1, b1);
                V.Accumulate(ref c12, a1, b2);
                a2 = V.Broadcast(a[6]);
                V.Accumulate(ref c20, a2, b0);
                V.Accumulate(ref c21, a2, b1);
                V.Accumulate(ref c22, a2, b2);
                a3 = V.Broadcast(a[7]);
                V.Accumulate(ref c30, a3, b0);
                V.Accumulate(ref c31, a3, b1);
                V.Accumulate(ref c32, a3, b2);
                b0 = V.Load(b + 6 * V.Width);
                b1 = V.Load(b + 7 * V.Width);
                b2 = V.Load(b + 8 * V.Width);
                a0 = V.Broadcast(a[8]);
                V.Accumulate(ref c00, a0, b0);
                V.Accumulate(ref c01, a0, b1);
                V.Accumulate(ref c02, a0, b2);
                a1 = V.Broadcast(a[9]);
                V.Accumulate(ref c10, a1, b0);
                V.Accumulate(ref c11, a1, b1);
                V.Accumulate(ref c12, a1, b2);
                a2 = V.Broadcast(a[10]);
                V.Accumulate(ref c20, a2, b0);
                V.Accumulate(ref c21, a2, b1);
                V.Accumulate(ref c22, a2, b2);
                a3 = V.Broadcast(a[11]);
                V.Accumulate(ref c30, a3, b0);
                V.Accumulate(ref c31, a3, b1);
                V.Accumulate(ref c32, a3, b2);
                b0 = V.Load(b + 9 * V.Width);
                b1 = V.Load(b + 10 * V.Width);
                b2 = V.Load(b + 11 * V.Width);
                a0 = V.Broadcast(a[12]);
                V.Accumulate(ref c00, a0, b0);
                V.Accumulate(ref c01, a0, b1);
                V.Accumulate(ref c02, a0, b2);
                a1 = V.Broadcast(a[13]);
                V.Accumulate(ref c10, a1, b0);
                V.Accumulate(ref c11, a1, b1);
                V.Accumulate(ref c12, a1, b2);
                a2 = V.Broadcast(a[14]);
                V.Accumulate(ref c20, a2, b0);
                V.Accumulate(ref c21, a2, b1);
                V.Accumulate(ref c22, a2, b2);
                a3 = V.Broadcast(a[15]);
                V.Accumulate(ref c30, a3, b0);
                V.Accumulate(ref c31, a3, b1);
                V.Accumulate(ref c32, a3, b2);
            }
        }

        nint aRow2 = 2 * aRow, aRow3 = 3 * aRow;
        for (; k > 0; k--, a += aColumn, b += bRow)
        {
            V b0 = V.Load(b), b1 = V.Load(b + V.Width), b2 = V.Load(b + 2 * V.Width);
            var a0 = V.Broadcast(a[0]);
            V.Accumulate(ref c00, a0, b0);
            V.Accumulate(ref c01, a0, b1);
            V.Accumulate(ref c02, a0, b2);
            var a1 = V.Broadcast(a[aRow]);
            V.Accumulate(ref c10, a1, b0);
            V.Accumulate(ref c11, a1, b1);
            V.Accumulate(ref c12, a1, b2);
            var a2 = V.Broadcast(a[aRow2]);
            V.Accumulate(ref c20, a2, b0);
            V.Accumulate(ref c21, a2, b1);
            V.Accumulate(ref c22, a2, b2);
            var a3 = V.Broadcast(a[aRow3]);
            V.Accumulate(ref c30, a3, b0);
            V.Accumulate(ref c31, a3, b1);
            V.Accumulate(ref c32, a3, b2);
        }

        Write(c, c00, c01, c02, alpha, beta);
        Write(c + cRow, c10, c11, c12, alpha, beta);
        Write(c + 2 * cRow, c20, c21, c22, alpha, beta);
        Write(c + 3 * cRow, c30, c31, c32, alpha, beta);
    }

    /// <summary>C = β C + α A B for a tile of 8 × 3W; 24 accumulators, which suit 32 registers.</summary>
    /// <inheritdoc cref="Multiply4{V}"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply8<V>(
        nint k, double* a, nint aRow, nint aColumn, double* b, nint bRow, double* c, nint cRow, double alpha, double beta)
        where V : unmanaged, IPack<V>
    {
        V c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        V c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        V c40 = default, c41 = default, c42 = default, c50 = default, c51 = default, c52 = default;
        V c60 = default, c61 = default, c62 = default, c70 = default, c71 = default, c72 = default;
        Prefetch<V>(c, cRow, 8);
        nint aRow3 = 3 * aRow, aRow4 = 4 * aRow, aRow5 = 5 * aRow, aRow7 = 7 * aRow, ahead = PrefetchColumns * aColumn;
        for (; k > 0; k--)
        {
            if (Sse.IsSupported) Sse.Prefetch0(a + ahead);
            V b0 = V.Load(b), b1 = V.Load(b + V.Width), b2 = V.Load(b + 2 * V.Width);
            var a0 = V.Broadcast(a[0]);
            V.Accumulate(ref c00, a0, b0);
            V.Accumulate(ref c01, a0, b1);
            V.Accumulate(ref c02, a0, b2);
            var a1 = V.Broadcast(a[aRow]);
            V.Accumulate(ref c10, a1, b0);
            V.Accumulate(ref c11, a1, b1);
            V.Accumulate(ref c12, a1, b2);
            var a2 = V.Broadcast(a[2 * aRow]);
            V.Accumulate(ref c20, a2, b0);
            V.Accumulate(ref c21, a2, b1);
            V.Accumulate(ref c22, a2, b2);
            var a3 = V.Broadcast(a[aRow3]);
            V.Accumulate(ref c30, a3, b0);
            V.Accumulate(ref c31, a3, b1);
            V.Accumulate(ref c32, a3, b2);
            var a4 = V.Broadcast(a[aRow4]);
            V.Accumulate(ref c40, a4, b0);
            V.Accumulate(ref c41, a4, b1);
            V.Accumulate(ref c42, a4, b2);
            var a5 = V.Broadcast(a[aRow5]);
            V.Accumulate(ref c50, a5, b0);
            V.Accumulate(ref c51, a5, b1);
            V.Accumulate(ref c52, a5, b2);
            var a6 = V.Broadcast(a[2 * aRow3]);
            V.Accumulate(ref c60, a6, b0);
            V.Accumulate(ref c61, a6, b1);
            V.Accumulate(ref c62, a6, b2);
            var a7 = V.Broadcast(a[aRow7]);
            V.Accumulate(ref c70, a7, b0);
            V.Accumulate(ref c71, a7, b1);
            V.Accumulate(ref c72, a7, b2);
            a += aColumn;
            b += bRow;
        }

        Write(c, c00, c01, c02, alpha, beta);
        Write(c + cRow, c10, c11, c12, alpha, beta);
        Write(c + 2 * cRow, c20, c21, c22, alpha, beta);
        Write(c + 3 * cRow, c30, c31, c32, alpha, beta);
        Write(c + 4 * cRow, c40, c41, c42, alpha, beta);
        Write(c + 5 * cRow, c50, c51, c52, alpha, beta);
        Write(c + 6 * cRow, c60, c61, c62, alpha, beta);
        Write(c + 7 * cRow, c70, c71, c72, alpha, beta);
    }

    /// <summary>Fetches the tile of C while the sums run: its rows lie far apart, where no hardware prefetcher looks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<V>(double* c, nint cRow, int rows)
        where V : unmanaged, IPack<V>
    {
        if (!Sse.IsSupported) return;
        for (int i = 0; i < rows; i++, c += cRow)
        {
            Sse.Prefetch0(c);
            Sse.Prefetch0(c + 8);
            if (V.Width == 8) Sse.Prefetch0(c + 16);
            Sse.Prefetch0(c + Columns<V>() - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<V>(double* c, V sum0, V sum1, V sum2, double alpha, double beta)
        where V : unmanaged, IPack<V>
    {
        var scale = V.Broadcast(alpha);
        if (beta == 0)
        {
            (scale * sum0).Store(c);
            (scale * sum1).Store(c + V.Width);
            (scale * sum2).Store(c + 2 * V.Width);
            return;
        }

        var keep = V.Broadcast(beta);
        V.MultiplyAdd(scale, sum0, keep * V.Load(c)).Store(c);
        V.MultiplyAdd(scale, sum1, keep * V.Load(c + V.Width)).Store(c + V.Width);
        V.MultiplyAdd(scale, sum2, keep * V.Load(c + 2 * V.Width)).Store(c + 2 * V.Width);
    }
}
