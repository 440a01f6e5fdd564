using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Flow;

/// <summary>
/// The probability flow on the line: increasing and carrying q_t to q_k, hence the quantile map <c>Φ_{t→k} = F_k⁻¹ ∘ F_t</c>. Exact, without
/// any differential equation.
/// </summary>
/// <param name="structure">The law of X_0.</param>
/// <param name="schedule">The schedule.</param>
public sealed class QuantileFlow(LineStructure structure, Schedule schedule) : FlowMap(schedule, 1)
{
    private readonly UnivariateMixture _data = structure.Law;

    /// <summary>q_t, the law of X_t.</summary>
    /// <param name="t">0 … T.</param>
    public UnivariateMixture Law(int t) => _data.Smoothed(Schedule[t].Signal, Schedule[t].OneMinusAlphaBar);

    /// <inheritdoc/>
    public override LipschitzConstants Lipschitz() => new LineLipschitz(this).Compute();

    /// <inheritdoc/>
    protected override Status MapCore(int from, int to, PointBatch points, Span<double> result)
    {
        ReadOnlySpan<double> x = points.Data;
        if (from == to)
        {
            x.CopyTo(result);
            return Status.Ok;
        }

        UnivariateMixture source = Law(from), goal = Law(to);
        for (int i = 0; i < x.Length; i++)
            result[i] = goal.PointAt(source.RankOf(x[i]));
        return Status.Ok;
    }

    /// <inheritdoc/>
    protected override Status NoiseCore(int to, PointBatch noise, Span<double> result)
    {
        UnivariateMixture goal = Law(to);
        for (int i = 0; i < result.Length; i++)
            result[i] = goal.FromNormalScore(noise.Data[i]);
        return Status.Ok;
    }
}
