using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// The eigenproblem of a symmetric tridiagonal matrix by divide and conquer: it is torn into small ones (<see cref="ImplicitQl"/>), whose solutions
/// are merged two and two (<see cref="RankOneMerge"/>).
/// </summary>
internal static unsafe class TridiagonalEigen
{
    /// <summary>Leaves are at most so large.</summary>
    private const int Leaf = 32;

    /// <summary>How many numbers of scratch n rows need.</summary>
    /// <param name="n">Rows.</param>
    /// <param name="stride">Distance of the rows.</param>
    public static nint Scratch(int n, nint stride) => n <= Leaf ? 0 : 2 * n * stride + 4 * n;

    /// <summary>T = Σ λ q qᵀ.</summary>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="n">Rows.</param>
    /// <param name="diagonal">The diagonal of T; becomes λ, in no order.</param>
    /// <param name="beside">n − 1 entries beside it, and room for one; destroyed.</param>
    /// <param name="q">Receives the eigenvectors, one in every row.</param>
    /// <param name="stride">Distance of the rows.</param>
    /// <param name="scratch">As much as <see cref="Scratch"/> says.</param>
    /// <exception cref="InvalidOperationException">An iteration did not converge.</exception>
    public static void Solve<V>(int threads, int n, double* diagonal, double* beside, double* q, nint stride, double* scratch)
        where V : unmanaged, IPack<V>
    {
        for (int i = 0; i < n; i++)
            new Span<double>(q + i * stride, n).Clear();

        for (int first = 0, last; first < n; first = last + 1)
        {
            for (last = first; last < n - 1 && !Splits(beside[last], diagonal[last], diagonal[last + 1]);)
                last++;
            SolveBlock<V>(threads, last - first + 1, diagonal + first, beside + first, q + first * stride + first, stride, scratch);
        }
    }

    /// <summary>Whether an entry beside the diagonal is lost in rounding even if its neighbours are to keep all their digits.</summary>
    private static bool Splits(double beside, double before, double after)
        => Math.Abs(beside) <= 1.1102230246251565e-16 * Math.Sqrt(Math.Abs(before)) * Math.Sqrt(Math.Abs(after));

    /// <summary>A block that nothing splits, in units of its own magnitude, so that no square overflows and no small block is lost beside a large one.</summary>
    private static void SolveBlock<V>(int threads, int n, double* d, double* e, double* q, nint stride, double* scratch)
        where V : unmanaged, IPack<V>
    {
        if (n == 1)
        {
            *q = 1;
            return;
        }

        int exponent = Math.ILogB(Math.Max(RowKernels.Magnitude<V>(n, d), RowKernels.Magnitude<V>(n - 1, e)));
        Rescale(n, d, -exponent);
        Rescale(n - 1, e, -exponent);
        if (n <= Leaf) ImplicitQl.Solve<V>(n, d, e, q, stride);
        else DivideAndConquer<V>(threads, n, d, e, q, stride, scratch);
        Rescale(n, d, exponent);
    }

    private static void Rescale(int n, double* x, int exponent)
    {
        for (int i = 0; i < n; i++)
            x[i] = Math.ScaleB(x[i], exponent);
    }

    private static void DivideAndConquer<V>(int threads, int n, double* d, double* e, double* q, nint stride, double* scratch)
        where V : unmanaged, IPack<V>
    {
        int leaves = 1;
        while ((n + leaves - 1) / leaves > Leaf)
            leaves *= 2;
        for (int i = 1; i < leaves; i++)
        {
            int cut = Cut(i, leaves);
            double coupling = Math.Abs(e[cut - 1]);
            d[cut - 1] -= coupling;
            d[cut] -= coupling;
        }

        double* work = scratch, u = work + n * stride, vectors = u + n * stride, couplings = e;
        Workers.Run(threads, leaves, i =>
        {
            // The leaf's last entry of e is a coupling, which QL would overwrite.
            int from = Cut(i, leaves), size = Cut(i + 1, leaves) - from;
            double* beside = stackalloc double[Leaf];
            new ReadOnlySpan<double>(e + from, size - 1).CopyTo(new Span<double>(beside, Leaf));
            ImplicitQl.Solve<V>(size, d + from, beside, q + from * stride + from, stride);
        });

        for (int parts = leaves / 2; parts >= 1; parts /= 2)
        {
            // Many small merges side by side, then few large ones with all threads inside.
            int side = parts >= threads ? threads : 1, inside = side > 1 ? 1 : threads;
            Workers.Run(side, parts, i =>
            {
                int from = Cut(i, parts), middle = Cut(2 * i + 1, 2 * parts), to = Cut(i + 1, parts);
                nint corner = from * stride + from;
                RankOneMerge.Merge<V>(
                    inside, to - from, middle - from, couplings[middle - 1], d + from, q + corner, work + corner, u + corner, vectors + 4 * from, stride);
            });
        }

        int Cut(int i, int pieces) => (int)((long)n * i / pieces);
    }
}
