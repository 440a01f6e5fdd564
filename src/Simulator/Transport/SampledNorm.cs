using System.Numerics.Tensors;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Simd;

namespace Simulator.Transport;

/// <summary>
/// The law of Q = difference(V)², V on the line, by quadrature: nodes on panels that are split where the difference changes sign, so that √Q is
/// smooth on each and E√(ΣQ_b) over any number of blocks is as accurate as E√Q of one.
/// </summary>
public sealed class SampledNorm : IRandomNorm
{
    /// <summary>Up to here four terms of the exponential series are exact to rounding.</summary>
    private const double SeriesBelow = 1e-3;

    private readonly double[] _squares, _masses, _moments;
    private readonly double _largest, _mass;

    private SampledNorm(double[] squares, double[] masses)
    {
        (_squares, _masses) = (squares, masses);
        _largest = TensorPrimitives.Max<double>(squares);
        _mass = TensorPrimitives.Sum<double>(masses);
        SecondMoment = TensorPrimitives.Dot<double>(masses, squares);
        _moments = [.. Enumerable.Range(1, 4).Select(p => _largest > 0 ? masses.Zip(squares, (m, q) => m * Math.Pow(q / _largest, p)).Sum() : 0)];
    }

    /// <inheritdoc/>
    public double SecondMoment { get; }

    /// <summary>The law of difference(V)² under a density of V.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="density">The density of V.</param>
    /// <param name="breakpoints">Panels that cover the mass and resolve the density, ascending.</param>
    /// <param name="absoluteTolerance">Wanted absolute error of E√Q.</param>
    /// <param name="relativeTolerance">Wanted relative error of E√Q.</param>
    public static Outcome<SampledNorm> Of(
        BatchFunction difference, BatchFunction density, double[] breakpoints, double absoluteTolerance, double relativeTolerance)
    {
        ArgumentNullException.ThrowIfNull(difference);
        ArgumentNullException.ThrowIfNull(density);
        Outcome<double[]> panels = AdaptiveQuadrature.PanelsOfAbsolute(
            (v, y) =>
            {
                Span<double> mass = new double[v.Length];
                difference(v, y);
                density(v, mass);
                for (int i = 0; i < y.Length; i++)
                    y[i] *= mass[i];
            },
            breakpoints,
            absoluteTolerance,
            relativeTolerance);
        QuadratureRule rule = AdaptiveQuadrature.Composite(panels.Value);
        double[] squares = new double[rule.Count], masses = new double[rule.Count];
        difference(rule.Nodes.AsSpan(), squares);
        density(rule.Nodes.AsSpan(), masses);
        for (int i = 0; i < squares.Length; i++)
        {
            squares[i] *= squares[i];
            masses[i] *= rule.Weights[i];
        }

        return panels.Select(_ => new SampledNorm(squares, masses));
    }

    /// <inheritdoc/>
    public double LogLaplace(double u)
    {
        // Σ m (e^{−uq} − 1): by its series where that is small, so that nothing cancels; the masses need not sum to 1 exactly.
        double x = u * _largest;
        if (x < SeriesBelow) return Elementary.Log1p(x * (-_moments[0] + x * (_moments[1] / 2 - x * (_moments[2] / 6 - x * _moments[3] / 24))));
        Span<double> terms = _squares.Length <= 4096 ? stackalloc double[_squares.Length] : new double[_squares.Length];
        TensorPrimitives.Multiply(_squares, -u, terms);
        Exponential.OfNonPositive(terms);
        return Elementary.Log1p(Math.Max(TensorPrimitives.Dot(terms, _masses) - _mass, -1));
    }
}
