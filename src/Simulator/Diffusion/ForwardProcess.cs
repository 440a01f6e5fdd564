using Simulator.Numerics.Functions;
using Simulator.Schedules;

namespace Simulator.Diffusion;

/// <summary>The noising of the data: the chain (5), its marginal (7), and the pair on which consistency training works. Points are rows.</summary>
public static class ForwardProcess
{
    /// <summary>One step of the chain, equation (5): <c>X_t = √(1−β_t) X_{t−1} + √β_t W</c>.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="t">1 … T.</param>
    /// <param name="points">X_{t−1}, n × d.</param>
    /// <param name="noise">W, standard normal, n × d.</param>
    /// <param name="result">Receives X_t, n × d; may be <paramref name="points"/>.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void Step(Schedule schedule, int t, ReadOnlySpan<double> points, ReadOnlySpan<double> noise, Span<double> result)
    {
        ArgumentNullException.ThrowIfNull(schedule);

        // √(1−β_t) from the logarithms: 1 − β loses digits where one step brings nearly all of the noise.
        double kept = Math.Exp(0.5 * (schedule[t].LogAlphaBar - schedule[t - 1].LogAlphaBar));
        Combine(kept, points, Math.Sqrt(schedule.Beta(t)), noise, result);
    }

    /// <summary>Several steps of the chain at once: <c>X_t = √(ᾱ_t/ᾱ_s) X_s + √(1 − ᾱ_t/ᾱ_s) W</c>, the law of X_t given X_s.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="from">s, 0 … t.</param>
    /// <param name="to">t, at most T.</param>
    /// <param name="points">X_s, n × d.</param>
    /// <param name="noise">W, standard normal, n × d.</param>
    /// <param name="result">Receives X_t, n × d; may be <paramref name="points"/>.</param>
    /// <exception cref="ArgumentException">The sizes differ, or t is before s.</exception>
    public static void Steps(Schedule schedule, int from, int to, ReadOnlySpan<double> points, ReadOnlySpan<double> noise, Span<double> result)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        double logKept = schedule[to].LogAlphaBar - schedule[from].LogAlphaBar;
        Combine(Math.Exp(0.5 * logKept), points, Math.Sqrt(-Elementary.Expm1(logKept)), noise, result);
    }

    /// <summary>The marginal, equation (7): <c>X = √ᾱ X_0 + √(1−ᾱ) Z</c>.</summary>
    /// <param name="level">The noise level.</param>
    /// <param name="data">X_0, n × d.</param>
    /// <param name="noise">Z, standard normal, n × d.</param>
    /// <param name="result">Receives X, n × d; may be <paramref name="data"/>.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void Marginal(NoiseLevel level, ReadOnlySpan<double> data, ReadOnlySpan<double> noise, Span<double> result)
        => Combine(level.Signal, data, level.Noise, noise, result);

    /// <summary>
    /// The pair (X_{t−1}, X_t) of consistency training (14): the same data point and the same noise on both sides. Not neighbours of the
    /// chain (5), whose conditional variance is β_t and not b_t² C.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="t">2 … T.</param>
    /// <param name="data">X_0, n × d.</param>
    /// <param name="noise">Z, n × d.</param>
    /// <param name="before">Receives X_{t−1}, n × d.</param>
    /// <param name="after">Receives X_t, n × d.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void Pair(
        Schedule schedule, int t, ReadOnlySpan<double> data, ReadOnlySpan<double> noise, Span<double> before, Span<double> after)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Marginal(schedule[t - 1], data, noise, before);
        Marginal(schedule[t], data, noise, after);
    }

    private static void Combine(double a, ReadOnlySpan<double> x, double b, ReadOnlySpan<double> z, Span<double> result)
    {
        if (x.Length != z.Length || x.Length != result.Length)
            throw new ArgumentException("Points, noise and result must have the same size.", nameof(result));
        for (int i = 0; i < x.Length; i++)
            result[i] = a * x[i] + b * z[i];
    }
}
