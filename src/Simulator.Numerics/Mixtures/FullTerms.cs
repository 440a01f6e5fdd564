using System.Runtime.CompilerServices;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Mixtures;

/// <summary>
/// Components with full covariances: <c>y = W(x − μ)</c> has <c>‖y‖² = (x−μ)ᵀ V⁻¹ (x−μ)</c>, and the map is <c>o + B y</c>. In general
/// <c>W = diag(v)^{−1/2} Qᵀ</c> and <c>B = Q diag(g √v)</c>. For the score W is the triangular factor of <c>diag(v)^{−1/2} Qᵀ = O W</c> and B = −Wᵀ, which
/// halves the operations for a preparation that costs more.
/// </summary>
/// <remarks>
/// The triangular W comes from the eigendecomposition by a QR factorisation with the steepest rows first, which is stable row by row (Cox and Higham 1998): a
/// Cholesky factor of V⁻¹ would lose the small variances of ill-conditioned covariances.
/// </remarks>
internal sealed unsafe class FullTerms<V> : ISoftmaxTerms<V>
    where V : unmanaged, IPack<V>
{
    private readonly double[] _logNorms, _means, _factors, _maps, _offsets;
    private readonly int _factorSize, _mapSize;
    private readonly bool _hasOffset, _triangular;

    /// <summary>The terms.</summary>
    /// <param name="terms">At least one.</param>
    public FullTerms(IReadOnlyList<MixtureTerm> terms)
    {
        Dimension = terms[0].Mean.Length;
        Blocks = terms.Count;
        int rows = StaircaseKernel.Rows, d = Dimension, padded = PaddedDimension;
        _logNorms = [.. terms.Select(t => t.LogNorm)];
        _means = [.. terms.SelectMany(t => t.Mean.Concat(Enumerable.Repeat(0.0, padded - d)))];
        _hasOffset = terms.Any(t => !t.Offset.IsDefaultOrEmpty);
        _offsets = _hasOffset ? [.. terms.SelectMany(t => t.Offset.IsDefaultOrEmpty ? Enumerable.Repeat(0.0, Dimension) : t.Offset)] : [];

        // −Wᵀ is the map of gains −1/v; one exception and all are taken for full.
        _triangular = terms.All(t => t.Gains.AsSpan().SequenceEqual([.. t.Variances.Select(v => -1 / v)]));
        _factorSize = _triangular ? Enumerable.Range(0, padded / rows).Sum(i => (padded - i * rows) * rows) : padded * padded;
        _mapSize = _triangular ? Enumerable.Range(1, padded / rows).Sum(i => i * rows * rows) : padded * padded;
        _factors = new double[Blocks * _factorSize];
        _maps = new double[Blocks * _mapSize];
        Workers.Run(Environment.ProcessorCount, Blocks, k => Prepare(k, terms[k]));
    }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public int PaddedDimension => (Dimension + StaircaseKernel.Rows - 1) / StaircaseKernel.Rows * StaircaseKernel.Rows;

    /// <inheritdoc/>
    public int Blocks { get; }

    /// <inheritdoc/>
    public int Terms => Blocks;

    /// <inheritdoc/>
    public int Scratch => (2 * PaddedDimension + 1) * MicroKernel.Columns<V>();

    /// <inheritdoc/>
    public void Add(int block, SoftmaxTile<V> tile)
    {
        int width = MicroKernel.Columns<V>(), padded = PaddedDimension, steps = padded / StaircaseKernel.Rows;
        double* y = tile.Scratch, centred = _triangular ? y : y + padded * width, weights = y + 2 * padded * width;
        fixed (double* mean = &_means[block * padded], factors = &_factors[block * _factorSize], maps = &_maps[block * _mapSize], offsets = _offsets)
        {
            for (int p = 0; p < tile.Panels; p++)
            {
                Centre(tile.Points(p), mean, padded, centred);

                // In place where it is triangular: a step reads no row above its own.
                if (_triangular) StaircaseKernel.Multiply<V>(steps, factors, centred, y, null, 0, StaircaseKernel.Rows, padded, -StaircaseKernel.Rows);
                else StaircaseKernel.Multiply<V>(steps, factors, centred, y, null, 0, 0, padded, 0);
                Squares(y, padded, _logNorms[block], weights);
                if (!tile.Take(p, block, weights) || !tile.WantsSums) continue;
                if (_triangular) StaircaseKernel.Multiply<V>(steps, maps, y, tile.Sums(p), weights, 0, 0, StaircaseKernel.Rows, StaircaseKernel.Rows);
                else StaircaseKernel.Multiply<V>(steps, maps, y, tile.Sums(p), weights, 0, 0, padded, 0);
                if (_hasOffset) AddOffsets(offsets + block * Dimension, weights, tile.Sums(p));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Centre(double* x, double* mean, int rows, double* result)
    {
        for (int j = 0; j < rows; j++, x += MicroKernel.Packs * V.Width, result += MicroKernel.Packs * V.Width)
        {
            var m = V.Broadcast(mean[j]);
            (V.Load(x) - m).Store(result);
            (V.Load(x + V.Width) - m).Store(result + V.Width);
            (V.Load(x + 2 * V.Width) - m).Store(result + 2 * V.Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Squares(double* y, int rows, double logNorm, double* result)
    {
        V sum0 = V.Broadcast(0), sum1 = sum0, sum2 = sum0;
        for (int j = 0; j < rows; j++, y += MicroKernel.Packs * V.Width)
        {
            V y0 = V.Load(y), y1 = V.Load(y + V.Width), y2 = V.Load(y + 2 * V.Width);
            V.Accumulate(ref sum0, y0, y0);
            V.Accumulate(ref sum1, y1, y1);
            V.Accumulate(ref sum2, y2, y2);
        }

        SoftmaxTile<V>.WriteLogWeights(result, sum0, sum1, sum2, logNorm);
    }

    private void AddOffsets(double* offset, double* weights, double* sums)
    {
        for (int j = 0; j < Dimension; j++)
        {
            var o = V.Broadcast(offset[j]);
            for (int i = 0; i < MicroKernel.Packs * V.Width; i += V.Width, sums += V.Width)
                V.MultiplyAdd(o, V.Load(weights + i), V.Load(sums)).Store(sums);
        }
    }

    /// <summary>Packs W and B of one component.</summary>
    private void Prepare(int k, MixtureTerm term)
    {
        Span<double> factor = _factors.AsSpan(k * _factorSize, _factorSize), map = _maps.AsSpan(k * _mapSize, _mapSize);
        if (_triangular) PackTriangles(TriangularFactor(term), factor, map);
        else PackSquares(term, factor, map);
    }

    /// <summary>W of <c>diag(v)^{−1/2} Qᵀ = O W</c>.</summary>
    private double[] TriangularFactor(MixtureTerm term)
    {
        int d = Dimension;
        int[] order = [.. Enumerable.Range(0, d).OrderBy(l => term.Variances[l])]; // steepest rows first
        ReadOnlySpan<double> basis = term.Eigenvectors.AsSpan();
        var w = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            double scale = 1 / Math.Sqrt(term.Variances[order[i]]);
            for (int j = 0; j < d; j++)
                w[i * d + j] = scale * Entry(basis, d, j, order[i]);
        }

        HouseholderQr.Factor(w, d);
        return w;
    }

    private void PackTriangles(double[] w, Span<double> factor, Span<double> map)
    {
        int d = Dimension, padded = PaddedDimension, rows = StaircaseKernel.Rows, at = 0;
        for (int i = 0; i < padded; i += rows)
        {
            for (int j = i; j < padded; j++)
            {
                for (int r = 0; r < rows; r++)
                    factor[at++] = i + r <= j && j < d ? w[(i + r) * d + j] : 0;
            }
        }

        at = 0;
        for (int i = 0; i < padded; i += rows)
        {
            for (int j = 0; j < i + rows; j++)
            {
                for (int r = 0; r < rows; r++)
                    map[at++] = j <= i + r && i + r < d ? -w[j * d + i + r] : 0;
            }
        }
    }

    /// <summary>diag(v)^{−1/2} Qᵀ and Q diag(g √v).</summary>
    private void PackSquares(MixtureTerm term, Span<double> factor, Span<double> map)
    {
        int d = Dimension, padded = PaddedDimension, rows = StaircaseKernel.Rows;
        ReadOnlySpan<double> basis = term.Eigenvectors.AsSpan();
        double[] roots = [.. term.Variances.Select(Math.Sqrt)];
        for (int i = 0; i < d; i++)
        {
            int step = i / rows * rows * padded + i % rows;
            double inverse = 1 / roots[i];
            for (int j = 0; j < d; j++)
            {
                factor[step + j * rows] = inverse * Entry(basis, d, j, i);
                map[step + j * rows] = Entry(basis, d, i, j) * term.Gains[j] * roots[j];
            }
        }
    }

    /// <summary>An entry of Q.</summary>
    private static double Entry(ReadOnlySpan<double> basis, int d, int i, int j) => basis.IsEmpty ? (i == j ? 1 : 0) : basis[i * d + j];
}
