using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// Matrix multiplication C = β C + α A B in the manner of Goto and van de Geijn (ACM TOMS 34, 2008): blocks of A that fit the second-level
/// cache times panels of B that fit the first, packed so that the micro-kernel reads memory in order.
/// </summary>
/// <remarks>An entry of C is a sum in an order that depends on its inner dimension only, so the bits do not depend on threads, strides or transposition.</remarks>
internal static unsafe class Gemm
{
    /// <summary>Inner dimension of a block: a panel of B, 3 packs wide, takes 24 KiB with 256-bit vectors.</summary>
    private const int BlockInner = 256;

    /// <summary>Columns of a block of B, which stays in the third-level cache.</summary>
    private const int BlockColumns = 3072;

    /// <summary>Below so many rows (or columns) copying an operand costs more than reading it in disorder.</summary>
    private const int WorthPacking = 32;

    /// <summary>Multiplications below which one thread is faster than several.</summary>
    private const double WorthThreads = 4e6;

    [ThreadStatic]
    private static WorkBuffer? s_left;

    [ThreadStatic]
    private static WorkBuffer? s_right;

    /// <summary>Which entries of C are wanted.</summary>
    public enum Region
    {
        /// <summary>All.</summary>
        All,

        /// <summary>Those on and below the diagonal; some above may be overwritten with their right values.</summary>
        Lower,
    }

    /// <summary>C = β C + α A B.</summary>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A and rows of B.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="beta">β; where it is 0, C is not read.</param>
    /// <param name="c">C, with contiguous rows or columns; overlaps neither A nor B.</param>
    /// <param name="region">Which entries of C are wanted.</param>
    public static void Multiply<V>(
        int threads, int m, int n, int k, double alpha, Operand a, Operand b, double beta, Operand c, Region region = Region.All)
        where V : unmanaged, IPack<V>
    {
        if (m == 0 || n == 0) return;
        if (c.Column != 1 && region == Region.All)
        {
            Multiply<V>(threads, n, m, k, alpha, b.Transposed, a.Transposed, beta, c.Transposed);
            return;
        }

        threads = (double)m * n * k < WorthThreads ? 1 : Workers.Available(threads);
        if (threads == 1)
        {
            Block<V>(new Range(0, m, 0, n), k, alpha, a, b, beta, c, region);
            return;
        }

        Range[] pieces = region == Region.All
            ? Grid(m, n, threads, MicroKernel.Rows<V>(), MicroKernel.Columns<V>())
            : Strips(m, n, threads, MicroKernel.Rows<V>());
        Workers.Run(threads, pieces.Length, i => Block<V>(pieces[i], k, alpha, a, b, beta, c, region));
    }

    /// <summary>Splits C into one rectangle a thread, so that as little as possible of A and B is packed twice.</summary>
    private static Range[] Grid(int m, int n, int threads, int rowUnit, int columnUnit)
    {
        int across = 1;
        double best = double.PositiveInfinity;
        for (int candidate = 1; candidate <= threads; candidate++)
        {
            double cost = (double)m / (threads / candidate) + (double)n / candidate;
            if (threads % candidate == 0 && cost < best) (best, across) = (cost, candidate);
        }

        int[] rows = Cuts(m, threads / across, rowUnit, i => (double)i), columns = Cuts(n, across, columnUnit, i => (double)i);
        return [.. from i in Enumerable.Range(1, rows.Length - 1)
                   from j in Enumerable.Range(1, columns.Length - 1)
                   select new Range(rows[i - 1], rows[i], columns[j - 1], columns[j])];
    }

    /// <summary>Splits the lower triangle into strips of rows of equal area.</summary>
    private static Range[] Strips(int m, int n, int threads, int rowUnit)
    {
        int[] rows = Cuts(m, threads, rowUnit, Math.Sqrt);
        return [.. Enumerable.Range(1, rows.Length - 1).Select(i => new Range(rows[i - 1], rows[i], 0, Math.Min(n, rows[i])))];
    }

    /// <summary>0, …, length: where the pieces end, at multiples of a unit.</summary>
    private static int[] Cuts(int length, int pieces, int unit, Func<double, double> share)
    {
        IEnumerable<int> ends = Enumerable.Range(1, pieces)
            .Select(i => i == pieces ? length : (int)Math.Min(length, Math.Round(length * share((double)i / pieces) / unit) * unit));
        return [0, .. ends.Where(e => e > 0).Distinct()];
    }

