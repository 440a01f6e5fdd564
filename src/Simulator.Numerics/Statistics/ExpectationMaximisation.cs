using System.Collections.Immutable;
using System.Numerics.Tensors;
using Simulator.Numerics.Functions;

namespace Simulator.Numerics.Statistics;

/// <summary>
/// The EM algorithm for a Gaussian mixture with full covariances bounded below (Dempster, Laird and Rubin 1977), on standardised
/// points. Coordinates and responsibilities are stored component by component, so that every step is a loop over the points.
/// </summary>
internal sealed class ExpectationMaximisation
{
    /// <summary>Below this share of one point a component's mean is noise; its parameters stay, only its weight moves.</summary>
    private const double NegligibleCount = 1e-9;

    /// <summary>
    /// The vectorised exponential changes its algorithm, by one unit in the last place, for all numbers of a vector if one of
    /// them lies beyond ±708, and which ones share a vector depends on where the array lies in memory. Within these bounds equal
    /// numbers give equal bits, and e^−708 is as good as 0.
    /// </summary>
    private const double LeastExponent = -708;

    private readonly double[][] _columns, _centred, _responsibilities;
    private readonly double[] _weights, _means, _scatter, _peak, _sum;
    private readonly ComponentShape[] _shapes;
    private readonly int _n, _d;

    /// <summary>Prepares EM at a start.</summary>
    /// <param name="columns">The d columns of n coordinates each.</param>
    /// <param name="floors">The d bounds of standard deviations, in the same coordinates.</param>
    /// <param name="weights">The K starting weights; the array is taken over.</param>
    /// <param name="means">The starting means, row-major <c>K × d</c>; the array is taken over.</param>
    /// <param name="covariances">The starting covariances, K times <c>d × d</c>; raised to the floor if need be.</param>
    public ExpectationMaximisation(
        double[][] columns, double[] floors, double[] weights, double[] means, ReadOnlySpan<double> covariances)
    {
        (_columns, _weights, _means) = (columns, weights, means);
        (_n, _d) = (columns[0].Length, columns.Length);
        _centred = [.. columns.Select(_ => new double[_n])];
        _responsibilities = [.. weights.Select(_ => new double[_n])];
        _shapes = [.. weights.Select(_ => new ComponentShape(floors))];
        (_scatter, _peak, _sum) = (new double[_d * _d], new double[_n], new double[_n]);
        for (int k = 0; k < weights.Length; k++)
            _shapes[k].Set(covariances.Slice(k * _d * _d, _d * _d));
    }

    /// <summary>What EM reached.</summary>
    /// <param name="Trace">The log-likelihood at the start and after each iteration.</param>
    /// <param name="Converged">Whether the last iteration raised it by no more than the tolerance.</param>
    /// <param name="Weights">The K weights.</param>
    /// <param name="Means">The means, row-major <c>K × d</c>.</param>
    /// <param name="Shapes">The K covariances.</param>
    public sealed record Path(
        ImmutableArray<double> Trace, bool Converged, double[] Weights, double[] Means, IReadOnlyList<ComponentShape> Shapes);

    /// <summary>Iterates until the log-likelihood stands still.</summary>
    /// <param name="tolerance">The rise per point that counts as standing still.</param>
    /// <param name="maxIterations">The iterations after which to give up.</param>
    public Path Run(double tolerance, int maxIterations)
    {
        var trace = ImmutableArray.CreateBuilder<double>();
        trace.Add(Expect());
        bool converged = false;
        while (!converged && trace.Count <= maxIterations)
        {
            Maximise();
            trace.Add(Expect());
            converged = trace[^1] - trace[^2] <= tolerance * _n;
        }

        return new Path(trace.ToImmutable(), converged, _weights, _means, _shapes);
    }

    /// <summary>E step: responsibilities by log-sum-exp over the components.</summary>
    /// <returns>The log-likelihood.</returns>
    private double Expect()
    {
        Array.Fill(_peak, double.NegativeInfinity);
        for (int k = 0; k < _weights.Length; k++)
        {
            LogWeightedDensity(k, _responsibilities[k]);
            TensorPrimitives.Max(_responsibilities[k], _peak, _peak);
        }

        Array.Clear(_sum);
        foreach (double[] row in _responsibilities)
        {
            TensorPrimitives.Subtract(row, _peak, row);
            TensorPrimitives.Max(row, LeastExponent, row);
            TensorPrimitives.Exp(row, row);
            TensorPrimitives.Add(row, _sum, _sum);
        }

        foreach (double[] row in _responsibilities)
            TensorPrimitives.Divide(row, _sum, row);
        TensorPrimitives.Log(_sum, _sum);
        return TensorPrimitives.Sum(_peak) + TensorPrimitives.Sum(_sum);
    }

    /// <summary>log w_k − ½ log det 2πC_k − ½ |W_k (x − m_k)|² at every point.</summary>
    private void LogWeightedDensity(int k, double[] result)
    {
        Centre(k);
        Array.Clear(result);
        double[] whitening = _shapes[k].Whitening;
        for (int i = 0; i < _d; i++)
        {
            TensorPrimitives.Multiply(_centred[0], whitening[i * _d], _sum);
            for (int j = 1; j < _d; j++)
                TensorPrimitives.MultiplyAdd(_centred[j], whitening[i * _d + j], _sum, _sum);
            TensorPrimitives.MultiplyAdd(_sum, _sum, result, result);
        }

        double atMean = Math.Log(_weights[k]) - 0.5 * _shapes[k].LogDeterminant - _d * Normal.LogSqrtTwoPi;
        TensorPrimitives.Multiply(result, -0.5, result);
        TensorPrimitives.Add(result, atMean, result);
    }

    /// <summary>M step: weighted moments, covariances raised to the floor.</summary>
    private void Maximise()
    {
        for (int k = 0; k < _weights.Length; k++)
        {
            double[] responsibility = _responsibilities[k];
            double count = TensorPrimitives.Sum(responsibility);
            _weights[k] = count / _n;
            if (count < NegligibleCount) continue;
            for (int j = 0; j < _d; j++)
                _means[k * _d + j] = TensorPrimitives.Dot(responsibility, _columns[j]) / count;

            Centre(k);
            for (int i = 0; i < _d; i++)
            {
                TensorPrimitives.Multiply(responsibility, _centred[i], _sum);
                for (int j = 0; j <= i; j++)
                    _scatter[i * _d + j] = _scatter[j * _d + i] = TensorPrimitives.Dot(_sum, _centred[j]) / count;
            }

            _shapes[k].Set(_scatter);
        }
    }

    private void Centre(int k)
    {
        for (int j = 0; j < _d; j++)
            TensorPrimitives.Subtract(_columns[j], _means[k * _d + j], _centred[j]);
    }
}
