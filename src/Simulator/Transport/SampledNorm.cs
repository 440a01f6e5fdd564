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
    /// <summary>Up to this uq the terms of the exponential series that are kept are exact to rounding.</summary>
    private const double SeriesBelow = 0.01;

    private const int SeriesTerms = 6;

    private readonly double[] _squares, _masses, _moments, _massAbove;

    private SampledNorm(double[] squares, double[] masses)
    {
        Array.Sort(squares, masses);
        int zeros = Array.FindLastIndex(squares, q => !(q > 0)) + 1, n = squares.Length - zeros;
        (_squares, _masses) = (squares[zeros..], masses[zeros..]);
        SecondMoment = TensorPrimitives.Dot<double>(_masses, _squares);
        Mean = _masses.Zip(_squares, (m, q) => m * Math.Sqrt(q)).Sum();

        // Σ_{j ≤ i} m_j (q_j/q_i)^p, which neither over- nor underflows however far the squares are apart.
        _moments = new double[SeriesTerms * n];
        _massAbove = new double[n + 1];
        for (int i = 0; i < n; i++)
        {
            double ratio = i == 0 ? 0 : _squares[i - 1] / _squares[i], power = 1;
            for (int p = 0; p < SeriesTerms; p++)
            {
                power *= ratio;
                _moments[i * SeriesTerms + p] = _masses[i] + (i == 0 ? 0 : power * _moments[(i - 1) * SeriesTerms + p]);
            }
        }

        for (int i = n - 1; i >= 0; i--)
            _massAbove[i] = _massAbove[i + 1] + _masses[i];
    }

    /// <inheritdoc/>
    public double SecondMoment { get; }

    /// <inheritdoc/>
    public double? Mean { get; }

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

    /// <summary>The law of difference² from nodes of a quadrature.</summary>
    /// <param name="differences">The difference at the nodes.</param>
    /// <param name="masses">The masses of the nodes: weights of the rule times the density.</param>
    /// <exception cref="ArgumentException">Differences and masses are not equally many.</exception>
    public static SampledNorm OfNodes(ReadOnlySpan<double> differences, ReadOnlySpan<double> masses)
    {
        if (differences.Length != masses.Length) throw new ArgumentException("Differences and masses must be equally many.", nameof(masses));
        double[] squares = new double[differences.Length];
        TensorPrimitives.Multiply(differences, differences, squares);
        return new SampledNorm(squares, masses.ToArray());
    }

    /// <inheritdoc/>
    public double LogLaplace(double u)
    {
        // Σ m (e^{−uq} − 1): by its series where uq is small, so that nothing cancels; the masses need not sum to 1 exactly.
        int small = Array.BinarySearch(_squares, SeriesBelow / u);
        small = small < 0 ? ~small : small + 1;
        double sum = 0;
        if (small > 0)
        {
            double x = -u * _squares[small - 1];
            for (int p = SeriesTerms; p >= 1; p--)
                sum = x / p * (_moments[(small - 1) * SeriesTerms + p - 1] + sum);
        }

        int large = _squares.Length - small;
        if (large > 0)
        {
            Span<double> terms = large <= 4096 ? stackalloc double[large] : new double[large];
            TensorPrimitives.Multiply(_squares.AsSpan(small), -u, terms);
            Exponential.OfNonPositive(terms);
            sum += TensorPrimitives.Dot<double>(terms, _masses.AsSpan(small)) - _massAbove[small];
        }

        return Elementary.Log1p(Math.Max(sum, -1));
    }
}
