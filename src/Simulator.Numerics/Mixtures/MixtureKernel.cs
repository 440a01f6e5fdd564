using System.Collections.Immutable;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Mixtures;

/// <summary>
/// Batches of points against a Gaussian mixture: log Σ_k e^{l_k}, the shares r_k = e^{l_k}/Σ_j e^{l_j} and the average Σ_k r_k (o_k + G_k (x−μ_k)) of affine maps,
/// with l_k as in <see cref="MixtureTerm"/>. Covariances along the axes take d operations a component and point, shared ones one rotation of the points,
/// full ones d².
/// </summary>
/// <remarks>
/// A point's numbers depend on that point and the vector path alone (unless a map of a term without weight there overflows). NaN in a point gives NaN there and nowhere else; a point so far out that all l_k overflow gives −∞
/// and NaN. Instances are immutable and may be shared by threads.
/// </remarks>
public sealed class MixtureKernel
{
    private readonly Action<int, int, nint, nint, nint, nint> _evaluate;
    private readonly double[]? _rotation;
    private readonly VectorPath _path;

    /// <summary>A kernel for a mixture.</summary>
    /// <param name="terms">At least one, all of one dimension.</param>
    /// <param name="path">The vector path; default the machine's.</param>
    /// <exception cref="ArgumentException">There are no terms, their sizes differ, or a variance is not positive and finite.</exception>
    public MixtureKernel(IReadOnlyList<MixtureTerm> terms, VectorPath? path = null)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Count == 0) throw new ArgumentException("A mixture needs at least one component.", nameof(terms));
        Dimension = terms[0].Mean.Length;
        if (Dimension == 0) throw new ArgumentException("A mixture needs at least one dimension.", nameof(terms));
        Count = terms.Count;
        foreach (MixtureTerm term in terms)
            Check(term, Dimension);
        _path = path ?? VectorPaths.Best;
        ImmutableArray<double> basis = terms[0].Eigenvectors;
        bool diagonal = terms.All(t => t.Eigenvectors.IsDefaultOrEmpty);
        if (!diagonal && RotationIsHarmless(terms) && terms.All(t => t.Eigenvectors.AsSpan().SequenceEqual(basis.AsSpan())))
        {
            // One eigenbasis for all: rotate the points once, and everything is diagonal.
            _rotation = [.. basis];
            terms = [.. terms.Select(t => t with { Mean = ToBasis(t.Mean), Offset = ToBasis(t.Offset), Eigenvectors = [] })];
            diagonal = true;
        }

        _evaluate = _path switch
        {
            VectorPath.Vector512 => Bind<Pack8>(terms, diagonal),
            VectorPath.Vector256 => Bind<Pack4>(terms, diagonal),
            _ => Bind<Pack1>(terms, diagonal),
        };
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>K.</summary>
    public int Count { get; }

    /// <summary>Evaluates what is asked for: results that are not wanted are empty.</summary>
    /// <param name="points">x, n × d.</param>
    /// <param name="logSums">Receives n values log Σ e^{l_k}, or empty.</param>
    /// <param name="shares">Receives r, n × K, or empty.</param>
    /// <param name="averages">Receives Σ r_k (o_k + G_k (x−μ_k)), n × d, or empty.</param>
    /// <param name="threads">At most so many threads; default all cores.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public unsafe void Evaluate(PointBatch points, Span<double> logSums, Span<double> shares, Span<double> averages, int? threads = null)
    {
        int n = points.Count;
        if (points.Dimension != Dimension) throw new ArgumentException($"Points must have dimension {Dimension}, not {points.Dimension}.", nameof(points));
        if (logSums.Length != n && !logSums.IsEmpty) throw new ArgumentException($"{n} points need {n} logarithms, not {logSums.Length}.", nameof(logSums));
        if (shares.Length != (long)n * Count && !shares.IsEmpty)
            throw new ArgumentException($"Shares must be {n} × {Count}; there is room for {shares.Length} numbers.", nameof(shares));
        if (averages.Length != (long)n * Dimension && !averages.IsEmpty)
            throw new ArgumentException($"Averages must be {n} × {Dimension}; there is room for {averages.Length} numbers.", nameof(averages));
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        if (n == 0) return;

        int parallel = threads ?? Environment.ProcessorCount;
        if (_rotation is null)
        {
            Run(parallel, points.Data, n, logSums, shares, averages);
            return;
        }

        var backend = new SimdBackend(parallel, _path);
        var basis = new ReadOnlyMatrixView(_rotation, Dimension, Dimension);
        var rotated = new double[points.Data.Length];
        backend.Multiply(1, new ReadOnlyMatrixView(points.Data, n, Dimension), basis, 0, new MatrixView(rotated, n, Dimension));
        if (averages.IsEmpty)
        {
            Run(parallel, rotated, n, logSums, shares, []);
            return;
        }

        var sums = new double[rotated.Length];
        Run(parallel, rotated, n, logSums, shares, sums);
        backend.Multiply(1, new ReadOnlyMatrixView(sums, n, Dimension), basis.Transposed, 0, new MatrixView(averages, n, Dimension));
    }

    private unsafe void Run(int threads, ReadOnlySpan<double> points, int n, Span<double> logSums, Span<double> shares, Span<double> averages)
    {
        fixed (double* x = points, l = logSums, r = shares, a = averages)
            _evaluate(threads, n, (nint)x, (nint)l, (nint)r, (nint)a);
    }

    private static Action<int, int, nint, nint, nint, nint> Bind<V>(IReadOnlyList<MixtureTerm> terms, bool diagonal)
        where V : unmanaged, IPack<V>
    {
        ISoftmaxTerms<V> kernel = diagonal ? new DiagonalTerms<V>(terms) : new FullTerms<V>(terms);
        return (threads, n, points, logSums, shares, averages) => SoftmaxSum.Evaluate(kernel, threads, n, points, logSums, shares, averages);
    }

    /// <summary>
    /// Rotating x and μ apart before they are subtracted leaves an error of a rounding unit of ‖μ‖, which must stay small beside the least deviation.
    /// </summary>
    private static bool RotationIsHarmless(IReadOnlyList<MixtureTerm> terms)
    {
        const double Largest = 100;
        double farthest = terms.Max(t => t.Mean.Max(Math.Abs)), least = terms.Min(t => Math.Sqrt(t.Variances.Min()));
        return farthest <= Largest * least;
    }

    /// <summary>Qᵀx.</summary>
    private ImmutableArray<double> ToBasis(ImmutableArray<double> x)
    {
        if (x.IsDefaultOrEmpty) return x;
        var result = new double[Dimension];
        for (int i = 0; i < Dimension; i++)
        {
            for (int j = 0; j < Dimension; j++)
                result[j] += _rotation![i * Dimension + j] * x[i];
        }

        return [.. result];
    }

    private static void Check(MixtureTerm term, int d)
    {
        if (term.Variances.Any(v => !(v > 0 && double.IsFinite(v))))
            throw new ArgumentException($"Variances must be positive and finite; found {term.Variances.First(v => !(v > 0 && double.IsFinite(v)))}.", nameof(term));
        if (term.Mean.Length != d || term.Variances.Length != d || term.Gains.Length != d
            || (!term.Offset.IsDefaultOrEmpty && term.Offset.Length != d)
            || (!term.Eigenvectors.IsDefaultOrEmpty && term.Eigenvectors.Length != d * d))
        {
            throw new ArgumentException($"Every component must have {d} means, variances, gains and offsets and a basis of {d} × {d}, as the first.", nameof(term));
        }
    }
}
