using System.Collections.Immutable;
using System.Numerics.Tensors;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Simd;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;

namespace Simulator.Consistency;

/// <summary>
/// The exact recursion on the line for a Gaussian mixture (D). Given X_t = x, X_0 is a mixture Σ r_k N(μ_k, C_k) with
/// <c>r_k ∝ w_k N(x; √ᾱ m_k, V_k)</c>, <c>μ_k = m_k + √ᾱ S_k (x − √ᾱ m_k)/V_k</c>, <c>C_k = (1−ᾱ) S_k/V_k</c>, <c>V_k = ᾱ S_k + 1 − ᾱ</c>,
/// and X_{t−1} = a_t x + b_t X_0. f_t is kept on a grid of n points that follows the extent of q_t; the expectation is a normal
/// quadrature per component. No sampling.
/// </summary>
public sealed class LineRecursion : ConsistencyRecursion
{
    /// <summary>The grid covers at least this many standard deviations of every component; beyond it f grows linearly.</summary>
    private const double LeastReach = 9;

    /// <summary>And at most this many, where q_T is far narrower than the noise that samples start from.</summary>
    private const double GreatestReach = 60;

    private readonly Learner _learner;
    private readonly bool _measures;
    private readonly ImmutableArray<double> _weights, _means, _deviations;
    private readonly double[] _table, _scratch, _grid;
    private readonly double[] _logWeights;
    private readonly double _reach, _mean, _variance;
    private readonly NormalLine[] _lines;
    private readonly NormalTerm[] _terms;
    private UniformInterpolant _current;

    /// <summary>Starts the recursion.</summary>
    /// <param name="law">The law of X_0.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="points">n, grid points, at least <see cref="UniformInterpolant.MinimumCount"/>.</param>
    /// <param name="learner">Which steps to take; null for the exact ones.</param>
    /// <param name="measuresApproximation">Whether to compute <see cref="Approximation"/>, too: most of the work of DDIM steps.</param>
    public LineRecursion(
        UnivariateMixture law, Schedule schedule, int points, Learner? learner = null, bool measuresApproximation = true)
        : base(schedule)
    {
        ArgumentNullException.ThrowIfNull(law);
        _learner = learner ?? Learner.Exact;
        (_mean, _variance) = (law.Mean, law.Variance);
        _measures = measuresApproximation;
        (_weights, _means, _deviations) = (law.Weights, law.Means, law.StandardDeviations);
        _table = new double[law.Count * points];
        _scratch = new double[2 * points];
        _grid = new double[points];
        _logWeights = [.. _weights.Select(Math.Log)];
        _lines = new NormalLine[law.Count];
        _terms = new NormalTerm[law.Count];
        _reach = Math.Clamp(_deviations.Zip(_means, ReachOfNoise).Min(), LeastReach, GreatestReach);
        (double low, double step) = PlaceGrid(1);
        FillGrid(low, step);
        _current = new UniformInterpolant(low, step, _grid);
    }

    /// <inheritdoc/>
    public override ConsistencyFunction Current => new LineFunction(Time, _current);

    /// <summary>
    /// Σ_{k ≤ t} E|f_k^F − f_k*| and Σ_{k ≤ t} (E|f_k^F − f_k*|²)^{1/2}, X_k ~ q_k, the distance of the steps taken from the exact ones; 0 for the exact learner.
    /// </summary>
    public (double Mean, double Root) Approximation { get; private set; }

    /// <inheritdoc/>
    protected override void AdvanceTo(int t)
    {
        (double low, double step) = PlaceGrid(t);
        Responsibilities(t, low, step);
        UniformInterpolant? exact = _learner.Kind == LearnerKind.Exact || _measures ? Average(t, low, step) : null;
        FillGrid(low, step);
        if (_learner.Kind == LearnerKind.Exact)
        {
            _current = WithError(t, exact!);
            return;
        }

        UniformInterpolant composed = Compose(t, low, step);
        if (exact is not null)
        {
            (double mean, double root) = Difference(t, composed, exact);
            Approximation = (Approximation.Mean + mean, Approximation.Root + root);
        }

        _current = WithError(t, composed);
    }

    /// <summary>Adds the error that is injected into this step, if there is one.</summary>
    private UniformInterpolant WithError(int t, UniformInterpolant function)
    {
        double slope = _learner.ErrorSlope(t, Schedule[t], 1, _variance), centre = Schedule[t].Signal * _mean;
        if (slope == 0) return function;
        double[] values = function.Values.ToArray();
        for (int i = 0; i < values.Length; i++)
            values[i] += slope * (_grid[i] - centre);
        return new UniformInterpolant(function.Low, function.Step, values);
    }

