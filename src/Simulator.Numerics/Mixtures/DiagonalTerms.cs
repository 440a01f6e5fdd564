using System.Runtime.CompilerServices;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Mixtures;

/// <summary>Components whose covariances have the coordinate axes for eigenvectors: d instead of d² operations a point.</summary>
internal sealed unsafe class DiagonalTerms<V> : ISoftmaxTerms<V>
    where V : unmanaged, IPack<V>
{
    private readonly double[] _logNorms, _means, _inverseDeviations, _gains, _offsets;
    private readonly bool _isotropic, _hasOffset;

    /// <summary>The terms, which have no eigenvectors.</summary>
    /// <param name="terms">At least one.</param>
    public DiagonalTerms(IReadOnlyList<MixtureTerm> terms)
    {
        Dimension = terms[0].Mean.Length;
        Blocks = terms.Count;
        _logNorms = [.. terms.Select(t => t.LogNorm)];
        _means = [.. terms.SelectMany(t => t.Mean)];
        _inverseDeviations = [.. terms.SelectMany(t => t.Variances.Select(v => 1 / Math.Sqrt(v)))];
        _gains = [.. terms.SelectMany(t => t.Gains)];
        _hasOffset = terms.Any(t => !t.Offset.IsDefaultOrEmpty);
        _offsets = _hasOffset ? [.. terms.SelectMany(t => t.Offset.IsDefaultOrEmpty ? Enumerable.Repeat(0.0, Dimension) : t.Offset)] : [];
        _isotropic = terms.All(t => t.Variances.All(v => v == t.Variances[0]) && t.Gains.All(g => g == t.Gains[0]));
    }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public int PaddedDimension => Dimension;

    /// <inheritdoc/>
    public int Blocks { get; }

    /// <inheritdoc/>
    public int Terms => Blocks;

    /// <inheritdoc/>
    public int Scratch => MicroKernel.Columns<V>();

    /// <inheritdoc/>
    public void Add(int block, SoftmaxTile<V> tile)
    {
        int d = Dimension, first = block * d;
        fixed (double* mean = &_means[first], inverse = &_inverseDeviations[first], gain = &_gains[first], offsets = _offsets)
        {
            for (int p = 0; p < tile.Panels; p++)
            {
                double* points = tile.Points(p), weights = tile.Scratch;
                Squares(points, mean, inverse, _logNorms[block], weights);
                if (!tile.Take(p, block, weights) || !tile.WantsSums) continue;
                if (_isotropic && !_hasOffset) AddIsotropic(points, mean, gain[0], weights, tile.Sums(p));
                else AddMaps(points, mean, gain, _hasOffset ? offsets + first : null, weights, tile.Sums(p));
            }
        }
    }

    /// <summary>a − ½ Σ_j ((x_j − μ_j)/s_j)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Squares(double* x, double* mean, double* inverse, double logNorm, double* result)
    {
        V sum0 = V.Broadcast(0), sum1 = sum0, sum2 = sum0;
        for (int j = 0; j < Dimension; j++, x += MicroKernel.Packs * V.Width)
        {
            V m = V.Broadcast(mean[j]), s = V.Broadcast(inverse[j]);
            V y0 = (V.Load(x) - m) * s, y1 = (V.Load(x + V.Width) - m) * s, y2 = (V.Load(x + 2 * V.Width) - m) * s;
            V.Accumulate(ref sum0, y0, y0);
            V.Accumulate(ref sum1, y1, y1);
            V.Accumulate(ref sum2, y2, y2);
        }

        SoftmaxTile<V>.WriteLogWeights(result, sum0, sum1, sum2, logNorm);
    }

    /// <summary>sums += w (o + g (x − μ)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddMaps(double* x, double* mean, double* gain, double* offset, double* weights, double* sums)
    {
        V w0 = V.Load(weights), w1 = V.Load(weights + V.Width), w2 = V.Load(weights + 2 * V.Width);
        for (int j = 0; j < Dimension; j++, x += MicroKernel.Packs * V.Width, sums += MicroKernel.Packs * V.Width)
        {
            V m = V.Broadcast(mean[j]), g = V.Broadcast(gain[j]), o = V.Broadcast(offset == null ? 0 : offset[j]);
            V.MultiplyAdd(w0, V.MultiplyAdd(g, V.Load(x) - m, o), V.Load(sums)).Store(sums);
            V.MultiplyAdd(w1, V.MultiplyAdd(g, V.Load(x + V.Width) - m, o), V.Load(sums + V.Width)).Store(sums + V.Width);
            V.MultiplyAdd(w2, V.MultiplyAdd(g, V.Load(x + 2 * V.Width) - m, o), V.Load(sums + 2 * V.Width)).Store(sums + 2 * V.Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddIsotropic(double* x, double* mean, double gain, double* weights, double* sums)
    {
        var g = V.Broadcast(gain);
        V w0 = g * V.Load(weights), w1 = g * V.Load(weights + V.Width), w2 = g * V.Load(weights + 2 * V.Width);
        for (int j = 0; j < Dimension; j++, x += MicroKernel.Packs * V.Width, sums += MicroKernel.Packs * V.Width)
        {
            var m = V.Broadcast(mean[j]);
            V.MultiplyAdd(w0, V.Load(x) - m, V.Load(sums)).Store(sums);
            V.MultiplyAdd(w1, V.Load(x + V.Width) - m, V.Load(sums + V.Width)).Store(sums + V.Width);
            V.MultiplyAdd(w2, V.Load(x + 2 * V.Width) - m, V.Load(sums + 2 * V.Width)).Store(sums + 2 * V.Width);
        }
    }
}
