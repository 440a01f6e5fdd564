using System.Collections.Immutable;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Random;

namespace Simulator.Numerics.Statistics;

/// <summary>The parameters of a mixture of K normal laws with full covariances in d dimensions, Σ_k w_k N(m_k, C_k).</summary>
public sealed record MixtureModel
{
    private readonly ImmutableArray<double> _cholesky;

    /// <summary>Creates a mixture.</summary>
    /// <param name="weights">K weights, non-negative, of sum 1 up to rounding (1e-9).</param>
    /// <param name="means">Row-major <c>K × d</c>, finite.</param>
    /// <param name="covariances">K row-major matrices <c>d × d</c>, one after the other; symmetric and positive definite.</param>
    /// <exception cref="ArgumentException">The sizes do not fit each other or a value is not as above.</exception>
    public MixtureModel(ImmutableArray<double> weights, ImmutableArray<double> means, ImmutableArray<double> covariances)
    {
        int count = weights.Length;
        if (count == 0 || means.Length == 0 || means.Length % count != 0)
            throw new ArgumentException($"{means.Length} mean coordinates do not make rows for {count} weights.", nameof(means));
        int d = means.Length / count;
        if (covariances.Length != count * d * d)
            throw new ArgumentException(
                $"{count} covariances of {d} × {d} do not have {covariances.Length} entries.", nameof(covariances));
        if (!weights.All(w => w >= 0) || !(Math.Abs(weights.Sum() - 1) <= 1e-9))
            throw new ArgumentException("Weights must be non-negative and sum to 1.", nameof(weights));
        if (!means.All(double.IsFinite)) throw new ArgumentException("Means must be finite.", nameof(means));

        (Weights, Means, Covariances) = (weights, means, covariances);
        _cholesky = [.. Enumerable.Range(0, count).SelectMany(k => Cholesky(covariances.AsSpan(k * d * d, d * d), d, k))];
    }

    /// <summary>The K weights.</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>The means, row-major <c>K × d</c>.</summary>
    public ImmutableArray<double> Means { get; }

    /// <summary>The covariances, K row-major matrices <c>d × d</c>.</summary>
    public ImmutableArray<double> Covariances { get; }

    /// <summary>Number of components K.</summary>
    public int Components => Weights.Length;

    /// <summary>Dimension d of the points.</summary>
    public int Dimension => Means.Length / Weights.Length;

    /// <summary>The parameters that are free: K − 1 weights, K d means and K d (d + 1)/2 covariance entries.</summary>
    public int FreeParameters => Components - 1 + Components * Dimension + Components * Dimension * (Dimension + 1) / 2;

    /// <summary>P(X ≤ x) of a mixture on the line.</summary>
    /// <param name="x">Argument.</param>
    /// <exception cref="InvalidOperationException">The mixture is not one-dimensional.</exception>
    public double Cdf(double x)
    {
        if (Dimension != 1)
            throw new InvalidOperationException($"The mixture must be one-dimensional, but has dimension {Dimension}.");
        double sum = 0;
        for (int k = 0; k < Components; k++)
            sum += Weights[k] * Normal.Cdf((x - Means[k]) / Math.Sqrt(Covariances[k]));
        return sum;
    }

    /// <summary>Draws points. Each takes d + 1 numbers of the stream: one chooses the component, d are normal.</summary>
    /// <param name="stream">The random numbers, from its present position on.</param>
    /// <param name="count">Number of points n.</param>
    /// <returns>Row-major <c>n × d</c>.</returns>
    public double[] Sample(RandomStream stream, int count)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int d = Dimension;
        var points = new double[count * d];
        Span<double> noise = new double[d];
        for (int i = 0; i < count; i++)
        {
            int k = Choose(stream.NextUniform());
            stream.FillNormal(noise);
            for (int row = 0; row < d; row++)
            {
                double x = Means[k * d + row];
                for (int column = 0; column <= row; column++)
                    x += _cholesky[(k * d + row) * d + column] * noise[column];
                points[i * d + row] = x;
            }
        }

        return points;
    }

    private int Choose(double uniform)
    {
        int k = 0;
        while (k < Components - 1 && (uniform -= Weights[k]) > 0)
            k++;
        return k;
    }

    /// <summary>The lower triangular L with L Lᵀ = C.</summary>
    private static double[] Cholesky(ReadOnlySpan<double> covariances, int d, int component)
    {
        var factor = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = covariances[i * d + j];
                bool symmetric = Math.Abs(rest - covariances[j * d + i]) <= 1e-9 * Math.Abs(rest);
                for (int l = 0; l < j; l++)
                    rest -= factor[i * d + l] * factor[j * d + l];
                if (!symmetric || !double.IsFinite(rest) || (i == j && rest <= 0))
                    throw new ArgumentException($"Covariance {component} is not positive definite.", nameof(covariances));
                factor[i * d + j] = i == j ? Math.Sqrt(rest) : rest / factor[j * d + j];
            }
        }

        return factor;
    }
}
