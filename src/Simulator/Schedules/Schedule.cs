using Simulator.Numerics.Functions;

namespace Simulator.Schedules;

/// <summary>
/// The noise of the T steps of the chain <c>X_t = √(1−β_t) X_{t−1} + √β_t W_t</c> (equation 5), t = 1 … T, with
/// <c>ᾱ_t = Π_{k≤t}(1−β_k)</c> (cumulative, as in the paper). Kept as log ᾱ_t and log(1−ᾱ_t): at T = 10⁵ the naive 1 − ᾱ_1 is 0.
/// </summary>
public sealed class Schedule
{
    private readonly double[] _beta, _delta;
    private readonly NoiseLevel[] _levels;

    private Schedule(double[] beta, double[] delta, NoiseLevel[] levels)
    {
        _beta = beta;
        _delta = delta;
        _levels = levels;
    }

    /// <summary>T, the number of steps, at least 2.</summary>
    public int Steps => _levels.Length - 1;

    /// <summary>The noise level after t steps; t = 0 is the data.</summary>
    /// <param name="t">0 … T.</param>
    public NoiseLevel this[int t] => _levels[t];

    /// <summary>β_t.</summary>
    /// <param name="t">1 … T.</param>
    public double Beta(int t) => _beta[t];

    /// <summary>ᾱ_t.</summary>
    /// <param name="t">0 … T.</param>
    public double AlphaBar(int t) => _levels[t].AlphaBar;

    /// <summary>δ_t = s_t − s_{t−1}, the step in s = log σ.</summary>
    /// <param name="t">2 … T.</param>
    public double Delta(int t) => _delta[t];

    /// <summary>a_t of the pair: given X_t = x, <c>X_{t−1} = a_t x + b_t X_0</c> (same data point and same noise); a_t = √((1−ᾱ_{t−1})/(1−ᾱ_t)).</summary>
    /// <param name="t">2 … T.</param>
    public double PairSlope(int t) => Math.Exp(0.5 * (_levels[t - 1].LogOneMinusAlphaBar - _levels[t].LogOneMinusAlphaBar));

    /// <summary>b_t of the pair: b_t = −√ᾱ_{t−1} expm1(−δ_t), equal to √ᾱ_{t−1} − √ᾱ_t a_t without its cancellation.</summary>
    /// <param name="t">2 … T.</param>
    public double PairGain(int t) => -_levels[t - 1].Signal * Elementary.Expm1(-_delta[t]);

    /// <summary>The schedule of given step noises.</summary>
    /// <param name="betas">β_1 … β_T, each in (0, 1), at least two.</param>
    /// <exception cref="ArgumentException">Fewer than two steps, or a β outside (0, 1).</exception>
    public static Schedule FromBetas(ReadOnlySpan<double> betas)
    {
        CheckSteps(betas.Length);
        int steps = betas.Length;
        var beta = new double[steps + 1];
        var delta = new double[steps + 1];
        var levels = new NoiseLevel[steps + 1];
        levels[0] = NoiseLevel.Zero;
        double sum = 0, carry = 0;
        for (int t = 1; t <= steps; t++)
        {
            beta[t] = betas[t - 1];
            if (!(beta[t] > 0 && beta[t] < 1))
                throw new ArgumentException($"β_{t} must lie in (0, 1), found {beta[t]}.", nameof(betas));

            // Kahan summation keeps log ᾱ to the last digits over 10⁵ and more terms.
            double term = Elementary.Log1p(-beta[t]) - carry;
            double next = sum + term;
            carry = next - sum - term;
            sum = next;
            levels[t] = NoiseLevel.OfLogAlphaBar(sum);
            if (t >= 2)
                delta[t] = 0.5 * Elementary.Log1p(beta[t] / ((1 - beta[t]) * levels[t - 1].OneMinusAlphaBar));
        }

        return new Schedule(beta, delta, levels);
    }

    /// <summary>The schedule through given noise levels s_t = log σ_t.</summary>
    /// <param name="logSigmas">s_1 … s_T, strictly ascending and finite, at least two.</param>
    /// <param name="deltas">s_t − s_{t−1} at index t − 1 (index 0 unused) where they are known more accurately; else empty.</param>
    /// <exception cref="ArgumentException">Fewer than two steps, or not strictly ascending.</exception>
    public static Schedule FromLogSigmas(ReadOnlySpan<double> logSigmas, ReadOnlySpan<double> deltas = default)
    {
        CheckSteps(logSigmas.Length);
        int steps = logSigmas.Length;
        var beta = new double[steps + 1];
        var delta = new double[steps + 1];
        var levels = new NoiseLevel[steps + 1];
        levels[0] = NoiseLevel.Zero;
        for (int t = 1; t <= steps; t++)
        {
            double s = logSigmas[t - 1];
            levels[t] = NoiseLevel.OfLogSigma(s);
            if (t == 1)
            {
                beta[1] = levels[1].OneMinusAlphaBar;
                continue;
            }

            delta[t] = deltas.IsEmpty ? s - logSigmas[t - 2] : deltas[t - 1];
            if (!(delta[t] > 0 && double.IsFinite(s)))
                throw new ArgumentException($"Noise levels must ascend and be finite; log σ_{t} = {s} does not follow {logSigmas[t - 2]}.", nameof(logSigmas));
            double odds = Elementary.Expm1(2 * delta[t]) * levels[t - 1].OneMinusAlphaBar;
            beta[t] = odds / (1 + odds);
        }

        return new Schedule(beta, delta, levels);
    }

    private static void CheckSteps(int steps)
    {
        if (steps < 2) throw new ArgumentException($"A schedule needs T ≥ 2 steps, found {steps}.", nameof(steps));
    }
}
