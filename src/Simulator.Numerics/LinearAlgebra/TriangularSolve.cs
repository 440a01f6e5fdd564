using System.Runtime.CompilerServices;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>Triangular systems T X = B, by halves: all but small triangles is matrix multiplication.</summary>
internal static unsafe class TriangularSolve
{
    /// <summary>Triangles of this size are solved by substitution.</summary>
    private const int Small = 32;

    [ThreadStatic]
    private static WorkBuffer? s_strip;

    /// <summary>B = T⁻¹ B.</summary>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="n">Rows of T and B.</param>
    /// <param name="m">Columns of B.</param>
    /// <param name="triangle">Which triangle of T counts.</param>
    /// <param name="t">T.</param>
    /// <param name="b">B.</param>
    public static void Left<V>(int threads, int n, int m, Triangle triangle, Operand t, Operand b)
        where V : unmanaged, IPack<V>
    {
        if (n <= Small)
        {
            Substitute<V>(n, m, triangle, t, b);
            return;
        }

        int half = (n / 2 + Small - 1) / Small * Small, rest = n - half;
        if (triangle == Triangle.Lower)
        {
            Left<V>(threads, half, m, triangle, t, b);
            Gemm.Multiply<V>(threads, rest, m, half, -1, t.At(half, 0), b, 1, b.At(half, 0));
            Left<V>(threads, rest, m, triangle, t.At(half, half), b.At(half, 0));
        }
        else
        {
            Left<V>(threads, rest, m, triangle, t.At(half, half), b.At(half, 0));
            Gemm.Multiply<V>(threads, half, m, rest, -1, t.At(0, half), b.At(half, 0), 1, b);
            Left<V>(threads, half, m, triangle, t, b);
        }
    }

    /// <summary>Substitution, a strip of columns of B at a time, packed, all of it in the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Substitute<V>(int n, int m, Triangle triangle, Operand t, Operand b)
        where V : unmanaged, IPack<V>
    {
        int width = 3 * V.Width;
        double* strip = (s_strip ??= new WorkBuffer()).Take(n * width);
        double* pivots = stackalloc double[n];
        for (int i = 0; i < n; i++)
            pivots[i] = *t.At(i, i).Pointer;
        for (int left = 0; left < m; left += width)
        {
            int columns = Math.Min(width, m - left);
            Packing.Pack(b.At(0, left), n, columns, width, strip);
            for (int step = 0; step < n; step++)
            {
                int i = triangle == Triangle.Lower ? step : n - 1 - step, first = triangle == Triangle.Lower ? 0 : i + 1;
                double* row = strip + i * width, other = strip + first * width;
                V x0 = V.Load(row), x1 = V.Load(row + V.Width), x2 = V.Load(row + 2 * V.Width);
                double* factor = t.Pointer + i * t.Row + first * t.Column;
                for (int j = 0; j < step; j++, other += width, factor += t.Column)
                {
                    var f = V.Broadcast(*factor);
                    x0 = V.NegatedMultiplyAdd(f, V.Load(other), x0);
                    x1 = V.NegatedMultiplyAdd(f, V.Load(other + V.Width), x1);
                    x2 = V.NegatedMultiplyAdd(f, V.Load(other + 2 * V.Width), x2);
                }

                var pivot = V.Broadcast(pivots[i]);
                (x0 / pivot).Store(row);
                (x1 / pivot).Store(row + V.Width);
                (x2 / pivot).Store(row + 2 * V.Width);
            }

            Packing.Unpack(strip, n, columns, width, b.At(0, left));
        }
    }
}
