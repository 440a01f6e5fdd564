using Simulator.Numerics.Functions;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;

namespace Simulator.Consistency;

/// <summary>
/// One step t−1 → t of the recursion for one component of a rotation invariant law: means over X_0 given X_t = x and the component, as
/// functions of ρ = ‖x‖. X_{t−1} = a x + b X_0.
/// </summary>
internal abstract class RadialStep
{
    /// <summary>The step of a component of X_0.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="component">A sphere or a Gaussian.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="t">2 … T.</param>
    /// <param name="nodes">How fine the quadrature is: nodes over the angle of a sphere.</param>
    public static RadialStep Of(int dimension, RadialComponent component, Schedule schedule, int t, int nodes)
        => component.Deviation == 0
            ? new SphereStep(dimension, component.Radius, schedule, t, nodes)
            : new GaussianStep(dimension, component.Deviation, schedule, t, nodes);

    /// <summary>E[g(‖X_{t−1}‖) cos∠(X_{t−1}, x)]: the radial part of E f_{t−1}(X_{t−1}).</summary>
    /// <param name="g">g_{t−1}.</param>
    /// <param name="radius">ρ, positive.</param>
    public abstract double Average(RadialInterpolant g, double radius);

    /// <summary>The radial part of E X_0.</summary>
    /// <param name="radius">ρ, not negative.</param>
    public abstract double PosteriorMean(double radius);

    /// <summary>
    /// On the sphere of radius R, X_0 is von Mises–Fisher around x with concentration κ = √ᾱ R ρ/(1−ᾱ) (D): its mean is R I_{ν+1}(κ)/I_ν(κ),
    /// ν = d/2 − 1.
    /// </summary>
    private sealed class SphereStep(int dimension, double sphere, Schedule schedule, int t, int nodes) : RadialStep
    {
        private readonly QuadratureRule _legendre = GaussLegendre.Rule(nodes);
        private readonly double[] _cosines = new double[nodes], _weights = new double[nodes], _norms = new double[nodes], _ratios = new double[nodes];
        private readonly double _a = schedule.PairSlope(t), _b = schedule.PairGain(t) * sphere;
        private readonly double _concentration = schedule[t].Signal * sphere / schedule[t].OneMinusAlphaBar;

        public override double PosteriorMean(double radius) => sphere * BesselI.Ratio(0.5 * dimension - 1, _concentration * radius);

        public override double Average(RadialInterpolant g, double radius)
        {
            VonMisesFisher.Fill(dimension, _concentration * radius, _legendre, _cosines, _weights);
            double along = _a * radius, sum = 0;
            for (int i = 0; i < _cosines.Length; i++)
                _norms[i] = Math.Sqrt(Math.Max(0, (along - _b) * (along - _b) + 2 * along * _b * (1 + _cosines[i])));
            g.Ratio(_norms, _ratios);
            for (int i = 0; i < _cosines.Length; i++)
                sum += _weights[i] * (along + _b * _cosines[i]) * _ratios[i];

            return sum;
        }
    }

    /// <summary>
    /// For N(0, s²I), X_0 is normal around √ᾱ s²/V x with variance (1−ᾱ) s²/V, V = ᾱs² + 1 − ᾱ: normal along x, and across x a χ² variable with
    /// d − 1 degrees of freedom.
    /// </summary>
    private sealed class GaussianStep : RadialStep
    {
        private readonly QuadratureRule _along, _across;
        private readonly double _gain, _slope, _spread;

        public GaussianStep(int dimension, double deviation, Schedule schedule, int t, int nodes)
        {
            NoiseLevel level = schedule[t];
            double variance = deviation * deviation, marginal = level.MarginalVariance(variance), b = schedule.PairGain(t);
            _gain = level.Signal * variance / marginal;
            _slope = schedule.PairSlope(t) + b * _gain;
            _spread = b * deviation * level.Noise / Math.Sqrt(marginal);
            _along = GaussHermite.Rule(nodes / 3);
            _across = GaussGamma.Rule(0.5 * (dimension - 1), nodes / 5);
        }

        public override double PosteriorMean(double radius) => _gain * radius;

        public override double Average(RadialInterpolant g, double radius)
        {
            double centre = _slope * radius, sum = 0;
            for (int j = 0; j < _across.Count; j++)
            {
                double square = 2 * _spread * _spread * _across.Nodes[j], row = 0;
                for (int i = 0; i < _along.Count; i++)
                {
                    double component = centre + _spread * _along.Nodes[i];
                    row += _along.Weights[i] * component * g.Ratio(Math.Sqrt(component * component + square));
                }

                sum += _across.Weights[j] * row;
            }

            return sum;
        }
    }
}
