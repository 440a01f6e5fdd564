using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>Copies blocks of a matrix into panels: a few columns wide, row after row, as the innermost loop reads them.</summary>
internal static unsafe class Packing
{
    private const int RowsAtOnce = 8;

    /// <summary>Packs columns into panels, the last filled up with zeros: entry (p, j) goes to panel ⌊j/width⌋, place (p, j mod width).</summary>
    /// <param name="source">k × columns.</param>
    /// <param name="k">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="width">Columns of a panel.</param>
    /// <param name="destination">Receives ⌈columns/width⌉ panels of k × width.</param>
    public static void Pack(Operand source, nint k, nint columns, int width, double* destination)
    {
        // A few rows (or one panel) at a time, so that memory is read in a few long streams.
        nint few = source.Column == 1 ? RowsAtOnce : k;
        nint full = columns / width * width;
        for (nint p = 0; p < k; p += few)
        {
            nint count = Math.Min(few, k - p);
            for (nint j = 0; j < full; j += width)
                PackPanel(source.At(p, j), count, width, width, destination + j * k + p * width);
        }

        if (full == columns) return;
        new Span<double>(destination + full * k, checked((int)(k * width))).Clear();
        PackPanel(source.At(0, full), k, columns - full, width, destination + full * k);
    }

    /// <summary>Copies one panel back to where it came from.</summary>
    /// <param name="panel">k × width.</param>
    /// <param name="k">Rows.</param>
    /// <param name="columns">Columns that count, at most width.</param>
    /// <param name="width">Columns of the panel.</param>
    /// <param name="destination">k × columns.</param>
    public static void Unpack(double* panel, nint k, nint columns, int width, Operand destination)
    {
        if (destination.Column == 1)
        {
            for (nint p = 0; p < k; p++)
                new ReadOnlySpan<double>(panel + p * width, (int)columns).CopyTo(new Span<double>(destination.Pointer + p * destination.Row, (int)columns));
            return;
        }

        for (nint j = 0; j < columns; j++)
        {
            double* to = destination.Pointer + j * destination.Column;
            for (nint p = 0; p < k; p++)
                to[p * destination.Row] = panel[p * width + j];
        }
    }

    private static void PackPanel(Operand source, nint k, nint count, int width, double* destination)
    {
        if (source.Column == 1) PackRows(source, k, count, width, destination);
        else PackColumns(source, k, count, width, destination);
    }

    /// <summary>Rows of the source are contiguous.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows(Operand source, nint k, nint count, int width, double* destination)
    {
        double* from = source.Pointer;
        for (nint p = 0; p < k; p++, from += source.Row, destination += width)
        {
            nint j = 0;
            for (; j + 4 <= count; j += 4)
                Vector256.Load(from + j).Store(destination + j);
            for (; j < count; j++)
                destination[j] = from[j];
        }
    }

    /// <summary>Columns of the source are contiguous: four columns at a time are transposed four rows at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackColumns(Operand source, nint k, nint count, int width, double* destination)
    {
        nint j = 0;
        for (; j + 4 <= count; j += 4)
        {
            double* c0 = source.Pointer + j * source.Column, c1 = c0 + source.Column, c2 = c1 + source.Column, c3 = c2 + source.Column;
            double* to = destination + j;
            nint p = 0;
            for (; p + 4 <= k && source.Row == 1; p += 4, to += 4 * width)
            {
                Vector256<double> v0 = Vector256.Load(c0 + p), v1 = Vector256.Load(c1 + p), v2 = Vector256.Load(c2 + p), v3 = Vector256.Load(c3 + p);
                Transpose(ref v0, ref v1, ref v2, ref v3);
                v0.Store(to);
                v1.Store(to + width);
                v2.Store(to + 2 * width);
                v3.Store(to + 3 * width);
            }

            for (; p < k; p++, to += width)
            {
                nint at = p * source.Row;
                (to[0], to[1], to[2], to[3]) = (c0[at], c1[at], c2[at], c3[at]);
            }
        }

        for (; j < count; j++)
        {
            double* from = source.Pointer + j * source.Column;
            for (nint p = 0; p < k; p++)
                destination[p * width + j] = from[p * source.Row];
        }
    }

    /// <summary>Rows become columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector256<double> v0, ref Vector256<double> v1, ref Vector256<double> v2, ref Vector256<double> v3)
    {
        // Pairs of halves, then even and odd lanes of each half.
        Vector256<double> low02 = Vector256.Create(v0.GetLower(), v2.GetLower()), high02 = Vector256.Create(v0.GetUpper(), v2.GetUpper());
        Vector256<double> low13 = Vector256.Create(v1.GetLower(), v3.GetLower()), high13 = Vector256.Create(v1.GetUpper(), v3.GetUpper());
        (v0, v1) = (Interleave(low02, low13, 0), Interleave(low02, low13, 1));
        (v2, v3) = (Interleave(high02, high13, 0), Interleave(high02, high13, 1));
    }

    /// <summary>Lanes (a_i, b_i, a_{i+2}, b_{i+2}).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Interleave(Vector256<double> a, Vector256<double> b, int lane)
    {
        Vector256<double> first = Vector256.Shuffle(a, lane == 0 ? Vector256.Create(0L, 0, 2, 2) : Vector256.Create(1L, 1, 3, 3));
        Vector256<double> second = Vector256.Shuffle(b, lane == 0 ? Vector256.Create(0L, 0, 2, 2) : Vector256.Create(1L, 1, 3, 3));
        return Vector256.ConditionalSelect(Vector256.Create(-1L, 0, -1, 0).AsDouble(), first, second);
    }
}
