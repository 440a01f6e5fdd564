using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Tests.Laws;

// The learner that docs/laws.md shows.
public sealed class GaussianLearner : IConsistencyLearner
{
    public string Name => "Gaussians on the line";

    public bool CanLearn(Target target) => target is GaussianTarget { Dimension: 1 };

    public ConsistencyRecursion Start(Target target, Schedule schedule, long seed) => new Recursion((GaussianTarget)target, schedule);

    private sealed class Recursion(GaussianTarget target, Schedule schedule) : ConsistencyRecursion(schedule)
    {
        private double _slope = 1, _shift;

        public override ConsistencyFunction Current => new Affine(Time, _slope, _shift);

        // X_{t−1} = a x + b X_0, and f_{t−1} is affine: its mean given X_t = x is its value at a x + b E[X_0 | X_t = x].
        protected override void AdvanceTo(int t)
        {
            NoiseLevel level = Schedule[t];
            double variance = target.Covariance.Trace, mean = target.Mean[0];
            double gain = level.Signal * variance / level.MarginalVariance(variance), rest = mean - gain * level.Signal * mean;
            double a = Schedule.PairSlope(t), b = Schedule.PairGain(t);
            (_slope, _shift) = (_slope * (a + b * gain), _shift + _slope * b * rest);
        }
    }

    private sealed class Affine(int time, double slope, double shift) : ConsistencyFunction(time, 1)
    {
        public override double LipschitzConstant => Math.Abs(slope);

        protected override void EvaluateCore(PointBatch points, Span<double> result)
        {
            for (int i = 0; i < result.Length; i++)
                result[i] = slope * points.Data[i] + shift;
        }
    }
}
