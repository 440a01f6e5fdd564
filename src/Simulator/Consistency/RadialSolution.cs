using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>
/// f_T of a rotation invariant law on a grid of radii, with the same on a coarser grid to judge it by. All distances are those of the radii
/// (section 5).
/// </summary>
internal sealed class RadialSolution : ExactSolution
{
    /// <summary>Rounding error of f_T per √T, relative to the size of X_1.</summary>
    private const double Rounding = 4e-15;

    private readonly RadialRefinement _refinement;
    private readonly RadialInterpolant _profile;
    private readonly RadialMixture _first, _last, _noise;
    private readonly double _rounding;

    public RadialSolution(RadialFlow flow, RadialRefinement refinement, StepErrors approximation)
        : base(refinement.Fine, flow)
    {
        int steps = flow.Schedule.Steps;
        _refinement = refinement;
        _profile = refinement.Fine.Profile;
        (_first, _last, _noise) = (flow.Law(1), flow.Law(steps), RadialMixture.StandardNormal(flow.Dimension));
        double size = Math.Sqrt(_first.SecondMoment), error = refinement.MeanError;
        _rounding = Rounding * Math.Sqrt(steps) * size + RankRounding(size);
        Approximation = approximation;

        double point = double.NaN;
        double distance = RadialRefinement.MeanUnderNormal(
            flow.Dimension, r => Math.Abs(_profile.Evaluate(r) - (point = _first.PointAt(_noise.LogTails(r), point))));
        bool ok = IsIncreasing(size) && error <= LineSolver.Tolerance(size, distance);
        NumericalError = new Outcome<double>(
            error + _rounding, ok ? Status.Ok : Status.NotConverged, new Diagnostics(error + _rounding, _profile.Grid.Intervals + 1));
    }

    /// <inheritdoc/>
    public override Outcome<double> NumericalError { get; }

    /// <inheritdoc/>
    public override int Intervals => _profile.Grid.Intervals;

    /// <inheritdoc/>
    public override StepErrors Approximation { get; }

    /// <inheritdoc/>
    public override Measured LipschitzConstant => _refinement.LipschitzConstant;

    /// <inheritdoc/>
    public override void ErrorAt(PointBatch points, Span<double> result)
    {
        for (int i = 0; i < points.Count; i++)
            result[i] = _refinement.ErrorAt(Radii.Norm(points[i])) + _rounding;
    }

    /// <inheritdoc/>
    public override SamplingErrors Measure()
    {
        Outcome<double> w1 = RadialDistance.MeanAbsolute(FromNoise(difference => difference), _first);
        Outcome<double> w2 = RadialDistance.RootMeanSquare(FromNoise(difference => difference * difference), _first);
        bool covered = NoiseIsCovered();
        Outcome<double> coupling = covered
            ? RadialDistance.MeanAbsolute(FromLast(underNoise: true), _first)
            : RadialDistance.MeanAbsolute(UnderNormal(r => _profile.Evaluate(r) - Forth(r)), _noise);
        Outcome<double> proof = RadialDistance.MeanAbsolute(FromLast(underNoise: false), _first);
        Outcome<double> initialisation = covered
            ? RadialDistance.MeanAbsolute(Initialisation, _first)
            : RadialDistance.MeanAbsolute(UnderNormal(r => Forth(r) - _first.PointAt(_noise.LogTails(r))), _noise);
        Outcome<double> start = RadialDistance.W1(_noise, _last);

        return SamplingErrors.Of(
            new SamplingIntegrals(w1, w2, coupling, proof, initialisation, start),
            "quantile integral of radii",
            LipschitzConstant,
            _refinement.MeanError + _rounding,
            _refinement.RootMeanSquareError + _rounding,
            NumericalError.Status);
    }

    /// <inheritdoc/>
    public override BlockErrors Errors()
    {
        Outcome<SampledNorm> optimal = LawOf(v => _profile.Evaluate(NoiseRadius(v)) - v, _first.Pdf);
        bool covered = NoiseIsCovered();
        Outcome<SampledNorm> coupled = covered ? LawOf(v => _profile.Evaluate(Back(v)) - v, UnderNoise) : LawUnderNormal(r => _profile.Evaluate(r) - Forth(r));
        Outcome<SampledNorm> underLast = LawOf(v => _profile.Evaluate(Back(v)) - v, _first.Pdf);
        Outcome<SampledNorm> initial = covered
            ? LawOf(v => v - _first.PointAt(_noise.LogTails(Back(v)), v), UnderNoise)
            : LawUnderNormal(r => Forth(r) - _first.PointAt(_noise.LogTails(r)));
        Outcome<SampledNorm> start = RadialDistance.LawOf(
            (r, y) => Pointwise.Fill(r, y, p => _noise.PointAt(_last.LogTailsOf(_last.RankOf(p)), p) - p), (r, y) => Pointwise.Fill(r, y, _last.Pdf), _last);
        return BlockErrors.OfOne(coupled, optimal, initial, underLast, start, _refinement.RootMeanSquareError + _rounding, NumericalError.Status);
    }

    /// <summary>
    /// The law of a squared difference of radii: in every coupling here points keep their direction, so that it is that of the vectors, too.
    /// </summary>
    private Outcome<SampledNorm> LawOf(Func<double, double> difference, Func<double, double> density)
        => RadialDistance.LawOf(
            (v, y) => Pointwise.Fill(v, y, p => _first.Pdf(p) == 0 ? 0 : difference(p)), (v, y) => Pointwise.Fill(v, y, p => _first.Pdf(p) == 0 ? 0 : density(p)), _first);

