using System.Diagnostics;
using System.Runtime.CompilerServices;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Mixtures;

/// <summary>
/// The product of a small triangular (or full) matrix and a panel of 3W points: four rows at a time as in <see cref="MicroKernel"/>, but with all rows in one call and
/// only the columns where a triangle is not zero. The matrices are too small for a call a tile.
/// </summary>
internal static unsafe class StaircaseKernel
{
    /// <summary>Rows of a step.</summary>
    public const int Rows = 4;

    /// <summary>Replaces C by A B (no weights) or adds to it w ∘ (A B), with a weight for every column.</summary>
    /// <param name="steps">How many steps of four rows.</param>
    /// <param name="a">A: step after step, column after column of a step, the four rows of a column together.</param>
    /// <param name="b">B, a panel.</param>
    /// <param name="c">C, a panel.</param>
    /// <param name="weights">3W weights, or null.</param>
    /// <param name="skip">Columns of A that the first step lacks at its left.</param>
    /// <param name="skipMore">How many more each next step lacks.</param>
    /// <param name="columns">Columns of the first step, a multiple of four.</param>
    /// <param name="columnsMore">How many more each next step has (negative: fewer), a multiple of four.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<V>(
        int steps, double* a, double* b, double* c, double* weights, int skip, int skipMore, int columns, int columnsMore)
        where V : unmanaged, IPack<V>
    {
        Debug.Assert(columns % 4 == 0 && columnsMore % 4 == 0, "columns come in fours");
        int width = MicroKernel.Packs * V.Width;
        b += skip * width;
        for (; steps > 0; steps--)
        {
            V c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
            V c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
            double* row = b;

            // Four columns at a time: loops of different lengths end with a misprediction the less often, the shorter they are.
            for (double* end = a + Rows * columns; a != end; a += 4 * Rows)
            {
                V b0 = V.Load(row), b1 = V.Load(row + V.Width), b2 = V.Load(row + 2 * V.Width);
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
                b0 = V.Load(row + width); b1 = V.Load(row + width + V.Width); b2 = V.Load(row + width + 2 * V.Width);
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
                b0 = V.Load(row + 2 * width); b1 = V.Load(row + 2 * width + V.Width); b2 = V.Load(row + 2 * width + 2 * V.Width);
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
                b0 = V.Load(row + 3 * width); b1 = V.Load(row + 3 * width + V.Width); b2 = V.Load(row + 3 * width + 2 * V.Width);
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
                row += 4 * width;
            }

            if (weights == null)
            {
                Store(c, c00, c01, c02);
                Store(c + width, c10, c11, c12);
                Store(c + 2 * width, c20, c21, c22);
                Store(c + 3 * width, c30, c31, c32);
            }
            else
            {
                V w0 = V.Load(weights), w1 = V.Load(weights + V.Width), w2 = V.Load(weights + 2 * V.Width);
                Add(c, w0, c00, w1, c01, w2, c02);
                Add(c + width, w0, c10, w1, c11, w2, c12);
                Add(c + 2 * width, w0, c20, w1, c21, w2, c22);
                Add(c + 3 * width, w0, c30, w1, c31, w2, c32);
            }

            b += skipMore * width;
            c += Rows * width;
            columns += columnsMore;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(double* c, V c0, V c1, V c2)
        where V : unmanaged, IPack<V>
    {
        c0.Store(c);
        c1.Store(c + V.Width);
        c2.Store(c + 2 * V.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<V>(double* c, V w0, V c0, V w1, V c1, V w2, V c2)
        where V : unmanaged, IPack<V>
    {
        V.MultiplyAdd(w0, c0, V.Load(c)).Store(c);
        V.MultiplyAdd(w1, c1, V.Load(c + V.Width)).Store(c + V.Width);
        V.MultiplyAdd(w2, c2, V.Load(c + 2 * V.Width)).Store(c + 2 * V.Width);
    }
}
