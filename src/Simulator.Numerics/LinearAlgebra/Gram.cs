using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>Symmetric products C = β C + α A Aᵀ: half of a general product, and for few rows and very many columns in pieces that are added up.</summary>
internal static unsafe class Gram
{
    /// <summary>Columns of a piece. Pieces depend on the shape alone, so sums are the same for any number of threads.</summary>
    private const int PieceColumns = 4096;

    /// <summary>Up to this many rows there are too few tiles of C to share among threads: the columns of A are shared instead.</summary>
    private const int FewRows = 256;

    /// <summary>C = β C + α A Aᵀ, both triangles.</summary>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="n">Rows of A and C.</param>
    /// <param name="k">Columns of A.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A.</param>
    /// <param name="beta">β; where it is 0, C is not read.</param>
    /// <param name="c">C; its lower triangle is read.</param>
    public static void Update<V>(int threads, int n, int k, double alpha, Operand a, double beta, Operand c)
        where V : unmanaged, IPack<V>
    {
        // Symmetric: columns may be taken for rows, so that rows are contiguous. What lies above the diagonal is brought up to date for it.
        Mirror(n, c);
        var rows = new Operand(c.Data, Math.Max(c.Row, c.Column), 1);
        int pieces = n <= FewRows ? (k + PieceColumns - 1) / PieceColumns : 1;
        if (pieces <= 1)
        {
            Gemm.Multiply<V>(threads, n, n, k, alpha, a, a.Transposed, beta, rows, Gemm.Region.Lower);
        }
        else
        {
            var sums = new double[(nint)pieces * n * n];
            fixed (double* first = sums)
            {
                nint address = (nint)first;
                Workers.Run(threads, pieces, i => Gemm.Multiply<V>(
                    1, n, n, Math.Min(PieceColumns, k - i * PieceColumns), alpha, a.At(0, (nint)i * PieceColumns), a.At(0, (nint)i * PieceColumns).Transposed,
                    0, new Operand((nint)((double*)address + (nint)i * n * n), n, 1), Gemm.Region.Lower));
                AddUp(first, pieces, n, beta, rows);
            }
        }

        Mirror(n, rows);
    }

    /// <summary>Copies the lower triangle to the upper one.</summary>
    public static void Mirror(int n, Operand c)
    {
        const int Tile = 32; // so that both sides stay in the cache
        for (int top = 0; top < n; top += Tile)
        {
            for (int left = 0; left <= top; left += Tile)
            {
                for (int i = top; i < Math.Min(top + Tile, n); i++)
                {
                    for (int j = left; j < Math.Min(left + Tile, i); j++)
                        *c.At(j, i).Pointer = *c.At(i, j).Pointer;
                }
            }
        }
    }

    /// <summary>C = β C + Σ pieces, pairwise: rounding grows with the logarithm of the number of pieces.</summary>
    private static void AddUp(double* sums, int pieces, int n, double beta, Operand c)
    {
        nint size = (nint)n * n;
        for (int distance = 1; distance < pieces; distance *= 2)
        {
            for (int i = 0; i + distance < pieces; i += 2 * distance)
            {
                double* to = sums + i * size, from = to + distance * size;
                for (nint j = 0; j < size; j++)
                    to[j] += from[j];
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double* entry = c.Pointer + i * c.Row + j;
                *entry = beta == 0 ? sums[i * n + j] : beta * *entry + sums[i * n + j];
            }
        }
    }
}
