using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Tests.Laws.Mutants;

/// <summary>The exact learner with one thing done wrong.</summary>
internal abstract class AlteredLearner : IConsistencyLearner
{
    private readonly SolvedLearner _exact = new(Learner.Exact, 512);

    public abstract string Name { get; }

    public virtual bool CanLearn(Target target) => _exact.CanLearn(target);

    public virtual ConsistencyRecursion Start(Target target, Schedule schedule, long seed)
        => new Recursion(this, target, _exact.Start(target, schedule, seed));

    public virtual void Sample(ConsistencyFunction function, PointBatch noise, Span<double> samples) => function.Evaluate(noise, samples);

    /// <summary>Changes f_t at points, t ≥ 2.</summary>
    protected virtual void Alter(Target target, Schedule schedule, int t, PointBatch points, Span<double> values)
    {
    }

    private sealed class Recursion(AlteredLearner owner, Target target, ConsistencyRecursion exact) : ConsistencyRecursion(exact.Schedule)
    {
        public override ConsistencyFunction Current => new AlteredFunction(owner, target, Schedule, exact.Current);

        protected override void AdvanceTo(int t) => exact.Advance();
    }

    protected sealed class AlteredFunction(AlteredLearner owner, Target target, Schedule schedule, ConsistencyFunction exact)
        : ConsistencyFunction(exact.Time, exact.Dimension)
    {
        public override double LipschitzConstant => double.NaN;

        public Target Target => target;

        public NoiseLevel Last => schedule[schedule.Steps];

        protected override void EvaluateCore(PointBatch points, Span<double> result)
        {
            exact.Evaluate(points, result);
            if (Time > 1) owner.Alter(target, schedule, Time, points, result);
        }
    }
}
