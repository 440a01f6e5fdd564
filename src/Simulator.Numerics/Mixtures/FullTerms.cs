using System.Runtime.CompilerServices;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Mixtures;

/// <summary>
/// Components with full covariances. With <c>diag(v)^{−1/2} Qᵀ = O W</c>, O orthogonal and W upper triangular, <c>y = W(x − μ)</c> has
/// <c>‖y‖² = (x−μ)ᵀ V⁻¹ (x−μ)</c> for half the operations of a rotation, and the map is <c>o + B y</c>, <c>B = Q diag(g √v) O</c>; for the score
/// B = −Wᵀ is triangular, too.
/// </summary>
/// <remarks>
/// W comes from the eigendecomposition by a QR factorisation with the steepest rows first, which is stable row by row (Cox and Higham 1998): a Cholesky
/// factor of V⁻¹ would lose the small variances of ill-conditioned covariances.
/// </remarks>
internal sealed unsafe class FullTerms<V> : ISoftmaxTerms<V>
    where V : unmanaged, IPack<V>
{
    private readonly double[] _logNorms, _means, _factors, _maps, _offsets;
    private readonly int _factorSize, _mapSize;
    private readonly bool _hasOffset, _triangularMaps;

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
        _triangularMaps = terms.All(t => t.Gains.Zip(t.Variances, (g, v) => g == -1 / v).All(same => same));
        _factorSize = Enumerable.Range(0, padded / rows).Sum(i => (padded - i * rows) * rows);
        _mapSize = _triangularMaps ? Enumerable.Range(1, padded / rows).Sum(i => i * rows * rows) : padded * padded;
        _factors = new double[Blocks * _factorSize];
        _maps = new double[Blocks * _mapSize];
        Parallel.For(0, Blocks, k => Prepare(k, terms[k]));
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
    public int Scratch => (PaddedDimension + 1) * MicroKernel.Columns<V>();

    /// <inheritdoc/>
    public void Add(int block, SoftmaxTile<V> tile)
    {
        int width = MicroKernel.Columns<V>(), padded = PaddedDimension, steps = padded / StaircaseKernel.Rows;
        double* y = tile.Scratch, weights = y + padded * width;
        fixed (double* mean = &_means[block * padded], factors = &_factors[block * _factorSize], maps = &_maps[block * _mapSize], offsets = _offsets)
        {
            for (int p = 0; p < tile.Panels; p++)
            {
                Centre(tile.Points(p), mean, padded, y);

                // In place: a step reads no row above its own.
                StaircaseKernel.Multiply<V>(steps, factors, y, y, null, 0, StaircaseKernel.Rows, padded, -StaircaseKernel.Rows);
                Squares(y, padded, _logNorms[block], weights);
                if (!tile.Take(p, block, weights) || !tile.WantsSums) continue;
                if (_triangularMaps) StaircaseKernel.Multiply<V>(steps, maps, y, tile.Sums(p), weights, 0, 0, StaircaseKernel.Rows, StaircaseKernel.Rows);
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
        int d = Dimension, padded = PaddedDimension, rows = StaircaseKernel.Rows;
        int[] order = [.. Enumerable.Range(0, d).OrderBy(l => term.Variances[l])]; // steepest rows first
        var w = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            double scale = 1 / Math.Sqrt(term.Variances[order[i]]);
            for (int j = 0; j < d; j++)
                w[i * d + j] = scale * Entry(term, j, order[i]);
        }

        double[] reflectors = HouseholderQr.Factor(w, d);
        double[] b = _triangularMaps ? [] : Maps(term, order, reflectors);
        Span<double> to = _factors.AsSpan(k * _factorSize, _factorSize);
        for (int i = 0; i < padded; i += rows)
        {
            for (int j = i; j < padded; j++)
            {
                for (int r = 0; r < rows; r++, to = to[1..])
                    to[0] = i + r <= j && j < d ? w[(i + r) * d + j] : 0;
            }
        }

        to = _maps.AsSpan(k * _mapSize, _mapSize);
        for (int i = 0; i < padded; i += rows)
        {
            for (int j = 0; j < (_triangularMaps ? i + rows : padded); j++)
            {
                for (int r = 0; r < rows; r++, to = to[1..])
                {
                    bool inside = i + r < d && j < d;
                    to[0] = !inside ? 0 : !_triangularMaps ? b[(i + r) * d + j] : j <= i + r ? -w[j * d + i + r] : 0;
                }
            }
        }
    }

    /// <summary>B = Q diag(g √v) O, d × d.</summary>
    private static double[] Maps(MixtureTerm term, int[] order, double[] reflectors)
    {
        int d = order.Length;
        var b = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                b[i * d + j] = Entry(term, i, order[j]) * term.Gains[order[j]] * Math.Sqrt(term.Variances[order[j]]);
        }

        HouseholderQr.MultiplyByOrthogonal(b, reflectors, d);
        return b;
    }

    /// <summary>An entry of Q.</summary>
    private static double Entry(MixtureTerm term, int i, int j)
        => term.Eigenvectors.IsDefaultOrEmpty ? (i == j ? 1 : 0) : term.Eigenvectors[i * term.Mean.Length + j];
}
