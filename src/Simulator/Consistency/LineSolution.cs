using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>f_T of a mixture on the line on a grid, with the same on a grid of half as many points to judge it by.</summary>
internal sealed class LineSolution : ExactSolution
{
    /// <summary>Rounding error of f_T per √T, relative to the size of X_1.</summary>
    private const double Rounding = 2e-15;

    private readonly GridRefinement _refinement;
    private readonly UniformInterpolant _function;
    private readonly UnivariateMixture _first, _last;
    private readonly double _rounding;

    public LineSolution(QuantileFlow flow, GridRefinement refinement, StepErrors approximation)
        : base(refinement.Fine, flow)
    {
        int steps = flow.Schedule.Steps;
        _refinement = refinement;
        _function = refinement.Fine.Interpolant;
        (_first, _last) = (flow.Law(1), flow.Law(steps));
        _rounding = Rounding * Math.Sqrt(steps) * (Math.Abs(_first.Mean) + Math.Sqrt(_first.Variance));
        Approximation = approximation;

        double point = double.NaN;
        double coupling = GridRefinement.MeanUnderNormal(z => Math.Abs(_function.Evaluate(z) - (point = _first.FromNormalScore(z, point))));
        double error = refinement.MeanError;
        bool ok = IsIncreasing() && error <= LineSolver.Tolerance(_first, coupling);
        NumericalError = new Outcome<double>(
            error + _rounding, ok ? Status.Ok : Status.NotConverged, new Diagnostics(error + _rounding, _function.Count));
    }

    /// <inheritdoc/>
    public override Outcome<double> NumericalError { get; }

    /// <inheritdoc/>
    public override int Intervals => _function.Count - 1;

    /// <inheritdoc/>
    public override StepErrors Approximation { get; }

    /// <inheritdoc/>
    public override Measured LipschitzConstant => _refinement.LipschitzConstant;

    /// <inheritdoc/>
    public override void ErrorAt(PointBatch points, Span<double> result)
    {
        for (int i = 0; i < points.Count; i++)
            result[i] = _refinement.ErrorAt(points.Data[i]) + _rounding;
    }

    /// <summary>f_T' at a point, of the interpolant, with what the coarser grid says of its error.</summary>
    /// <param name="x">The point.</param>
    public Measured SlopeAt(double x) => new(_function.Derivative(x), _refinement.SlopeErrorAt(x) + _rounding / _function.Step);

    /// <inheritdoc/>
    public override SamplingErrors Measure()
    {
        Outcome<double> w1 = LineDistance.MeanAbsolute(FromNoise((f, v) => f - v), _first);
        Outcome<double> w2 = LineDistance.RootMeanSquare(FromNoise((f, v) => (f - v) * (f - v)), _first);
        bool covered = NoiseIsCovered();
        Outcome<double> coupling = covered
            ? LineDistance.MeanAbsolute(FromLast(underNoise: true), _first)
            : LineDistance.MeanAbsolute(UnderNormal(z => _function.Evaluate(z) - Forth(z)), UnivariateMixture.StandardNormal);
        Outcome<double> proof = LineDistance.MeanAbsolute(FromLast(underNoise: false), _first);
        Outcome<double> initialisation = covered
            ? LineDistance.MeanAbsolute(Initialisation, _first)
            : LineDistance.MeanAbsolute(UnderNormal(z => Forth(z) - _first.FromNormalScore(z)), UnivariateMixture.StandardNormal);
        Outcome<double> start = LineDistance.W1(UnivariateMixture.StandardNormal, _last);

        return SamplingErrors.Of(
            new SamplingIntegrals(w1, w2, coupling, proof, initialisation, start),
            "quantile integral",
            LipschitzConstant,
            _refinement.MeanError + _rounding,
            _refinement.RootMeanSquareError + _rounding,
            NumericalError.Status);
    }

