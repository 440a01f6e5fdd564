using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Mixtures;

/// <summary>
/// <c>Σ_k r_k(x) m_k(x)</c> with <c>r = softmax of log-weights</c>, for many points x: tiles of a few panels of points stay in the second-level cache while
/// the blocks of terms pass by. A point's numbers do not depend on its neighbours, nor on the number of threads.
/// </summary>
internal static unsafe class SoftmaxSum
{
    /// <summary>Panels of a tile: each block of terms is fetched once a tile.</summary>
    private const int TilePanels = 8;

    [ThreadStatic]
    private static WorkBuffer? s_buffer;

    /// <summary>Evaluates what is asked for.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="n">How many points.</param>
    /// <param name="points">n × d row-major.</param>
    /// <param name="logSums">Receives n values log Σ weights, or null.</param>
    /// <param name="shares">Receives r, n × K row-major, or null.</param>
    /// <param name="sums">Receives the weighted sums, n × d row-major, or null.</param>
    public static void Evaluate<V>(ISoftmaxTerms<V> terms, int threads, int n, nint points, nint logSums, nint shares, nint sums)
        where V : unmanaged, IPack<V>
    {
        int tile = TilePanels * MicroKernel.Columns<V>();
        int tiles = (n + tile - 1) / tile;
        Workers.Run(threads, tiles, i =>
        {
            nint first = (nint)i * tile;
            int count = (int)Math.Min(tile, n - first);
            Tile(
                terms, count, (double*)points + first * terms.Dimension, logSums == 0 ? null : (double*)logSums + first,
                shares == 0 ? null : (double*)shares + first * terms.Terms, sums == 0 ? null : (double*)sums + first * terms.Dimension);
        });
    }

    private static void Tile<V>(ISoftmaxTerms<V> terms, int count, double* points, double* logSums, double* shares, double* sums)
        where V : unmanaged, IPack<V>
    {
        int d = terms.Dimension, width = MicroKernel.Columns<V>(), panels = (count + width - 1) / width;
        int size = terms.PaddedDimension * width, lanes = panels * width;
        nint logs = shares == null ? 0 : (nint)terms.Terms * lanes;
        double* x = (s_buffer ??= new WorkBuffer()).Take(2 * panels * size + 3 * lanes + logs + terms.Scratch);
        double* total = x + panels * size, greatest = total + panels * size, weights = greatest + lanes, logSum = weights + lanes;
        double* logWeights = logSum + lanes, scratch = logWeights + logs;
        new Span<double>(x, 2 * panels * size).Clear();
        new Span<double>(greatest, lanes).Fill(SoftmaxState<V>.Least);
        new Span<double>(weights, lanes).Clear();
        for (int p = 0; p < panels; p++)
            Packing.Pack(new Operand((nint)(points + p * width * d), 1, d), d, Math.Min(width, count - p * width), width, x + p * size);

        var tile = new SoftmaxTile<V>(
            panels, terms.PaddedDimension, x, sums == null ? null : total, greatest, weights, shares == null ? null : logWeights, scratch);
        for (int block = 0; block < terms.Blocks; block++)
            terms.Add(block, tile);

        for (int p = 0; p < panels; p++)
        {
            SoftmaxState<V> state = tile.State(p);
            state.LogSum(logSum + p * width);
            if (sums == null) continue;
            state.Normalise(total + p * size, d);
            Packing.Unpack(total + p * size, d, Math.Min(width, count - p * width), width, new Operand((nint)(sums + p * width * d), 1, d));
        }

        if (logSums != null) new ReadOnlySpan<double>(logSum, count).CopyTo(new Span<double>(logSums, count));
        if (shares != null) Shares<V>(terms.Terms, count, lanes, logWeights, greatest, weights, shares);
    }

    /// <summary>r = e^{l − greatest}/sum.</summary>
    private static void Shares<V>(int terms, int count, int lanes, double* logWeights, double* greatest, double* weights, double* shares)
        where V : unmanaged, IPack<V>
    {
        for (int k = 0; k < terms; k++, logWeights += lanes)
        {
            for (int i = 0; i < lanes; i += V.Width)
                (VectorMath.Exp(V.Load(logWeights + i) - V.Load(greatest + i)) / V.Load(weights + i)).Store(logWeights + i);
            for (int i = 0; i < count; i++)
                shares[(nint)i * terms + k] = logWeights[i];
        }
    }
}
