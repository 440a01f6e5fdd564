using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.ErrorRecursion;

/// <summary>A rotation invariant law, along its radii.</summary>
internal sealed class RadialRay(RadialStructure structure, Schedule schedule) : IRay
{
    /// <summary>Quadrature nodes over the angle of a sphere; along and across a Gaussian.</summary>
    private const int CoarseAngles = 48, FineAngles = 128;

    private readonly RadialFlow _flow = new(structure, schedule);

    public int Dimension => structure.Dimension;

    public bool IsRadial => true;

    public double Mean => 0;

    public IRayLaw Law(int t) => new RadiusLaw(_flow.Law(t), new RadialPosterior(structure, schedule[t]), schedule[t]);

    public double[] Breakpoints() => _flow.Law(1).Breakpoints();

    public void Evaluate(ConsistencyFunction function, ReadOnlySpan<double> points, Span<double> values)
    {
        if (function is not RadialFunction radial)
            throw new ArgumentException("A function of the form g(‖x‖) x/‖x‖ is needed.", nameof(function));
        for (int i = 0; i < points.Length; i++)
            values[i] = radial.Profile.Evaluate(points[i]);
    }

    public IPairPosterior Posterior(int t, bool fine) => new PairPosterior(structure, _flow.Law(t), schedule, t, fine ? FineAngles : CoarseAngles);

    /// <summary>The score of the radius is that of the vector along itself, and (d − 1)/r from the growth of spheres.</summary>
    private sealed class RadiusLaw(RadialMixture law, RadialPosterior posterior, NoiseLevel level) : IRayLaw
    {
        public (double LogPdf, double Score, double Velocity) At(double x)
        {
            double score = -level.Signal * posterior.MeanAt(x).Shrink / level.OneMinusAlphaBar;
            return (law.LogPdf(x), (law.Dimension - 1) / x + score, -level.OneMinusAlphaBar * (x + score));
        }

        public Rank RankOf(double x) => x > 0 ? law.RankOf(x) : new Rank(0, double.NegativeInfinity);

        public double PointAt(Rank rank, double guess) => law.PointAt(rank, guess);
    }

    /// <summary>
    /// X_0 given ‖X_t‖ and a component: von Mises–Fisher around x on a sphere, normal along x with a χ² across it for a Gaussian (see
    /// <see cref="RadialStep"/>).
    /// </summary>
    private sealed class PairPosterior : IPairPosterior
    {
        private readonly RadialStructure _structure;
        private readonly RadialMixture _law;
        private readonly NoiseLevel _level;
        private readonly double _a, _b;
        private readonly QuadratureRule _angles, _along, _across;
        private readonly double[] _cosines, _angleWeights, _shares;

        public PairPosterior(RadialStructure structure, RadialMixture law, Schedule schedule, int t, int angles)
        {
            (_structure, _law, _level) = (structure, law, schedule[t]);
            (_a, _b) = (schedule.PairSlope(t), schedule.PairGain(t));
            _angles = GaussLegendre.Rule(angles);
            (_cosines, _angleWeights, _shares) = (new double[angles], new double[angles], new double[structure.Components.Length]);
            _along = GaussHermite.Rule(angles / 4);
            _across = GaussGamma.Rule(0.5 * (structure.Dimension - 1), angles / 6);
            foreach (RadialComponent component in structure.Components)
                Count += component.Radius > 0 ? angles : _along.Count * _across.Count;
        }

        public int Count { get; }

        public Outcome<double>? Average(double x, Func<double, double> f, ReadOnlySpan<double> cuts, double tolerance) => null;

        public void Fill(double x, double origin, Span<double> weights, Span<double> along, Span<double> across)
        {
            _law.Responsibilities(x, _shares);
            double still = _a * x - origin;
            int next = 0;
            for (int k = 0; k < _shares.Length; k++)
            {
                RadialComponent component = _structure.Components[k];
                if (component.Radius > 0)
                {
                    double concentration = _level.Signal * component.Radius / _level.OneMinusAlphaBar * x, reach = _b * component.Radius;
                    VonMisesFisher.Fill(_structure.Dimension, concentration, _angles, _cosines, _angleWeights);
                    for (int i = 0; i < _cosines.Length; i++, next++)
                    {
                        weights[next] = _shares[k] * _angleWeights[i];
                        along[next] = still + reach * _cosines[i];
                        across[next] = reach * reach * (1 - _cosines[i]) * (1 + _cosines[i]);
                    }

                    continue;
                }

                double variance = component.Deviation * component.Deviation, marginal = _level.MarginalVariance(variance);
                double centre = still + _b * _level.Signal * variance / marginal * x;
                double spread = _b * component.Deviation * _level.Noise / Math.Sqrt(marginal);
                for (int j = 0; j < _across.Count; j++)
                {
                    for (int i = 0; i < _along.Count; i++, next++)
                    {
                        weights[next] = _shares[k] * _along.Weights[i] * _across.Weights[j];
                        along[next] = centre + spread * _along.Nodes[i];
                        across[next] = 2 * spread * spread * _across.Nodes[j];
                    }
                }
            }
        }
    }
}