    /// <summary>One piece of C on one thread.</summary>
    private static void Block<V>(
        Range range, int k, double alpha, Operand a, Operand b, double beta, Operand c, Region region)
        where V : unmanaged, IPack<V>
    {
        int m = range.Rows, n = range.Columns, rows = MicroKernel.Rows<V>(), columns = MicroKernel.Columns<V>();
        if (k == 0 || alpha == 0)
        {
            Scale(m, n, beta, c.At(range.Top, range.Left));
            return;
        }

        // A block of A takes half of a second-level cache of 512 KiB, or of 1 MiB where vectors have 512 bits.
        int blockRows = 16 * rows * Math.Max(1, V.Width / 2);
        bool packLeft = n > WorthPacking, packRight = m > WorthPacking || b.Column != 1;
        for (int left = range.Left; left < range.Right; left += BlockColumns)
        {
            int width = Math.Min(BlockColumns, range.Right - left);
            for (int inner = 0; inner < k; inner += BlockInner)
            {
                int depth = Math.Min(BlockInner, k - inner);
                double keep = inner == 0 ? beta : 1;
                var right = Panels.Of(s_right ??= new WorkBuffer(), b.At(inner, left), depth, width, columns, packRight);
                for (int top = range.Top; top < range.Bottom; top += blockRows)
                {
                    int height = Math.Min(blockRows, range.Bottom - top);
                    if (region == Region.Lower && top + height <= left) continue;
                    var lefts = Panels.Of(s_left ??= new WorkBuffer(), a.At(top, inner).Transposed, depth, height, rows, packLeft);
                    Tiles<V>(height, width, depth, alpha, lefts, right, keep, c.At(top, left), region == Region.Lower ? top - left : int.MaxValue);
                }
            }
        }
    }

    /// <summary>All tiles of a block of C, of which those wholly above the diagonal i + shift = j are skipped.</summary>
    private static void Tiles<V>(
        int m, int n, int k, double alpha, Panels left, Panels right, double beta, Operand c, int shift)
        where V : unmanaged, IPack<V>
    {
        int rows = MicroKernel.Rows<V>(), columns = MicroKernel.Columns<V>();
        double* edge = stackalloc double[rows * columns];
        for (int j = 0; j < n; j += columns)
        {
            Operand b = right.At(j);
            int first = shift == int.MaxValue ? 0 : Math.Max(0, (j - shift) / rows * rows);
            if (first >= m) return; // this column and all others lie above the diagonal
            var ahead = new Ahead(right, j + columns, n, k, (m - first + rows - 1) / rows);
            for (int i = first; i < m; i += rows)
            {
                ahead.Next();
                Operand a = left.At(i);
                double* tile = c.Pointer + i * c.Row + j;
                if (i + rows <= m && j + columns <= n)
                {
                    MicroKernel.Multiply<V>(k, a.Pointer, a.Column, a.Row, b.Pointer, b.Row, tile, c.Row, alpha, beta);
                    continue;
                }

                MicroKernel.Multiply<V>(k, a.Pointer, a.Column, a.Row, b.Pointer, b.Row, edge, columns, 1, 0);
                AddEdge(edge, columns, Math.Min(rows, m - i), Math.Min(columns, n - j), alpha, beta, tile, c.Row);
            }
        }
    }

    /// <summary>What the micro-kernel does at the end, for a part of a tile: the same operations, the same bits.</summary>
    private static void AddEdge(double* sums, int stride, int m, int n, double alpha, double beta, double* c, nint cRow)
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = sums[i * stride + j];
                c[i * cRow + j] = beta == 0 ? alpha * sum : Math.FusedMultiplyAdd(alpha, sum, beta * c[i * cRow + j]);
            }
        }
    }

    private static void Scale(int m, int n, double beta, Operand c)
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double* entry = c.Pointer + i * c.Row + j * c.Column;
                *entry = beta == 0 ? 0 : beta * *entry;
            }
        }
    }

    /// <summary>A rectangle of C.</summary>
    private readonly record struct Range(int Top, int Bottom, int Left, int Right)
    {
        public int Rows => Bottom - Top;

        public int Columns => Right - Left;
    }

    /// <summary>Fetches the next panel of B in slices while the present one is used: it comes from the third-level cache.</summary>
    private struct Ahead
    {
        private byte* _next, _end;
        private readonly nint _slice;

        public Ahead(Panels panels, int column, int columns, nint k, int slices)
        {
            Operand panel = panels.At(Math.Min(column, columns - 1));
            bool any = Sse.IsSupported && column < columns && panel.Row <= MicroKernel.Packs * 8;
            _next = (byte*)panel.Data;
            _end = any ? _next + k * panel.Row * sizeof(double) : _next;
            _slice = ((nint)(_end - _next) / slices + 63) / 64 * 64;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Next()
        {
            byte* stop = (byte*)Math.Min((nint)_end, (nint)_next + _slice);
            for (; _next < stop; _next += 64)
                Sse.Prefetch1(_next);
        }
    }

    /// <summary>Panels of an operand: packed, or read where they lie but for the last one if it is not full.</summary>
    private readonly struct Panels(Operand source, double* packed, nint depth, int width, int firstPacked)
    {
        public static Panels Of(WorkBuffer buffer, Operand source, int depth, int count, int width, bool pack)
        {
            int firstPacked = pack ? 0 : count / width * width;
            int rest = count - firstPacked;
            double* packed = buffer.Take((nint)depth * ((rest + width - 1) / width * width));
            Packing.Pack(source.At(0, firstPacked), depth, rest, width, packed);
            return new Panels(source, packed, depth, width, firstPacked);
        }

        /// <summary>The panel that begins at a column of the operand.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Operand At(int column)
            => column >= firstPacked ? new Operand((nint)(packed + (column - firstPacked) * depth), width, 1) : source.At(0, column);
    }
}
