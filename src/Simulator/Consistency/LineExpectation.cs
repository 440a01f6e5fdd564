using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>Means over N(0, 1) by the trapezoidal rule: exact to rounding for smooth functions, and of order 2 where norms have kinks, which half of the nodes tell.</summary>
internal sealed class LineExpectation : Expectation
{
    /// <summary>The mass outside is 2e-19.</summary>
    private const double Reach = 9;

    private const int Intervals = 1 << 13;

    private readonly double[] _masses;

    /// <summary>Makes the nodes.</summary>
    public LineExpectation()
    {
        const double Step = 2 * Reach / Intervals;
        Points = [.. Enumerable.Range(0, Intervals + 1).Select(i => -Reach + i * Step)];
        _masses = [.. Points.Select(z => Step * Normal.Pdf(z))];
    }

    /// <summary>The nodes z.</summary>
    public double[] Points { get; }

    /// <inheritdoc/>
    public override string By => "quadrature";

    /// <inheritdoc/>
    public override double[] Weights(int count)
    {
        double sum = _masses.Sum();
        return [.. _masses.Select(m => m / sum)];
    }

    /// <inheritdoc/>
    public override Measured Of(ReadOnlySpan<double> values)
    {
        double fine = TensorPrimitives.Dot(values, _masses), coarse = 0;
        for (int i = 0; i < values.Length; i += 2)
            coarse += 2 * _masses[i] * values[i];
        return new Measured(fine, Math.Abs(fine - coarse));
    }
}
