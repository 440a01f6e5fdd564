using System.Numerics.Tensors;
using MathNet.Numerics.Distributions;
using Simulator.Numerics;

namespace Simulator.Transport;

/// <summary>How means over points are taken, and how far off they may be.</summary>
public abstract class Expectation
{
    /// <summary>What makes the error, for the reasons of bounds.</summary>
    public abstract string By { get; }

    /// <summary>The share of each point in the mean, with sum 1.</summary>
    /// <param name="count">n.</param>
    public abstract double[] Weights(int count);

    /// <summary>The mean of a function from its values at the points.</summary>
    /// <param name="values">n values.</param>
    public abstract Measured Of(ReadOnlySpan<double> values);

    /// <summary>The mean of ‖x − y‖ᵖ.</summary>
    /// <param name="x">n × d.</param>
    /// <param name="y">n × d.</param>
    /// <param name="power">1 or 2.</param>
    public Measured OfDistances(PointBatch x, PointBatch y, int power = 1)
    {
        var distances = new double[x.Count];
        for (int i = 0; i < distances.Length; i++)
        {
            double distance = TensorPrimitives.Distance(x[i], y[i]);
            distances[i] = power == 1 ? distance : distance * distance;
        }

        return Of(distances);
    }
}

/// <summary>Means of independent points, each of the same weight, with the confidence interval of Student for normal values, and by the central limit theorem for others.</summary>
public sealed class SampleExpectation : Expectation
{
    /// <summary>Two-sided confidence of the intervals.</summary>
    public const double Confidence = 0.999;

    /// <inheritdoc/>
    public override string By => "99.9 % confidence";

    /// <inheritdoc/>
    public override double[] Weights(int count)
    {
        var weights = new double[count];
        Array.Fill(weights, 1.0 / count);
        return weights;
    }

    /// <inheritdoc/>
    public override Measured Of(ReadOnlySpan<double> values)
    {
        int n = values.Length;
        double mean = TensorPrimitives.Sum(values) / n, square = 0;
        foreach (double value in values)
            square += (value - mean) * (value - mean);
        // Student's quantile: the deviation is estimated, too.
        return new Measured(mean, n > 1 ? StudentT.InvCDF(0, 1, n - 1, 0.5 * (1 + Confidence)) * Math.Sqrt(square / (n - 1.0) / n) : double.PositiveInfinity);
    }
}
