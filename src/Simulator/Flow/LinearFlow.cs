using System.Collections.Immutable;
using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Flow;

/// <summary>
/// The probability flow of a Gaussian N(m, S): in the eigenbasis of S,
/// <c>Φ_{t→k}(√ᾱ_t m + c) = √ᾱ_k m + √(V_k/V_t) c</c> with <c>V_t = ᾱ_t λ + 1 − ᾱ_t</c>. Closed form.
/// </summary>
/// <param name="structure">The law of X_0.</param>
/// <param name="schedule">The schedule.</param>
public sealed class LinearFlow(LinearStructure structure, Schedule schedule) : FlowMap(schedule, structure.Dimension)
{
    /// <summary>The law of X_0.</summary>
    public LinearStructure Structure { get; } = structure;

    /// <summary>log V_t = log(1 + ᾱ_t(λ − 1)) for an eigenvalue λ, without cancellation.</summary>
    /// <param name="level">Noise level of t.</param>
    /// <param name="variance">λ.</param>
    public static double LogMarginalVariance(NoiseLevel level, double variance)
        => variance >= 0.5
            ? Elementary.Log1p(level.AlphaBar * (variance - 1))
            : Math.Log(level.MarginalVariance(variance));

    /// <inheritdoc/>
    public override LipschitzConstants Lipschitz()
    {
        double whole = Structure.Groups.Max(g =>
            0.5 * (LogMarginalVariance(Schedule[1], g.Variance) - LogMarginalVariance(Schedule[Schedule.Steps], g.Variance)));

        // V_t is monotone in t, so the largest of √(V_k/V_t) over t ≥ k is that of (T, 1), or 1 for t = k.
        double supremum = Math.Max(whole, 0);
        return new LipschitzConstants(supremum, "closed form", supremum, whole, SlopeLaw.Constant(whole));
    }

    /// <inheritdoc/>
    protected override Status MapCore(int from, int to, PointBatch points, Span<double> result) => Between(Schedule[from], Schedule[to], points, result);

    /// <inheritdoc/>
    protected override Status NoiseCore(int to, PointBatch noise, Span<double> result) => Between(NoiseLevel.Infinite, Schedule[to], noise, result);

    private Status Between(NoiseLevel from, NoiseLevel to, PointBatch points, Span<double> result)
    {
        AffineMap.Apply(
            Structure, from.Signal, to.Signal, v => Math.Exp(0.5 * (LogMarginalVariance(to, v) - LogMarginalVariance(from, v))), points, result);
        return Status.Ok;
    }
}

/// <summary>Maps that are affine in the eigenbasis of a Gaussian: <c>√ᾱ m + c ↦ √ᾱ' m + Q diag(g(λ)) Qᵀ c</c>.</summary>
internal static class AffineMap
{
    public static void Apply(
        LinearStructure structure,
        double signalFrom,
        double signalTo,
        Func<double, double> slope,
        PointBatch points,
        Span<double> result)
    {
        int d = structure.Dimension;
        ImmutableArray<double> variances = structure.Covariance.Eigenvalues;
        var slopeOf = new Dictionary<double, double>();
        foreach (double variance in variances)
        {
            if (!slopeOf.ContainsKey(variance)) slopeOf.Add(variance, slope(variance));
        }

        double[] slopes = [.. variances.Select(v => slopeOf[v])];
        double[] centred = new double[d], rotated = new double[d];
        for (int i = 0; i < points.Count; i++)
        {
            ReadOnlySpan<double> x = points[i];
            for (int j = 0; j < d; j++)
                centred[j] = x[j] - signalFrom * structure.Mean[j];
            structure.Covariance.ToEigenbasis(centred, rotated);
            for (int j = 0; j < d; j++)
                rotated[j] *= slopes[j];
            Span<double> y = result.Slice(i * d, d);
            structure.Covariance.FromEigenbasis(rotated, y);
            for (int j = 0; j < d; j++)
                y[j] += signalTo * structure.Mean[j];
        }
    }
}