    /// <summary>How many of a component's standard deviations at time T reach as far as N(0, 1), at which f_T is sampled.</summary>
    private double ReachOfNoise(double deviation, double mean)
    {
        NoiseLevel last = Schedule[Schedule.Steps];
        return (LeastReach + Math.Abs(last.Signal * mean)) / Math.Sqrt(last.MarginalVariance(deviation * deviation));
    }

    private (double Low, double Step) PlaceGrid(int t)
    {
        NoiseLevel level = Schedule[t];
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int k = 0; k < _means.Length; k++)
        {
            double centre = level.Signal * _means[k], reach = _reach * Math.Sqrt(level.MarginalVariance(_deviations[k] * _deviations[k]));
            low = Math.Min(low, centre - reach);
            high = Math.Max(high, centre + reach);
        }

        return (low, (high - low) / (_grid.Length - 1));
    }

    private void FillGrid(double low, double step)
    {
        for (int i = 0; i < _grid.Length; i++)
            _grid[i] = low + i * step;
    }

    /// <summary>r_k at the grid points, component by component.</summary>
    private void Responsibilities(int t, double low, double step)
    {
        NoiseLevel level = Schedule[t];
        for (int k = 0; k < _terms.Length; k++)
        {
            double variance = level.MarginalVariance(_deviations[k] * _deviations[k]);
            _terms[k] = new NormalTerm(level.Signal * _means[k], 0.5 / variance, _logWeights[k] - 0.5 * Math.Log(variance));
        }

        NormalResponsibilities.Fill(_terms, low, step, _table);
    }

    /// <summary>f_t*(x) = E[f_{t−1}(a x + b X_0) | X_t = x] on the grid.</summary>
    private UniformInterpolant Average(int t, double low, double step)
    {
        NoiseLevel level = Schedule[t];
        double a = Schedule.PairSlope(t), b = Schedule.PairGain(t), inverseStep = 1 / _current.Step;
        for (int k = 0; k < _lines.Length; k++)
        {
            double s = _deviations[k], variance = level.MarginalVariance(s * s), gain = level.Signal * s * s / variance;
            double mean = a * low + b * (_means[k] + gain * (low - level.Signal * _means[k]));
            _lines[k] = new NormalLine(
                (a + b * gain) * step * inverseStep,
                (mean - _current.Low) * inverseStep,
                b * s * level.Noise / Math.Sqrt(variance) * inverseStep);
        }

        return _current.NormalAverages(_lines, _table, low, step);
    }

    /// <summary>f_{t−1}(E[X_{t−1} | X_t = x]) on the grid: one DDIM step.</summary>
    private UniformInterpolant Compose(int t, double low, double step)
    {
        NoiseLevel level = Schedule[t];
        double a = Schedule.PairSlope(t), b = Schedule.PairGain(t);
        int n = _grid.Length;
        Span<double> mean = _scratch.AsSpan(0, n), values = _scratch.AsSpan(n, n);
        TensorPrimitives.Multiply(_grid, a, mean);
        for (int k = 0; k < _means.Length; k++)
        {
            double s = _deviations[k], gain = level.Signal * s * s / level.MarginalVariance(s * s);
            for (int i = 0; i < n; i++)
                mean[i] += b * _table[k * n + i] * (_means[k] + gain * (_grid[i] - level.Signal * _means[k]));
        }

        _current.Evaluate(mean, values);
        return new UniformInterpolant(low, step, values);
    }

    /// <summary>E|f − g| and (E|f − g|²)^{1/2} under q_t by the trapezoidal rule on the grid.</summary>
    private (double Mean, double Root) Difference(int t, UniformInterpolant f, UniformInterpolant g)
    {
        var law = new UnivariateMixture(_weights.AsSpan(), _means.AsSpan(), _deviations.AsSpan())
            .Smoothed(Schedule[t].Signal, Schedule[t].OneMinusAlphaBar);
        double mean = 0, square = 0;
        for (int i = 0; i < _grid.Length; i++)
        {
            double mass = law.Pdf(_grid[i]) * f.Step, difference = Math.Abs(f.Values[i] - g.Values[i]);
            mean += mass * difference;
            square += mass * difference * difference;
        }

        return (mean, Math.Sqrt(square));
    }
}
