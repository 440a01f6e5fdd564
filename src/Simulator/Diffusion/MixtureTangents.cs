using System.Collections.Immutable;
using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Diffusion;

/// <summary>
/// The posterior mean of a Gaussian mixture and its derivative along vectors: <c>C v = Σ_k r_k [C_k v + (μ_k − D) ((μ_k − D)·v)]</c>, with products of matrices for
/// many points at once.
/// </summary>
/// <param name="components">The components at a noise level.</param>
internal sealed class MixtureTangents(ImmutableArray<MarginalComponent> components)
{
    /// <summary>Points at a time, if there is room for the means of all components.</summary>
    private const int MostRows = 128, MostNumbers = 1 << 20;

    private static readonly SimdBackend s_backend = new(1, VectorPaths.Best);

    private readonly int _dimension = components[0].Dimension;

    /// <summary>D and C v.</summary>
    /// <param name="points">n × d, at least one.</param>
    /// <param name="tangents">n × p × d.</param>
    /// <param name="means">Receives n × d.</param>
    /// <param name="images">Receives n × p × d.</param>
    public void Evaluate(PointBatch points, ReadOnlySpan<double> tangents, Span<double> means, Span<double> images)
    {
        int d = _dimension, width = tangents.Length / points.Count, rows = Math.Clamp(MostNumbers / (components.Length * d), 1, MostRows);
        for (int first = 0; first < points.Count; first += rows)
        {
            int count = Math.Min(rows, points.Count - first);
            Chunk(
                new PointBatch(points.Data.Slice(first * d, count * d), d),
                tangents.Slice(first * width, count * width),
                means.Slice(first * d, count * d),
                images.Slice(first * width, count * width));
        }
    }

    private void Chunk(PointBatch points, ReadOnlySpan<double> tangents, Span<double> means, Span<double> images)
    {
        int n = points.Count, d = _dimension, p = tangents.Length / (n * d), size = n * d;
        double[] componentMeans = new double[components.Length * size], shares = new double[components.Length * n];
        for (int k = 0; k < components.Length; k++)
            Locate(components[k], points, shares.AsSpan(k * n, n), componentMeans.AsSpan(k * size, size));
        Normalise(shares, n);
        means.Clear();
        for (int k = 0; k < components.Length; k++)
        {
            for (int i = 0; i < n; i++)
                TensorPrimitives.MultiplyAdd(componentMeans.AsSpan(k * size + i * d, d), shares[k * n + i], means.Slice(i * d, d), means.Slice(i * d, d));
        }

        images.Clear();
        var offset = new double[d];
        for (int k = 0; k < components.Length; k++)
        {
            AddWithin(components[k], shares.AsSpan(k * n, n), tangents, images);
            for (int i = 0; i < n; i++)
            {
                double share = shares[k * n + i];
                TensorPrimitives.Subtract(componentMeans.AsSpan(k * size + i * d, d), means.Slice(i * d, d), offset);
                for (int row = i * p; row < (i + 1) * p; row++)
                {
                    Span<double> image = images.Slice(row * d, d);
                    TensorPrimitives.MultiplyAdd<double>(offset, share * TensorPrimitives.Dot(offset, tangents.Slice(row * d, d)), image, image);
                }
            }
        }
    }

    /// <summary>log(w_k N(x; √ᾱ m_k, V_k)) and μ_k(x) at points.</summary>
    private static void Locate(MarginalComponent component, PointBatch points, Span<double> logs, Span<double> means)
    {
        int n = points.Count, d = points.Dimension;
        double[] centred = new double[n * d];
        for (int i = 0; i < n; i++)
            TensorPrimitives.Subtract(points[i], component.Mean, centred.AsSpan(i * d, d));
        Span<double> axes = component.Basis.IsEmpty ? centred : new double[n * d];
        Rotate(component, centred, n, axes, back: false, add: false);
        for (int i = 0; i < n; i++)
        {
            Span<double> row = axes.Slice(i * d, d);
            double square = 0;
            for (int j = 0; j < d; j++)
                square += row[j] * row[j] * component.Inverse[j];
            logs[i] = component.LogNorm - 0.5 * square;
            TensorPrimitives.Multiply(row, component.Gain, row);
        }

        Rotate(component, axes, n, means, back: true, add: false);
        for (int i = 0; i < n; i++)
            TensorPrimitives.Add(means.Slice(i * d, d), component.DataMean, means.Slice(i * d, d));
    }

    /// <summary>images += r_k C_k v.</summary>
    private static void AddWithin(MarginalComponent component, ReadOnlySpan<double> shares, ReadOnlySpan<double> tangents, Span<double> images)
    {
        int d = component.Dimension, rows = tangents.Length / d, p = rows / shares.Length;
        var axes = new double[tangents.Length];
        Rotate(component, tangents, rows, axes, back: false, add: false);
        for (int row = 0; row < rows; row++)
        {
            Span<double> values = axes.AsSpan(row * d, d);
            TensorPrimitives.Multiply(values, component.Posterior, values);
            TensorPrimitives.Multiply(values, shares[row / p], values);
        }

        Rotate(component, axes, rows, images, back: true, add: true);
    }

    /// <summary>Rows in the eigenbasis, or back from it.</summary>
    private static void Rotate(MarginalComponent component, ReadOnlySpan<double> from, int rows, Span<double> to, bool back, bool add)
    {
        int d = component.Dimension;
        if (component.Basis.IsEmpty)
        {
            if (add) TensorPrimitives.Add(to, from, to);
            else from.CopyTo(to);
            return;
        }

        var basis = new ReadOnlyMatrixView(component.Basis, d, d);
        s_backend.Multiply(1, new ReadOnlyMatrixView(from, rows, d), back ? basis.Transposed : basis, add ? 1 : 0, new MatrixView(to, rows, d));
    }

    /// <summary>The softmax over the components, point by point.</summary>
    private static void Normalise(Span<double> logs, int n)
    {
        for (int i = 0; i < n; i++)
        {
            double largest = double.NegativeInfinity, sum = 0;
            for (int at = i; at < logs.Length; at += n)
                largest = Math.Max(largest, logs[at]);
            for (int at = i; at < logs.Length; at += n)
                sum += logs[at] = Math.Exp(logs[at] - largest);
            for (int at = i; at < logs.Length; at += n)
                logs[at] /= sum;
        }
    }
}
