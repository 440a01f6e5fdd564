using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Statistics;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>f_T of a mixture on the line on a grid, with the same on a grid of half as many points to judge it by.</summary>
internal sealed class LineSolution : ExactSolution
{
    /// <summary>Points for means over N(0, 1) of smooth functions, trapezoidal over ±9.</summary>
    private const int ScanCount = 721;

    private const double ScanReach = 9;

    private readonly UniformInterpolant _fine, _coarse;
    private readonly UnivariateMixture _first, _last;
    private readonly double _meanError, _rootError;

    public LineSolution(QuantileFlow flow, LineFunction fine, LineFunction coarse, double approximation)
        : base(fine, flow)
    {
        (_fine, _coarse) = (fine.Interpolant, coarse.Interpolant);
        (_first, _last) = (flow.Law(1), flow.Law(flow.Schedule.Steps));
        Approximation = approximation;

        double mean = 0, square = 0, coupling = 0, point = double.NaN, step = 2 * ScanReach / (ScanCount - 1);
        bool increasing = true;
        double previous = double.NegativeInfinity;
        for (int i = 0; i < ScanCount; i++)
        {
            double z = -ScanReach + i * step, weight = step * Normal.Pdf(z), value = _fine.Evaluate(z);
            double error = Math.Abs(value - _coarse.Evaluate(z)) / LineSolver.RefinementGain;
            mean += weight * error;
            square += weight * error * error;
            increasing &= value >= previous || weight < 1e-14;
            previous = value;
            point = _first.FromNormalScore(z, point);
            coupling += weight * Math.Abs(value - point);
        }

        (_meanError, _rootError) = (mean, Math.Sqrt(square));
        bool ok = increasing && mean <= LineSolver.Tolerance(_first, coupling);
        NumericalError = new Outcome<double>(mean, ok ? Status.Ok : Status.NotConverged, new Diagnostics(mean, _fine.Count));
    }

    /// <inheritdoc/>
    public override Outcome<double> NumericalError { get; }

    /// <inheritdoc/>
    public override double Approximation { get; }

    /// <inheritdoc/>
    public override void ErrorAt(PointBatch points, Span<double> result)
    {
        for (int i = 0; i < points.Count; i++)
            result[i] = Math.Abs(_fine.Evaluate(points.Data[i]) - _coarse.Evaluate(points.Data[i])) / LineSolver.RefinementGain;
    }

    /// <inheritdoc/>
    public override SamplingErrors Measure()
    {
        Outcome<double> w1 = LineDistance.MeanAbsolute(FromNoise((f, v) => f - v), _first);
        Outcome<double> w2 = LineDistance.RootMeanSquare(FromNoise((f, v) => (f - v) * (f - v)), _first);
        Outcome<double> coupling = LineDistance.MeanAbsolute(FromLast(underNoise: true), _first);
        Outcome<double> proof = LineDistance.MeanAbsolute(FromLast(underNoise: false), _first);
        Outcome<double> initialisation = LineDistance.MeanAbsolute(Initialisation, _first);
        Outcome<double> start = LineDistance.W1(UnivariateMixture.StandardNormal, _last);

        double lipschitz = Function.LipschitzConstant;
        Status status = NumericalError.Status;
        foreach (Outcome<double> part in (Outcome<double>[])[w1, w2, coupling, proof, initialisation, start])
            status = status.Worst(part.Status);
        const string By = "quantile integral";
        return new SamplingErrors(
            DistanceInterval.Around(w1.Value, w1.Diagnostics.ErrorEstimate + _meanError, By),
            DistanceInterval.Around(w2.Value, w2.Diagnostics.ErrorEstimate + _rootError, By),
            new Measured(coupling.Value, coupling.Diagnostics.ErrorEstimate + _meanError),
            new Measured(w1.Value, w1.Diagnostics.ErrorEstimate + _meanError),
            new Measured(initialisation.Value, initialisation.Diagnostics.ErrorEstimate),
            new Measured(
                lipschitz * start.Value + proof.Value,
                lipschitz * start.Diagnostics.ErrorEstimate + proof.Diagnostics.ErrorEstimate + _meanError),
            status);
    }

    /// <summary>g(f_T(z(v)), v) q_1(v) with z(v) = Φ_N⁻¹(F_1(v)), the inverse of Φ_∞.</summary>
    private BatchFunction FromNoise(Func<double, double, double> g) => (v, y) =>
    {
        for (int i = 0; i < v.Length; i++)
            y[i] = g(_fine.Evaluate(_first.NormalScore(v[i])), v[i]) * _first.Pdf(v[i]);
    };

    /// <summary>
    /// f_T(x) − v at x = Φ_{T→1}⁻¹(v), weighted with the law of v = Φ_{T→1}(X): X ~ N(0, 1), or X ~ q_T, for which it is q_1.
    /// </summary>
    private BatchFunction FromLast(bool underNoise) => (v, y) =>
    {
        double x = double.NaN;
        for (int i = 0; i < v.Length; i++)
        {
            x = _last.PointAt(_first.RankOf(v[i]), x);
            double log = _first.LogPdf(v[i]);
            if (underNoise) log += Normal.LogPdf(x) - _last.LogPdf(x);
            y[i] = (_fine.Evaluate(x) - v[i]) * Math.Exp(log);
        }
    };

    /// <summary>Difference of the distribution functions of Φ_{T→1}(Z) and Φ_∞(Z), taken at time T where it is one of tails.</summary>
    private void Initialisation(ReadOnlySpan<double> v, Span<double> y)
    {
        double x = double.NaN;
        for (int i = 0; i < v.Length; i++)
        {
            x = _last.PointAt(_first.RankOf(v[i]), x);
            y[i] = x <= 0 ? Normal.Cdf(x) - _last.Cdf(x) : _last.UpperTail(x) - Normal.UpperTail(x);
        }
    }
}
