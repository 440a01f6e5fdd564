using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Mixtures;
using Simulator.Numerics.Simd;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Diffusion;

/// <summary>The posterior of a law on finitely many points: the softmax of log w_i − ‖x − √ᾱ x_i‖²/(2(1−ᾱ)) over the points x_i.</summary>
/// <param name="cloud">The law of X_0.</param>
public sealed class CloudDenoiser(PointCloud cloud) : ITangentDenoiser
{
    /// <summary>Points whose share is smaller than this change no digit of a covariance.</summary>
    private const double Negligible = 1e-20;

    /// <summary>Up to so many points the kernel, which first packs the cloud, does not pay.</summary>
    private const int FewPoints = 12;

    private static readonly SimdBackend s_backend = new(1, VectorPaths.Best);

    private readonly double[] _logWeights = [.. cloud.Weights.Span.ToArray().Select(w => Math.Log(w))];

    /// <inheritdoc/>
    public int Dimension => cloud.Dimension;

    /// <inheritdoc/>
    public void Denoise(NoiseLevel level, PointBatch points, Span<double> result)
    {
        if (points.Count > FewPoints)
        {
            new CloudKernel(cloud.Batch, _logWeights, level.Signal, level.Noise).Evaluate(points, [], result, threads: 1);
            return;
        }

        if (points.Dimension != Dimension || result.Length != points.Data.Length)
            throw new ArgumentException($"Points and result must be n × {Dimension}.", nameof(result));
        var shares = new double[cloud.Count];
        for (int i = 0; i < points.Count; i++)
            Locate(level, points[i], shares, result.Slice(i * Dimension, Dimension));
    }

    /// <inheritdoc/>
    public void DenoiseAlong(NoiseLevel level, PointBatch points, ReadOnlySpan<double> tangents, Span<double> means, Span<double> images)
    {
        int n = points.Count, d = Dimension;
        TangentShapes.Check(points, d, tangents, means, images);
        if (n == 0) return;
        int p = tangents.Length / (n * d);
        double[] shares = new double[cloud.Count], differences = new double[cloud.Count * d], products = new double[cloud.Count * p];
        for (int i = 0; i < n; i++)
        {
            // C v = Σ_j r_j (x_j − D) ((x_j − D)·v), over the points that have a share.
            Locate(level, points[i], shares, means.Slice(i * d, d));
            int near = Near(means.Slice(i * d, d), shares, differences);
            var offsets = new ReadOnlyMatrixView(differences.AsSpan(0, near * d), near, d);
            var along = new ReadOnlyMatrixView(tangents.Slice(i * p * d, p * d), p, d);
            s_backend.Multiply(1, offsets, along.Transposed, 0, new MatrixView(products.AsSpan(0, near * p), near, p));
            for (int j = 0; j < near; j++)
                TensorPrimitives.Multiply(products.AsSpan(j * p, p), shares[j], products.AsSpan(j * p, p));
            s_backend.Multiply(1, new ReadOnlyMatrixView(products.AsSpan(0, near * p), near, p).Transposed, offsets, 0, new MatrixView(images.Slice(i * p * d, p * d), p, d));
        }
    }

    /// <summary>The posterior probabilities of the points of the cloud.</summary>
    /// <param name="level">The noise level.</param>
    /// <param name="points">Points x, n × d, in x-coordinates.</param>
    /// <param name="result">Receives n × N; every row sums to 1.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void Shares(NoiseLevel level, PointBatch points, MatrixView result)
    {
        if (points.Dimension != Dimension || result.Rows != points.Count || result.Columns != cloud.Count)
            throw new ArgumentException($"Points must be n × {Dimension} and the result n × {cloud.Count}.", nameof(result));
        double[] shares = new double[cloud.Count], mean = new double[Dimension];
        for (int i = 0; i < points.Count; i++)
        {
            Locate(level, points[i], shares, mean);
            for (int j = 0; j < shares.Length; j++)
                result[i, j] = shares[j];
        }
    }

    /// <summary>The share of every point of the cloud in the posterior of a point x, and D.</summary>
    private void Locate(NoiseLevel level, ReadOnlySpan<double> x, double[] shares, Span<double> mean)
    {
        int d = Dimension;
        double signal = level.Signal, factor = -0.5 / level.OneMinusAlphaBar, largest = double.NegativeInfinity, sum = 0;
        Span<double> offset = d <= 256 ? stackalloc double[d] : new double[d];
        for (int j = 0; j < cloud.Count; j++)
        {
            // −(√ᾱ x_j − x), without a difference of squares: the nearest points matter.
            TensorPrimitives.MultiplyAdd(cloud[j], -signal, x, offset);
            shares[j] = _logWeights[j] + factor * TensorPrimitives.SumOfSquares<double>(offset);
            largest = Math.Max(largest, shares[j]);
        }

        for (int j = 0; j < cloud.Count; j++)
            sum += shares[j] = Math.Exp(shares[j] - largest);
        mean.Clear();
        for (int j = 0; j < cloud.Count; j++)
        {
            shares[j] /= sum;
            if (shares[j] >= Negligible) TensorPrimitives.MultiplyAdd(cloud[j], shares[j], mean, mean);
        }
    }

    /// <summary>Keeps the shares of the points that have any, beside x_j − D for each; returns how many these are.</summary>
    private int Near(ReadOnlySpan<double> mean, double[] shares, double[] differences)
    {
        int d = Dimension, near = 0;
        for (int j = 0; j < cloud.Count; j++)
        {
            if (!(shares[j] >= Negligible)) continue;
            TensorPrimitives.Subtract(cloud[j], mean, differences.AsSpan(near * d, d));
            shares[near++] = shares[j];
        }

        return near;
    }
}
