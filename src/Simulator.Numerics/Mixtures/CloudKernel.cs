using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Mixtures;

/// <summary>
/// Batches of points against a cloud of N points seen through Gaussian noise: <c>log Σ_i e^{l_i}</c> and the average <c>Σ_i r_i x_i</c> with
/// <c>l_i = a_i − ‖x − c x_i‖²/(2s²)</c> and r the softmax of l. Memory does not grow with n · N.
/// </summary>
/// <remarks>A point's numbers depend on that point and the vector path alone. Instances are immutable and may be shared by threads.</remarks>
public sealed class CloudKernel
{
    /// <summary>Squares of distances between this and its inverse neither overflow nor vanish, with room for many deviations.</summary>
    private const double Smallest = 1e-140;

    private readonly Action<int, int, nint, nint, nint, nint> _evaluate;

    /// <summary>A kernel for a cloud.</summary>
    /// <param name="cloud">x_i, N × d, at least one point.</param>
    /// <param name="logWeights">a_i, N numbers, or empty for equal weights of 1.</param>
    /// <param name="scale">c.</param>
    /// <param name="deviation">s, from 1e-140 to 1e140.</param>
    /// <param name="path">The vector path; default the machine's.</param>
    /// <exception cref="ArgumentException">The cloud is empty, weights are missing, or s is not within 1e±140.</exception>
    public CloudKernel(PointBatch cloud, ReadOnlySpan<double> logWeights, double scale, double deviation, VectorPath? path = null)
    {
        if (cloud.Count == 0) throw new ArgumentException("A cloud needs at least one point.", nameof(cloud));
        if (!logWeights.IsEmpty && logWeights.Length != cloud.Count)
            throw new ArgumentException($"{cloud.Count} points need as many weights, not {logWeights.Length}.", nameof(logWeights));
        if (!(deviation > 0 && double.IsFinite(deviation)))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "The standard deviation of the noise must be positive and finite.");
        if (!(deviation >= Smallest && deviation <= 1 / Smallest))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, $"Squares of distances overflow for deviations below {Smallest} and above {1 / Smallest}.");
        if (!double.IsFinite(scale)) throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale must be finite.");
        Dimension = cloud.Dimension;
        Count = cloud.Count;
        _evaluate = (path ?? VectorPaths.Best) switch
        {
            VectorPath.Vector512 => Bind(new CloudTerms<Pack8>(cloud, logWeights, scale, deviation)),
            VectorPath.Vector256 => Bind(new CloudTerms<Pack4>(cloud, logWeights, scale, deviation)),
            _ => Bind(new CloudTerms<Pack1>(cloud, logWeights, scale, deviation)),
        };
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>Evaluates what is asked for: results that are not wanted are empty.</summary>
    /// <param name="points">x, n × d.</param>
    /// <param name="logSums">Receives n values log Σ e^{l_i}, or empty.</param>
    /// <param name="averages">Receives Σ r_i x_i, n × d, or empty.</param>
    /// <param name="threads">At most so many threads; default all cores.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public unsafe void Evaluate(PointBatch points, Span<double> logSums, Span<double> averages, int? threads = null)
    {
        int n = points.Count;
        if (points.Dimension != Dimension) throw new ArgumentException($"Points must have dimension {Dimension}, not {points.Dimension}.", nameof(points));
        if (logSums.Length != n && !logSums.IsEmpty) throw new ArgumentException($"{n} points need {n} logarithms, not {logSums.Length}.", nameof(logSums));
        if (averages.Length != (long)n * Dimension && !averages.IsEmpty)
            throw new ArgumentException($"Averages must be {n} × {Dimension}; there is room for {averages.Length} numbers.", nameof(averages));
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        if (n == 0) return;
        fixed (double* x = points.Data, l = logSums, a = averages)
            _evaluate(threads ?? Environment.ProcessorCount, n, (nint)x, (nint)l, 0, (nint)a);
    }

    private static Action<int, int, nint, nint, nint, nint> Bind<V>(CloudTerms<V> terms)
        where V : unmanaged, IPack<V>
        => (threads, n, points, logSums, shares, averages) => SoftmaxSum.Evaluate(terms, threads, n, points, logSums, shares, averages);
}
