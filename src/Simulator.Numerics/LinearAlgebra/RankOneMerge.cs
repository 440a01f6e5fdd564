using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// The conquering half of divide and conquer (Cuppen, Numer. Math. 36, 1981): the eigenproblems of two tridiagonal halves, coupled by ρ u uᵀ, become
/// one of diag(d) + ρ z zᵀ. Its vectors times those of the halves is all the work, a multiplication of matrices.
/// </summary>
internal static unsafe class RankOneMerge
{
    /// <summary>Merges two halves.</summary>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="n">Rows of both.</param>
    /// <param name="top">Rows of the upper half.</param>
    /// <param name="coupling">The entry beside the diagonal between the halves, whose magnitude was taken off its two neighbours on the diagonal.</param>
    /// <param name="d">Eigenvalues of the halves; becomes those of the whole, in no order.</param>
    /// <param name="q">Their eigenvectors, in rows, zero in the other half; becomes those of the whole.</param>
    /// <param name="work">n × n scratch.</param>
    /// <param name="u">n × n scratch.</param>
    /// <param name="vectors">4 n scratch.</param>
    /// <param name="stride">Distance of the rows of q, work and u.</param>
    public static void Merge<V>(
        int threads, int n, int top, double coupling, double* d, double* q, double* work, double* u, double* vectors, nint stride)
        where V : unmanaged, IPack<V>
    {
        // u has 1 at the end of the upper half and the coupling's sign at the beginning of the lower one: z has norm √2.
        double* z = vectors, poles = z + n, kept = poles + n, values = kept + n;
        double scale = Math.Sqrt(0.5), lower = Math.CopySign(scale, coupling), rho = 2 * Math.Abs(coupling);
        for (int i = 0; i < top; i++)
            z[i] = scale * q[i * stride + top - 1];
        for (int i = top; i < n; i++)
            z[i] = lower * q[i * stride + top];
        var deflation = new Deflation(n, top, d, z, q, stride);
        deflation.Run<V>(rho);
        int k = deflation.KeptCount;
        if (k == 0) return;

        // Old vectors that are zero in the lower half, then those zero in neither, then those zero in the upper half: zeros are not multiplied.
        var places = new int[k];
        int upper = Place(deflation, Deflation.Upper, places, 0);
        int notLower = Place(deflation, Deflation.Upper | Deflation.Lower, places, upper);
        Place(deflation, Deflation.Lower, places, notLower);
        for (int i = 0; i < k; i++)
        {
            double* row = q + deflation.Kept[places[i]] * stride;
            (poles[i], kept[i]) = (d[deflation.Kept[i]], z[deflation.Kept[i]]);
            if (i < notLower) Copy(top, row, work + i * stride);
            if (i >= upper) Copy(n - top, row + top, work + (i - upper) * stride + top);
        }

        for (int i = 0; i < n - k; i++)
        {
            Copy(n, q + deflation.Deflated[i] * stride, work + (k + i) * stride);
            values[k + i] = d[deflation.Deflated[i]];
        }

        SecularVectors.Solve<V>(threads, k, poles, kept, z, rho, places, values, u, stride);
        Copy(n, values, d);
        Operand us = new((nint)u, stride, 1), old = new((nint)work, stride, 1), result = new((nint)q, stride, 1);
        Gemm.Multiply<V>(threads, k, top, notLower, 1, us, old, 0, result);
        Gemm.Multiply<V>(threads, k, n - top, k - upper, 1, us.At(0, upper), old.At(0, top), 0, result.At(0, top));
        for (int i = k; i < n; i++)
            Copy(n, work + i * stride, q + i * stride);
    }

    /// <summary>Gives the next places to the vectors that are not zero in certain halves.</summary>
    /// <returns>The first place still free.</returns>
    private static int Place(in Deflation deflation, byte halves, int[] places, int free)
    {
        for (int i = 0; i < deflation.KeptCount; i++)
        {
            if (deflation.Halves(deflation.Kept[i]) == halves) places[free++] = i;
        }

        return free;
    }

    private static void Copy(int n, double* from, double* to) => new ReadOnlySpan<double>(from, n).CopyTo(new Span<double>(to, n));
}
