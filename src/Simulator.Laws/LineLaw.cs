using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Laws;

/// <summary>Laws on the line by their distribution functions.</summary>
internal static class LineLaw
{
    /// <summary>The law of X_0, or null if it is not a mixture on the line.</summary>
    /// <param name="target">The target.</param>
    public static UnivariateMixture? Of(Target target)
    {
        if (target is not IGaussianMixture mixture || target.Dimension != 1) return null;
        return new UnivariateMixture(
            [.. mixture.Components.Select(c => c.Weight)],
            [.. mixture.Components.Select(c => c.Mean[0])],
            [.. mixture.Components.Select(c => Math.Sqrt(c.Covariance.Eigenvalues[0]))]);
    }

    /// <summary>The law of X_t.</summary>
    /// <param name="data">The law of X_0.</param>
    /// <param name="level">The noise level of t.</param>
    public static UnivariateMixture At(UnivariateMixture data, NoiseLevel level) => data.Smoothed(level.Signal, level.OneMinusAlphaBar);
}