    /// <summary>
    /// What rounding of radii of X_1 does to f_T: on a thin shell the last digit of a radius is a part of its deviation that can be felt, and moves its rank, the radius of noise of that rank, and f_T there.
    /// </summary>
    private double RankRounding(double size)
    {
        const double Deviations = 3, LastDigit = 1.0 / (1L << 53);
        (double low, double high) = _noise.Extent(Deviations);
        double perDeviation = (_profile.Evaluate(high) - _profile.Evaluate(low)) / (2 * Deviations);
        return Math.Abs(perDeviation) * LastDigit * size / _first.Narrowest;
    }

    /// <summary>The same for a difference at radii of noise.</summary>
    private Outcome<SampledNorm> LawUnderNormal(Func<double, double> difference)
        => RadialDistance.LawOf((r, y) => Pointwise.Fill(r, y, difference), (r, y) => Pointwise.Fill(r, y, _noise.Pdf), _noise);

    /// <summary>h(ρ) times the density of noise.</summary>
    private BatchFunction UnderNormal(Func<double, double> h) => (r, y) => Pointwise.Fill(r, y, p => h(p) * _noise.Pdf(p));

    /// <summary>
    /// Whether the ends v of flow lines, as far as q_1 has mass, hold the mass of ‖Φ_{T→1}(Z)‖, too. They do when q_T is nearly N(0, I); where a chain ends too early, in high dimensions, q_T and noise lie on shells that have
    /// nothing in common, and means over Z are taken over Z itself.
    /// </summary>
    private bool NoiseIsCovered()
    {
        double missing = 1e-9 + 1e-14 * Dimension;
        Outcome<double> mass = AdaptiveQuadrature.Integrate(
            (v, y) => Pointwise.Fill(v, y, p => _first.Pdf(p) == 0 ? 0 : UnderNoise(p)), _first.Breakpoints(), 0.1 * missing, 0);
        return mass.Status == Status.Ok && Math.Abs(mass.Value - 1) <= missing;
    }

    /// <summary>Φ_{T→1} of a radius.</summary>
    private double Forth(double r) => _first.PointAt(_last.RankOf(r));

    private int Dimension => _first.Dimension;

    /// <summary>The radius of noise that Φ_∞ carries to v.</summary>
    private double NoiseRadius(double v) => _noise.PointAt(_first.LogTailsOf(_first.RankOf(v)), v);

    /// <summary>Φ_{T→1}⁻¹ of a radius.</summary>
    private double Back(double v) => _last.PointAt(_first.RankOf(v), v);

    /// <summary>Density of v = ‖Φ_{T→1}(Z)‖.</summary>
    private double UnderNoise(double v)
    {
        double r = Back(v);
        return Math.Exp(_first.LogPdf(v) + _noise.LogPdf(r) - _last.LogPdf(r));
    }

    /// <summary>
    /// The monotone rearrangement is the optimal one only if g_T increases. Where noise does not get to (near the centre, where a steep g_T may not be
    /// resolved) it does not matter.
    /// </summary>
    private bool IsIncreasing(double size)
    {
        const double Negligible = -32;
        double low = _noise.PointAt((Negligible, 0)), high = _noise.PointAt((0, Negligible));
        ReadOnlySpan<double> values = _profile.Values;
        for (int i = 1; i < values.Length && _profile.Grid[i] <= high; i++)
        {
            if (_profile.Grid[i - 1] >= low && !(values[i] >= values[i - 1] - 1e-10 * size)) return false;
        }

        return true;
    }

    /// <summary>h(g_T(ρ(v)) − v) p_1(v) with ρ(v) the radius of noise that Φ_∞ carries to v.</summary>
    private BatchFunction FromNoise(Func<double, double> h)
    {
        double guess = double.NaN;
        return (v, y) =>
        {
            for (int i = 0; i < v.Length; i++)
            {
                y[i] = 0;
                double density = _first.Pdf(v[i]);
                if (density == 0) continue;
                guess = _noise.PointAt(_first.LogTailsOf(_first.RankOf(v[i])), guess);
                y[i] = h(_profile.Evaluate(guess) - v[i]) * density;
            }
        };
    }

    /// <summary>
    /// g_T(ρ) − v at ρ = Φ_{T→1}⁻¹(v), weighted with the law of v = Φ_{T→1}(‖X‖): X ~ N(0, I), or X ~ q_T, for which it is p_1.
    /// </summary>
    private BatchFunction FromLast(bool underNoise)
    {
        double guess = double.NaN;
        return (v, y) =>
        {
            for (int i = 0; i < v.Length; i++)
            {
                y[i] = 0;
                double log = _first.LogPdf(v[i]);
                if (log < -700) continue;
                guess = _last.PointAt(_first.RankOf(v[i]), guess);
                if (underNoise) log += _noise.LogPdf(guess) - _last.LogPdf(guess);
                y[i] = (_profile.Evaluate(guess) - v[i]) * Math.Exp(log);
            }
        };
    }

    /// <summary>Difference of the distribution functions of ‖Φ_{T→1}(Z)‖ and ‖X_1‖, taken at time T.</summary>
    private void Initialisation(ReadOnlySpan<double> v, Span<double> y)
    {
        double guess = double.NaN;
        for (int i = 0; i < v.Length; i++)
        {
            guess = v[i] > 0 ? _last.PointAt(_first.RankOf(v[i]), guess) : 0;
            y[i] = RadialDistance.CdfDifference(_noise, _last, guess);
        }
    }
}
