using System.Runtime.CompilerServices;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Mixtures;

/// <summary>
/// The points of a cloud as terms: log-weight <c>a_i − ‖x − c x_i‖²/(2s²)</c> and value x_i, a chunk of points at a time, so that no n × N matrix is ever held.
/// Distances are sums of squared differences, not differences of squares: the nearest points matter, and there the latter have no digits left.
/// </summary>
internal sealed unsafe class CloudTerms<V> : ISoftmaxTerms<V>
    where V : unmanaged, IPack<V>
{
    private const int ChunkPoints = 64;

    // Rows of the cloud together: eight accumulators, and registers left for the differences.
    private const int Rows = 4;

    private readonly double[] _scaled, _values, _logNorms;
    private readonly double _factor;

    /// <summary>The terms.</summary>
    /// <param name="cloud">x_i, N × d.</param>
    /// <param name="logWeights">a_i, N, or empty for 0.</param>
    /// <param name="scale">c.</param>
    /// <param name="deviation">s, positive.</param>
    public CloudTerms(PointBatch cloud, ReadOnlySpan<double> logWeights, double scale, double deviation)
    {
        Dimension = cloud.Dimension;
        Terms = cloud.Count;
        Blocks = (Terms + ChunkPoints - 1) / ChunkPoints;
        _factor = -0.5 / deviation / deviation;
        int d = Dimension, padded = PaddedDimension, places = Blocks * ChunkPoints;
        _values = new double[places * padded];
        _scaled = new double[places * d];
        _logNorms = new double[places];
        Array.Fill(_logNorms, double.NegativeInfinity, Terms, places - Terms); // points that fill up the last chunk have no weight
        if (!logWeights.IsEmpty) logWeights.CopyTo(_logNorms);
        for (int i = 0; i < Terms; i++)
        {
            cloud[i].CopyTo(_values.AsSpan(i * padded, d));
            for (int j = 0; j < d; j++)
                _scaled[(i / Rows * d + j) * Rows + i % Rows] = scale * cloud[i][j];
        }
    }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public int PaddedDimension => (Dimension + MicroKernel.Rows<V>() - 1) / MicroKernel.Rows<V>() * MicroKernel.Rows<V>();

    /// <inheritdoc/>
    public int Terms { get; }

    /// <inheritdoc/>
    public int Blocks { get; }

    /// <inheritdoc/>
    public int Scratch => ChunkPoints * MicroKernel.Columns<V>();

    /// <inheritdoc/>
    public void Add(int block, SoftmaxTile<V> tile)
    {
        int width = MicroKernel.Columns<V>(), padded = PaddedDimension, rows = MicroKernel.Rows<V>(), first = block * ChunkPoints;
        double* logs = tile.Scratch;
        fixed (double* scaled = &_scaled[first * Dimension], values = &_values[(nint)first * padded], norms = &_logNorms[first])
        {
            for (int p = 0; p < tile.Panels; p++)
            {
                for (int i = 0; i < ChunkPoints; i += Rows)
                {
                    for (int j = 0; j < width; j += 2 * V.Width)
                    {
                        if (j + V.Width < width) Distances2(tile.Points(p) + j, scaled + i * Dimension, norms + i, logs + i * width + j);
                        else Distances1(tile.Points(p) + j, scaled + i * Dimension, norms + i, logs + i * width + j);
                    }
                }

                if (!tile.Take(p, first, Math.Min(ChunkPoints, Terms - first), ChunkPoints, logs) || !tile.WantsSums) continue;
                double* sums = tile.Sums(p);
                for (int j = 0; j < padded; j += rows)
                    MicroKernel.Multiply<V>(ChunkPoints, values + j, 1, padded, logs, width, sums + j * width, width, 1, 1);
            }
        }
    }

    /// <summary>Log-weights of four points of the cloud at 2W points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Distances2(double* x, double* cloud, double* norms, double* result)
    {
        int width = MicroKernel.Columns<V>();
        V c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (double* end = cloud + Rows * Dimension; cloud != end; cloud += Rows, x += width)
        {
            V b0 = V.Load(x), b1 = V.Load(x + V.Width);
            var a = V.Broadcast(cloud[0]);
            V y0 = b0 - a, y1 = b1 - a;
            V.Accumulate(ref c00, y0, y0);
            V.Accumulate(ref c01, y1, y1);
            a = V.Broadcast(cloud[1]);
            (y0, y1) = (b0 - a, b1 - a);
            V.Accumulate(ref c10, y0, y0);
            V.Accumulate(ref c11, y1, y1);
            a = V.Broadcast(cloud[2]);
            (y0, y1) = (b0 - a, b1 - a);
            V.Accumulate(ref c20, y0, y0);
            V.Accumulate(ref c21, y1, y1);
            a = V.Broadcast(cloud[3]);
            (y0, y1) = (b0 - a, b1 - a);
            V.Accumulate(ref c30, y0, y0);
            V.Accumulate(ref c31, y1, y1);
        }

        Write(result, norms[0], c00, c01);
        Write(result + width, norms[1], c10, c11);
        Write(result + 2 * width, norms[2], c20, c21);
        Write(result + 3 * width, norms[3], c30, c31);
    }

    /// <summary>The same at W points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Distances1(double* x, double* cloud, double* norms, double* result)
    {
        int width = MicroKernel.Columns<V>();
        V c0 = default, c1 = default, c2 = default, c3 = default;
        for (double* end = cloud + Rows * Dimension; cloud != end; cloud += Rows, x += width)
        {
            var b = V.Load(x);
            V y0 = b - V.Broadcast(cloud[0]), y1 = b - V.Broadcast(cloud[1]), y2 = b - V.Broadcast(cloud[2]), y3 = b - V.Broadcast(cloud[3]);
            V.Accumulate(ref c0, y0, y0);
            V.Accumulate(ref c1, y1, y1);
            V.Accumulate(ref c2, y2, y2);
            V.Accumulate(ref c3, y3, y3);
        }

        V factor = V.Broadcast(_factor);
        V.MultiplyAdd(factor, c0, V.Broadcast(norms[0])).Store(result);
        V.MultiplyAdd(factor, c1, V.Broadcast(norms[1])).Store(result + width);
        V.MultiplyAdd(factor, c2, V.Broadcast(norms[2])).Store(result + 2 * width);
        V.MultiplyAdd(factor, c3, V.Broadcast(norms[3])).Store(result + 3 * width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(double* result, double norm, V sum0, V sum1)
    {
        V factor = V.Broadcast(_factor), term = V.Broadcast(norm);
        V.MultiplyAdd(factor, sum0, term).Store(result);
        V.MultiplyAdd(factor, sum1, term).Store(result + V.Width);
    }
}