    /// <inheritdoc/>
    public override BlockErrors Errors()
    {
        BatchFunction density = (v, y) => Pointwise.Fill(v, y, _first.Pdf);
        Outcome<SampledNorm> optimal = LineDistance.LawOf((v, y) => Pointwise.Fill(v, y, p => _function.Evaluate(_first.NormalScore(p)) - p), density, _first);
        bool covered = NoiseIsCovered();
        UnivariateMixture noise = UnivariateMixture.StandardNormal;
        BatchFunction normal = (z, y) => Pointwise.Fill(z, y, Normal.Pdf);
        Outcome<SampledNorm> coupled = covered
            ? LineDistance.LawOf(LearnedMinusFlow, UnderNoise, _first)
            : LineDistance.LawOf((z, y) => Pointwise.Fill(z, y, p => _function.Evaluate(p) - Forth(p)), normal, noise);
        Outcome<SampledNorm> underLast = LineDistance.LawOf(LearnedMinusFlow, density, _first);
        Outcome<SampledNorm> initial = covered
            ? LineDistance.LawOf((v, y) => Pointwise.Fill(v, y, p => p - _first.FromNormalScore(Back(p))), UnderNoise, _first)
            : LineDistance.LawOf((z, y) => Pointwise.Fill(z, y, p => Forth(p) - _first.FromNormalScore(p)), normal, noise);
        Outcome<SampledNorm> start = LineDistance.LawOf(
            (x, y) => Pointwise.Fill(x, y, p => _last.NormalScore(p) - p), (x, y) => Pointwise.Fill(x, y, _last.Pdf), _last);
        return BlockErrors.OfOne(coupled, optimal, initial, underLast, start, _refinement.RootMeanSquareError + _rounding, NumericalError.Status);
    }

    /// <summary>
    /// Whether the ends v of flow lines, as far as q_1 has mass, hold the mass of Φ_{T→1}(Z), too. They do when q_T is nearly N(0, 1); else means over Z
    /// are taken over Z itself, where Φ may be steep but nothing is missed.
    /// </summary>
    private bool NoiseIsCovered()
    {
        const double Missing = 1e-9;
        double[] breakpoints = LineDistance.Breakpoints(_first);
        Outcome<double> mass = AdaptiveQuadrature.Integrate(UnderNoise, breakpoints, 0.1 * Missing, 0);
        return mass.Status == Status.Ok && Math.Abs(mass.Value - 1) <= Missing;
    }

    /// <summary>h(z) φ(z).</summary>
    private static BatchFunction UnderNormal(Func<double, double> h) => (z, y) => Pointwise.Fill(z, y, p => h(p) * Normal.Pdf(p));

    /// <summary>Φ_{T→1}.</summary>
    private double Forth(double x) => _first.PointAt(_last.RankOf(x));

    /// <summary>Φ_{T→1}⁻¹.</summary>
    private double Back(double v) => _last.PointAt(_first.RankOf(v));

    private void LearnedMinusFlow(ReadOnlySpan<double> v, Span<double> y) => Pointwise.Fill(v, y, p => _function.Evaluate(Back(p)) - p);

    /// <summary>Density of v = Φ_{T→1}(Z).</summary>
    private void UnderNoise(ReadOnlySpan<double> v, Span<double> y) => Pointwise.Fill(v, y, p =>
    {
        double x = Back(p);
        return Math.Exp(_first.LogPdf(p) + Normal.LogPdf(x) - _last.LogPdf(x));
    });

    /// <summary>Monotone couplings need an increasing f_T; the exact one is, also for DDIM steps on the line.</summary>
    private bool IsIncreasing()
    {
        double previous = double.NegativeInfinity;
        foreach ((double point, _) in GridRefinement.ResolvedBy(_function))
        {
            double value = _function.Evaluate(point);
            if (value < previous - _rounding) return false;
            previous = value;
        }

        return true;
    }

    /// <summary>g(f_T(z(v)), v) q_1(v) with z(v) = Φ_N⁻¹(F_1(v)), the inverse of Φ_∞.</summary>
    private BatchFunction FromNoise(Func<double, double, double> g) => (v, y) =>
    {
        for (int i = 0; i < v.Length; i++)
            y[i] = g(_function.Evaluate(_first.NormalScore(v[i])), v[i]) * _first.Pdf(v[i]);
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
            y[i] = (_function.Evaluate(x) - v[i]) * Math.Exp(log);
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
