using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.LeadingOrder;

/// <summary>
/// Gaussians in closed form: Φ is affine and <c>g = −½ √V_1 λσ²/(λ+σ²)² Z</c> on an axis with eigenvalue λ.
/// </summary>
internal sealed class LinearLeadingTerm(LinearStructure structure) : LeadingTerm
{
    public override double SmallestScale => Math.Sqrt(structure.Groups.Min(g => g.Variance));

    public override double LargestScale => Math.Sqrt(structure.Groups.Max(g => g.Variance));

    public override Outcome<IReadOnlyList<RepeatedNorm>> Sum(NoiseLevel end, IReadOnlyList<WeightedLevel> levels, double relativeTolerance)
    {
        IReadOnlyList<RepeatedNorm> groups =
        [
            .. structure.Groups.Select(g =>
            {
                // λσ²/(λ+σ²)² = ᾱ(1−ᾱ)λ/V², which neither end of σ can spoil.
                double sum = levels.Sum(l => l.Weight * Math.Exp(
                    l.Level.LogAlphaBar + l.Level.LogOneMinusAlphaBar - 2 * LinearFlow.LogMarginalVariance(l.Level, g.Variance)));
                double scale = -0.5 * Math.Exp(0.5 * LinearFlow.LogMarginalVariance(end, g.Variance)) * g.Variance * sum;
                return new RepeatedNorm(new AffineBlock(g.Count, scale, 0), 1);
            }),
        ];
        return new Outcome<IReadOnlyList<RepeatedNorm>>(groups, Status.Ok, new Diagnostics(0, levels.Count));
    }
}
