using Simulator.Numerics;
using Simulator.Schedules;

namespace Simulator.Laws.Reference;

/// <summary>A map of points in batches.</summary>
/// <param name="points">n × d.</param>
/// <param name="result">Receives n × d.</param>
internal delegate void PointMap(PointBatch points, Span<double> result);

/// <summary>Sees the values of a map at X_{t−1} given X_t = x.</summary>
/// <param name="index">Which x.</param>
/// <param name="rule">The rule for X_0 given X_t = x; its nodes belong to the values.</param>
/// <param name="values">The values at X_{t−1} = a_t x + b_t X_0, n × d.</param>
internal delegate void PairVisitor(int index, NestedRule rule, ReadOnlySpan<double> values);

/// <summary>
/// Averages over the pair of consistency training, the same X_0 and the same noise on both sides: given X_t = x, <c>X_{t−1} = a_t x + b_t X_0</c>
/// (section 3).
/// </summary>
/// <param name="law">The law of X_0.</param>
/// <param name="schedule">The schedule.</param>
internal sealed class PairAverage(ReferenceLaw law, Schedule schedule)
{
    /// <summary>Evaluates a map at X_{t−1} for every x.</summary>
    /// <param name="t">2 … T.</param>
    /// <param name="points">The x, n × d.</param>
    /// <param name="map">A map of X_{t−1}.</param>
    /// <param name="visitor">Receives the values.</param>
    public void Visit(int t, double[] points, PointMap map, PairVisitor visitor)
    {
        int d = law.Dimension;
        double a = schedule.PairSlope(t), b = schedule.PairGain(t);
        double[] before = [], values = [];
        for (int i = 0; i < points.Length / d; i++)
        {
            ReadOnlySpan<double> x = points.AsSpan(i * d, d);
            NestedRule rule = law.Posterior(schedule[t], x);
            if (before.Length != rule.Nodes.Length) (before, values) = (new double[rule.Nodes.Length], new double[rule.Nodes.Length]);
            for (int n = 0; n < before.Length; n++)
                before[n] = a * x[n % d] + b * rule.Nodes[n];
            map(new PointBatch(before, d), values);
            visitor(i, rule, values);
        }
    }

    /// <summary>E[map(X_{t−1}) | X_t = x].</summary>
    /// <param name="t">2 … T.</param>
    /// <param name="points">The x, n × d.</param>
    /// <param name="map">A map of X_{t−1}.</param>
    /// <returns>The means, n × d, and how far the coarser rule is off at every point.</returns>
    public (double[] Means, double[] Errors) Of(int t, double[] points, PointMap map)
    {
        int d = law.Dimension;
        double[] means = new double[points.Length], errors = new double[points.Length / d];
        Visit(t, points, map, (i, rule, values) => errors[i] = rule.Mean(values, means.AsSpan(i * d, d)));
        return (means, errors);
    }
}
