using Simulator.Consistency;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.ErrorRecursion;

/// <summary>A mixture on the line.</summary>
internal sealed class LineRay(LineStructure structure, Schedule schedule) : IRay
{
    /// <summary>Gauss–Hermite nodes a component: conditional spreads are b_t standard deviations only.</summary>
    private const int CoarseNodes = 12, FineNodes = 24;

    private readonly QuantileFlow _flow = new(structure, schedule);

    public int Dimension => 1;

    public bool IsRadial => false;

    public double Mean => structure.Law.Mean;

    public IRayLaw Law(int t) => new LineLaw(_flow.Law(t), schedule[t]);

    /// <summary>Fewer than for adaptive quadrature: panels are halved where that is needed.</summary>
    public double[] Breakpoints()
    {
        UnivariateMixture law = _flow.Law(1);
        var points = new List<(double Point, double Width)>();
        for (int k = 0; k < law.Count; k++)
        {
            foreach (double z in (ReadOnlySpan<double>)[-9, -5, -2.5, 0, 2.5, 5, 9])
                points.Add((law.Means[k] + z * law.StandardDeviations[k], law.StandardDeviations[k]));
        }

        points.Sort();
        var kept = new List<double> { points[0].Point };
        foreach ((double point, double width) in points)
        {
            if (point - kept[^1] > 0.5 * width) kept.Add(point);
        }

        if (points[^1].Point > kept[^1]) kept[^1] = points[^1].Point;
        return [.. kept];
    }

    public void Evaluate(ConsistencyFunction function, ReadOnlySpan<double> points, Span<double> values)
        => function.Evaluate(new PointBatch(points, 1), values);

    public IPairPosterior Posterior(int t, bool fine)
        => new PairPosterior(structure.Law, schedule, t, GaussHermite.Rule(fine ? FineNodes : CoarseNodes));

    private sealed class LineLaw(UnivariateMixture law, NoiseLevel level) : IRayLaw
    {
        public (double LogPdf, double Score, double Velocity) At(double x)
        {
            // dy/ds = y − D in x-coordinates, by Tweedie.
            (double log, double score) = law.LogPdfAndScore(x);
            return (log, score, -level.OneMinusAlphaBar * (x + score));
        }

        public Rank RankOf(double x) => law.RankOf(x);

        public double PointAt(Rank rank, double guess) => law.PointAt(rank, guess);
    }

    /// <summary>X_0 given X_t = x is the mixture Σ r_k N(μ_k, C_k) of <see cref="LineRecursion"/>.</summary>
    private sealed class PairPosterior : IPairPosterior
    {
        private const double Reach = 8.5, LeastPanel = 1.5, RelativeTolerance = 1e-7, Negligible = 1e-17;

        private readonly QuadratureRule _rule;
        private readonly double _a;
        private readonly double _b;
        private readonly double[] _means, _gains, _centres, _spreads, _shares, _halves, _logNorms;

        public PairPosterior(UnivariateMixture data, Schedule schedule, int t, QuadratureRule rule)
        {
            NoiseLevel level = schedule[t];
            (_rule, _a, _b) = (rule, schedule.PairSlope(t), schedule.PairGain(t));
            int count = data.Count;
            _means = [.. data.Means];
            (_gains, _centres, _spreads) = (new double[count], new double[count], new double[count]);
            (_shares, _halves, _logNorms) = (new double[count], new double[count], new double[count]);
            for (int k = 0; k < count; k++)
            {
                double s = data.StandardDeviations[k], variance = level.MarginalVariance(s * s);
                _centres[k] = level.Signal * _means[k];
                _gains[k] = level.Signal * s * s / variance;
                _spreads[k] = _b * s * level.Noise / Math.Sqrt(variance);
                (_halves[k], _logNorms[k]) = (0.5 / variance, Math.Log(data.Weights[k]) - 0.5 * Math.Log(variance));
            }
        }

        public int Count => _means.Length * _rule.Count;

        public void Fill(double x, double origin, Span<double> weights, Span<double> along, Span<double> across)
        {
            FillShares(x);
            across.Clear();
            double still = _a * x - origin;
            for (int k = 0; k < _means.Length; k++)
            {
                double centre = still + _b * (_means[k] + _gains[k] * (x - _centres[k]));
                for (int q = 0; q < _rule.Count; q++)
                {
                    weights[k * _rule.Count + q] = _shares[k] * _rule.Weights[q];
                    along[k * _rule.Count + q] = centre + _spreads[k] * _rule.Nodes[q];
                }
            }
        }

        public Outcome<double>? Average(double x, Func<double, double> f, ReadOnlySpan<double> cuts, double tolerance)
        {
            FillShares(x);
            double sum = 0, error = 0;
            long evaluations = 0;
            Status status = Status.Ok;
            var breakpoints = new List<double>();
            for (int k = 0; k < _means.Length; k++)
            {
                if (_shares[k] < Negligible) continue;
                double centre = _a * x + _b * (_means[k] + _gains[k] * (x - _centres[k])), spread = _spreads[k];
                breakpoints.Clear();
                breakpoints.Add(-Reach);
                foreach (double cut in cuts)
                {
                    double z = (cut - centre) / spread;
                    if (z > breakpoints[^1] + LeastPanel && z < Reach) breakpoints.Add(z);
                }

                breakpoints.Add(Reach);
                Outcome<double> part = AdaptiveQuadrature.Integrate(
                    (z, y) => Pointwise.Fill(z, y, p => f(centre + spread * p) * Normal.Pdf(p)), [.. breakpoints], tolerance, RelativeTolerance);
                sum += _shares[k] * part.Value;
                error += _shares[k] * part.Diagnostics.ErrorEstimate;
                evaluations += part.Diagnostics.Evaluations;
                status = status.Worst(part.Status);
            }

            return new Outcome<double>(sum, status, new Diagnostics(error, evaluations));
        }

        /// <summary>r_k at a point.</summary>
        private void FillShares(double x)
        {
            double largest = double.NegativeInfinity, sum = 0;
            for (int k = 0; k < _shares.Length; k++)
            {
                double z = x - _centres[k];
                _shares[k] = _logNorms[k] - _halves[k] * z * z;
                largest = Math.Max(largest, _shares[k]);
            }

            for (int k = 0; k < _shares.Length; k++)
                sum += _shares[k] = Math.Exp(_shares[k] - largest);
            for (int k = 0; k < _shares.Length; k++)
                _shares[k] /= sum;
        }
    }
}
