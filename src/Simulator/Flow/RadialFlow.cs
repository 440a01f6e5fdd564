using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Flow;

/// <summary>
/// The probability flow of a rotation invariant law: along every ray the increasing map that carries the law of ‖X_t‖ to that of ‖X_k‖,
/// <c>Φ_{t→k}(x) = (G_k⁻¹ ∘ G_t)(‖x‖) x/‖x‖</c>. Exact, without any differential equation.
/// </summary>
/// <param name="structure">The law of X_0.</param>
/// <param name="schedule">The schedule.</param>
public sealed class RadialFlow(RadialStructure structure, Schedule schedule) : FlowMap(schedule, structure.Dimension)
{
    /// <summary>The law of X_0.</summary>
    public RadialStructure Structure { get; } = structure;

    /// <summary>The law of ‖X_t‖.</summary>
    /// <param name="t">1 … T.</param>
    public RadialMixture Law(int t) => Structure.Smoothed(Schedule[t]);

    /// <inheritdoc/>
    public override LipschitzConstants Lipschitz() => new RadialLipschitz(this).Compute();

    /// <inheritdoc/>
    protected override Status MapCore(int from, int to, PointBatch points, Span<double> result)
    {
        if (from != to) return Between(Law(from), Law(to), points, result);
        points.Data.CopyTo(result);
        return Status.Ok;
    }

    /// <inheritdoc/>
    protected override Status NoiseCore(int to, PointBatch noise, Span<double> result)
        => Between(Structure.Smoothed(NoiseLevel.Infinite), Law(to), noise, result);

    private Status Between(RadialMixture source, RadialMixture goal, PointBatch points, Span<double> result)
    {
        for (int i = 0; i < points.Count; i++)
        {
            double radius = Radii.Norm(points[i]);
            double scale = radius > 0 ? goal.PointAt(source.RankOf(radius)) / radius : 0;
            Radii.Scale(points[i], scale, result.Slice(i * Dimension, Dimension));
        }

        return Status.Ok;
    }
}
