using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.Random;

namespace Simulator.Targets;

/// <summary>A law on finitely many different points of ℝᵈ, compared by value.</summary>
public sealed record PointCloud
{
    private PointCloud(int dimension, RealVector points, RealVector weights)
    {
        (Dimension, Points, Weights) = (dimension, points, weights);
        double[] mean = new double[dimension];
        for (int i = 0; i < Count; i++)
            TensorPrimitives.MultiplyAdd(this[i], weights[i], mean, mean);
        Mean = new RealVector([.. mean]);
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>x_i, N × d row-major, all different.</summary>
    public RealVector Points { get; }

    /// <summary>The probability of each point, N numbers with sum 1.</summary>
    public RealVector Weights { get; }

    /// <summary>E X.</summary>
    public RealVector Mean { get; }

    /// <summary>N, the number of different points.</summary>
    public int Count => Weights.Length;

    /// <summary>Point i, length d.</summary>
    /// <param name="index">0 … N − 1.</param>
    public ReadOnlySpan<double> this[int index] => Points.Span.Slice(index * Dimension, Dimension);

    /// <summary>The points as a batch.</summary>
    public PointBatch Batch => new(Points.Span, Dimension);

    /// <summary>E‖X‖².</summary>
    public double SecondMoment => Sum(x => TensorPrimitives.SumOfSquares(x));

    /// <summary>Tr Cov X.</summary>
    public double TotalVariance => Sum(x =>
    {
        double distance = TensorPrimitives.Distance(x, Mean.Span);
        return distance * distance;
    });

    /// <summary>The empirical law of points, each with the same weight; what occurs several times becomes one point of so much more weight.</summary>
    /// <param name="points">n points, at least one, all finite.</param>
    /// <exception cref="ArgumentException">There is no point, or one is not finite.</exception>
    public static PointCloud Of(PointBatch points)
    {
        if (points.Count == 0) throw new ArgumentException("A cloud needs at least one point.", nameof(points));
        foreach (double value in points.Data)
        {
            if (!double.IsFinite(value)) throw new ArgumentException($"Points must be finite, found {value}.", nameof(points));
        }

        var places = new Dictionary<RealVector, int>();
        var counts = new List<int>();
        for (int i = 0; i < points.Count; i++)
        {
            // −0 and 0 are the same place.
            var point = new RealVector([.. points[i].ToArray().Select(v => v + 0.0)]);
            if (places.TryAdd(point, counts.Count)) counts.Add(1);
            else counts[places[point]]++;
        }

        int n = points.Count;
        return new PointCloud(
            points.Dimension,
            new RealVector([.. places.OrderBy(p => p.Value).SelectMany(p => p.Key.Span.ToArray())]),
            new RealVector([.. counts.Select(c => (double)c / n)]));
    }

    /// <summary>Draws independent points.</summary>
    /// <param name="stream">The random numbers.</param>
    /// <param name="points">Receives n × d.</param>
    /// <exception cref="ArgumentException">The buffer's length is no multiple of d.</exception>
    public void Sample(RandomStream stream, Span<double> points)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (points.Length % Dimension != 0)
            throw new ArgumentException($"{points.Length} numbers are no whole number of points of dimension {Dimension}.", nameof(points));
        double[] cumulated = new double[Count];
        double sum = 0;
        for (int i = 0; i < Count; i++)
            cumulated[i] = sum += Weights[i];
        for (int i = 0; i < points.Length; i += Dimension)
        {
            int place = Array.BinarySearch(cumulated, stream.NextUniform() * sum);
            this[Math.Min(place < 0 ? ~place : place + 1, Count - 1)].CopyTo(points[i..]);
        }
    }

    private double Sum(PointFunction f)
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
            sum += Weights[i] * f(this[i]);
        return sum;
    }

    private delegate double PointFunction(ReadOnlySpan<double> point);
}
