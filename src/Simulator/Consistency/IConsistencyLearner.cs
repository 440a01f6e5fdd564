using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>A method of consistency training: ours, or a user's own, which the laws of <c>Simulator.Laws</c> then judge.</summary>
public interface IConsistencyLearner
{
    /// <summary>A name for reports.</summary>
    string Name { get; }

    /// <summary>Whether the learner works for a target.</summary>
    /// <param name="target">The law of the data.</param>
    bool CanLearn(Target target);

    /// <summary>Starts at f_1; the recursion then yields f_2, …, f_T one at a time.</summary>
    /// <param name="target">A target that <see cref="CanLearn"/> accepts.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="seed">The seed of everything random.</param>
    ConsistencyRecursion Start(Target target, Schedule schedule, long seed);

    /// <summary>One-step samples from given noise: f_T(Z), Z ~ N(0, I), as section 3 wants it and not f_T(X_T).</summary>
    /// <param name="function">f_T as the recursion left it.</param>
    /// <param name="noise">Z, n × d, standard normal.</param>
    /// <param name="samples">Receives the samples, n × d.</param>
    void Sample(ConsistencyFunction function, PointBatch noise, Span<double> samples)
    {
        ArgumentNullException.ThrowIfNull(function);
        function.Evaluate(noise, samples);
    }
}
