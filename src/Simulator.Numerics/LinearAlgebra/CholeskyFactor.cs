using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>The Cholesky factorisation, by halves: A = [A₁₁ · ; A₂₁ A₂₂] → L₁₁, L₂₁ = A₂₁ L₁₁⁻ᵀ, and the factor of A₂₂ − L₂₁ L₂₁ᵀ.</summary>
internal static unsafe class CholeskyFactor
{
    private const int Small = 32;

    /// <summary>Replaces the lower triangle by L and the rest by zeros.</summary>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="n">Rows.</param>
    /// <param name="a">A; its lower triangle is read.</param>
    /// <exception cref="NotPositiveDefiniteException">A pivot is not positive.</exception>
    public static void Lower<V>(int threads, int n, Operand a)
        where V : unmanaged, IPack<V>
    {
        if (a.Column != 1)
        {
            // Rows must be contiguous for the symmetric update: the transposed matrix is the same after mirroring, its factor the transposed one.
            Gram.Mirror(n, a);
            Factor<V>(threads, n, a.Transposed, 0);
            Gram.Mirror(n, a.Transposed);
        }
        else
        {
            Factor<V>(threads, n, a, 0);
        }

        ClearAbove(n, a);
    }

    /// <summary>Zeros above the diagonal, along whatever is contiguous.</summary>
    public static void ClearAbove(int n, Operand a)
    {
        for (int i = 0; i < n; i++)
        {
            if (a.Column == 1) new Span<double>(a.At(i, 0).Pointer + i + 1, n - i - 1).Clear();
            else new Span<double>(a.At(0, i).Pointer, i).Clear();
        }
    }

    private static void Factor<V>(int threads, int n, Operand a, int before)
        where V : unmanaged, IPack<V>
    {
        if (n <= Small)
        {
            FactorSmall(n, a, before);
            return;
        }

        int half = (n / 2 + Small - 1) / Small * Small, rest = n - half;
        Operand below = a.At(half, 0), last = a.At(half, half);
        Factor<V>(threads, half, a, before);
        TriangularSolve.Left<V>(threads, half, rest, Triangle.Lower, a, below.Transposed);
        Gemm.Multiply<V>(threads, rest, rest, half, -1, below, below.Transposed, 1, last, Gemm.Region.Lower);
        Factor<V>(threads, rest, last, before + half);
    }

    /// <summary>Row by row; rows are contiguous.</summary>
    private static void FactorSmall(int n, Operand a, int before)
    {
        for (int i = 0; i < n; i++)
        {
            double* row = a.Pointer + i * a.Row;
            for (int j = 0; j <= i; j++)
            {
                double* other = a.Pointer + j * a.Row;
                double rest = row[j];
                for (int p = 0; p < j; p++)
                    rest = Math.FusedMultiplyAdd(-row[p], other[p], rest);
                if (j < i) row[j] = rest / other[j];
                else if (rest > 0 && double.IsFinite(rest)) row[j] = Math.Sqrt(rest);
                else throw new NotPositiveDefiniteException(before + i + 1, rest);
            }
        }
    }
}
