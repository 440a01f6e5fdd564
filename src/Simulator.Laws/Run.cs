using Simulator.Consistency;
using Simulator.Laws.Generators;
using Simulator.Targets;

namespace Simulator.Laws;

/// <summary>One run of a learner, as far as its functions are asked for.</summary>
/// <param name="learner">The learner.</param>
/// <param name="tried">The case, of which schedule and seed are used.</param>
/// <param name="target">The target, which may differ from that of the case.</param>
internal sealed class Run(IConsistencyLearner learner, LawCase tried, Target target)
{
    private readonly ConsistencyRecursion _recursion = learner.Start(target, tried.Schedule, tried.Seed);
    private readonly List<ConsistencyFunction> _functions = [];

    /// <summary>f_t.</summary>
    /// <param name="t">1 … T.</param>
    /// <exception cref="LawViolatedException">The recursion ends before t, or its functions are of another dimension.</exception>
    public ConsistencyFunction this[int t]
    {
        get
        {
            if (_functions.Count == 0) _functions.Add(_recursion.Current);
            while (_functions.Count < t)
            {
                if (!_recursion.Advance()) throw new LawViolatedException($"the recursion ended at f_{_functions.Count}, expected f_{tried.Steps}");
                _functions.Add(_recursion.Current);
            }

            ConsistencyFunction function = _functions[t - 1];
            return function.Dimension == target.Dimension
                ? function
                : throw new LawViolatedException($"f_{t} maps ℝ^{function.Dimension}, expected ℝ^{target.Dimension}");
        }
    }
}
