using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Tests.Laws.Mutants;

/// <summary>
/// A learner on the line, written from scratch: f_t(x) = E[f_{t−1}(X_{t−1}) | X_t = x] on a grid, for any normal coupling of X_{t−1} and X_t within
/// a component. The pair of the paper makes it right, every other coupling wrong.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="covariance">Cov(X_{t−1}, X_t) within a component of data variance S.</param>
/// <param name="startsAtData">Whether it estimates X_0 instead of X_1, from f_1 = E[X_0 | X_1] on.</param>
internal sealed class CoupledLearner(string name, Func<Schedule, int, double, double> covariance, bool startsAtData = false) : IConsistencyLearner
{
    private const int GridPoints = 801;

    public string Name => name;

    public static CoupledLearner Pair { get; } = new("from scratch", PairCovariance);

    public static CoupledLearner DifferentNoise { get; } = new("different noise on the two sides", (s, t, v) => s[t - 1].Signal * s[t].Signal * v);

    public static CoupledLearner ChainNeighbours { get; } = new("neighbours of the chain", (s, t, v) => Math.Sqrt(1 - s.Beta(t)) * s[t - 1].MarginalVariance(v));

    public static CoupledLearner EstimatesData { get; } = new("X_0 in place of X_1", PairCovariance, startsAtData: true);

    public bool CanLearn(Target target) => target is IGaussianMixture && target.Dimension == 1;

    public ConsistencyRecursion Start(Target target, Schedule schedule, long seed) => new Recursion((IGaussianMixture)target, schedule, covariance, startsAtData);

    private static double PairCovariance(Schedule s, int t, double v) => s[t - 1].Signal * s[t].Signal * v + s[t - 1].Noise * s[t].Noise;

    private sealed class Recursion : ConsistencyRecursion
    {
        private readonly IGaussianMixture _target;
        private readonly Func<Schedule, int, double, double> _covariance;
        private Func<double, double> _current = x => x;

        public Recursion(IGaussianMixture target, Schedule schedule, Func<Schedule, int, double, double> covariance, bool startsAtData)
            : base(schedule)
        {
            (_target, _covariance) = (target, covariance);
            if (startsAtData) _current = OnGrid(1, Denoised);
        }

        public override ConsistencyFunction Current => new Function(Time, _current);

        protected override void AdvanceTo(int t) => _current = OnGrid(t, x => Average(t, x, _current));

        private double Denoised(double x)
        {
            var mean = new double[1];
            new MixtureMarginal(_target, Schedule[1]).PosteriorMean(new PointBatch([x], 1), mean);
            return mean[0];
        }

        private Func<double, double> OnGrid(int t, Func<double, double> function)
        {
            (double low, double high) = Law(t).Extent(9);
            double step = (high - low) / (GridPoints - 1);
            double[] values = [.. Enumerable.Range(0, GridPoints).Select(i => function(low + i * step))];
            return new UniformInterpolant(low, step, values).Evaluate;
        }

        private UnivariateMixture Law(int t) => new(
            [.. _target.Components.Select(c => c.Weight)],
            [.. _target.Components.Select(c => Schedule[t].Signal * c.Mean[0])],
            [.. _target.Components.Select(c => Math.Sqrt(Schedule[t].MarginalVariance(c.Covariance.Trace)))]);

        private double Average(int t, double x, Func<double, double> before)
        {
            double sum = 0, total = 0, largest = _target.Components.Max(c => LogTerm(t, x, c));
            foreach (GaussianComponent c in _target.Components)
            {
                double weight = Math.Exp(LogTerm(t, x, c) - largest), data = c.Covariance.Trace, variance = Schedule[t].MarginalVariance(data);
                total += weight;
                if (weight < 1e-17) continue;
                double shared = _covariance(Schedule, t, data), mean = Schedule[t - 1].Signal * c.Mean[0] + shared / variance * (x - Schedule[t].Signal * c.Mean[0]);
                double deviation = Math.Sqrt(Math.Max(0, Schedule[t - 1].MarginalVariance(data) - shared * shared / variance)), step = 0.25, part = 0, mass = 0;
                for (double z = -8; z <= 8; z += step)
                {
                    double density = Math.Exp(-0.5 * z * z);
                    mass += density;
                    part += density * before(mean + deviation * z);
                }

                sum += weight * part / mass;
            }

            return sum / total;
        }

        private double LogTerm(int t, double x, GaussianComponent c)
        {
            double variance = Schedule[t].MarginalVariance(c.Covariance.Trace), distance = x - Schedule[t].Signal * c.Mean[0];
            return Math.Log(c.Weight) - 0.5 * (Math.Log(variance) + distance * distance / variance);
        }
    }

    private sealed class Function(int time, Func<double, double> function) : ConsistencyFunction(time, 1)
    {
        public override double LipschitzConstant => double.NaN;

        protected override void EvaluateCore(PointBatch points, Span<double> result)
        {
            for (int i = 0; i < result.Length; i++)
                result[i] = function(points.Data[i]);
        }
    }
}
