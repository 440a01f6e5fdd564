using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.LeadingOrder;

/// <summary>
/// The local error of a step of consistency training, carried to time 1 (section 7 (D)): <c>g(s, ·) = ½ ∇Φ Ḋ + ½ ∇²Φ : C</c> along the flow line that
/// ends at X ~ q_1, so that <c>ξ_T ≈ Σ_t δ_t² g(s_t, X)</c>. Φ maps y at s to x at the end, Ḋ is the total derivative of the denoiser along the flow, C
/// the posterior covariance.
/// </summary>
public abstract class LeadingTerm
{
    /// <summary>The smallest length on which the law of X_0 varies.</summary>
    public abstract double SmallestScale { get; }

    /// <summary>The largest one.</summary>
    public abstract double LargestScale { get; }

    /// <summary>
    /// The term of a structure, or null where there is none: for laws without structure, and for circles in the plane, where the error is of order
    /// r log(1/r) and the sum of second derivatives at the centre does not exist.
    /// </summary>
    /// <param name="structure">The structure.</param>
    public static LeadingTerm? For(Structure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return structure switch
        {
            LinearStructure linear => new LinearLeadingTerm(linear),
            LineStructure line => new LineLeadingTerm(line),
            RadialStructure { Dimension: 2 } ring when ring.Components.Any(c => c.Radius > 0) => null,
            RadialStructure radial => new RadialLeadingTerm(radial),
            BlocksStructure blocks => BlocksLeadingTerm.OrNull(blocks),
            RotatedStructure rotated => For(rotated.Inner),
            _ => null,
        };
    }

    /// <summary>The law of the norm of <c>Σ_i w_i g(s_i, X)</c>, X ~ q_1, over independent blocks.</summary>
    /// <param name="end">Noise level of time 1.</param>
    /// <param name="levels">Noise levels s_i above it, ascending, with weights w_i.</param>
    /// <param name="relativeTolerance">Wanted relative accuracy of the mean norm of a block.</param>
    public abstract Outcome<IReadOnlyList<RepeatedNorm>> Sum(NoiseLevel end, IReadOnlyList<WeightedLevel> levels, double relativeTolerance);

    /// <summary>E‖Σ_i w_i g(s_i, X)‖.</summary>
    /// <param name="end">Noise level of time 1.</param>
    /// <param name="levels">Noise levels above it, ascending, with weights.</param>
    /// <param name="relativeTolerance">Wanted relative accuracy.</param>
    public Outcome<double> MeanNorm(NoiseLevel end, IReadOnlyList<WeightedLevel> levels, double relativeTolerance = 1e-6)
        => MeanOf(Sum(end, levels, relativeTolerance), relativeTolerance);

    private static Outcome<double> MeanOf(Outcome<IReadOnlyList<RepeatedNorm>> sum, double relativeTolerance)
    {
        double value = BlockNorm.Expectation(sum.Value);
        Status status = double.IsFinite(value) ? sum.Status : Status.OutOfRange;
        return new Outcome<double>(value, status, new Diagnostics(relativeTolerance * value, sum.Diagnostics.Evaluations));
    }

    /// <summary>The law of the norm of g(s_i, X) for many noise levels at once, which may share the work of following flow lines.</summary>
    /// <param name="end">Noise level of time 1.</param>
    /// <param name="levels">Noise levels s_i above it, ascending.</param>
    /// <param name="relativeTolerance">Wanted relative accuracy of the mean norms.</param>
    public virtual IReadOnlyList<Outcome<IReadOnlyList<RepeatedNorm>>> Each(NoiseLevel end, IReadOnlyList<NoiseLevel> levels, double relativeTolerance)
        => [.. levels.Select(level => Sum(end, [new WeightedLevel(level, 1)], relativeTolerance))];

    /// <summary>E‖g(s_i, X)‖ for many noise levels.</summary>
    /// <param name="end">Noise level of time 1.</param>
    /// <param name="levels">Noise levels s_i above it, ascending.</param>
    /// <param name="relativeTolerance">Wanted relative accuracy.</param>
    public Outcome<double>[] MeanNorms(NoiseLevel end, IReadOnlyList<NoiseLevel> levels, double relativeTolerance)
        => [.. Each(end, levels, relativeTolerance).Select(norms => MeanOf(norms, relativeTolerance))];

    /// <summary>The law of the norm of a scalar field over a law on the line or of radii.</summary>
    private protected static Outcome<IReadOnlyList<RepeatedNorm>> Sampled(
        Func<double, double> field, Func<double, double> density, double[] breakpoints, double relativeTolerance)
        => SampledNorm.Of((v, y) => Pointwise.Fill(v, y, field), (v, y) => Pointwise.Fill(v, y, density), breakpoints, 0, relativeTolerance)
            .Select<IReadOnlyList<RepeatedNorm>>(norm => [new RepeatedNorm(norm, 1)]);
}

/// <summary>A noise level with a weight.</summary>
/// <param name="Level">The noise level.</param>
/// <param name="Weight">The weight.</param>
public readonly record struct WeightedLevel(NoiseLevel Level, double Weight);
