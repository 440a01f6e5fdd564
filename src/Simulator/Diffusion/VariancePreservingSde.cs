using Simulator.Numerics.Functions;

namespace Simulator.Diffusion;

/// <summary>
/// The variance-preserving SDE <c>dX = −½ X dB + dW</c>, the limit of the chain (5), in its own clock <c>B = −log ᾱ</c> (so that W runs with B and
/// no β(τ) is needed). Points are rows; the steps act on every coordinate alike.
/// </summary>
public static class VariancePreservingSde
{
    /// <summary>
    /// The exact step of the Ornstein–Uhlenbeck process: <c>X' = e^{−h/2} X + I</c>, <c>I = ∫_0^h e^{−(h−s)/2} dW_s ~ N(0, 1 − e^{−h})</c>.
    /// </summary>
    /// <param name="step">h, the step in B, positive.</param>
    /// <param name="points">X, n × d.</param>
    /// <param name="integral">I, n × d: from <see cref="Increment"/>, or √(1 − e^{−h}) times standard normal numbers.</param>
    /// <param name="result">Receives X', n × d; may be <paramref name="points"/>.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void ExactStep(double step, ReadOnlySpan<double> points, ReadOnlySpan<double> integral, Span<double> result)
        => Affine(Math.Exp(-0.5 * step), points, integral, result);

    /// <summary>
    /// The Euler–Maruyama step <c>X' = (1 − h/2) X + ΔW</c>. The noise is additive, so it has strong order 1 (not ½) and weak order 1.
    /// </summary>
    /// <param name="step">h, the step in B, positive.</param>
    /// <param name="points">X, n × d.</param>
    /// <param name="brownian">ΔW ~ N(0, h), n × d.</param>
    /// <param name="result">Receives X', n × d; may be <paramref name="points"/>.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void EulerMaruyamaStep(double step, ReadOnlySpan<double> points, ReadOnlySpan<double> brownian, Span<double> result)
        => Affine(1 - 0.5 * step, points, brownian, result);

    /// <summary>
    /// ΔW and I of the same piece of a Brownian path, from two independent standard normal numbers: <c>Var ΔW = h</c>,
    /// <c>Var I = 1 − e^{−h}</c>, <c>Cov = 2(1 − e^{−h/2})</c>. With them both steps above follow the same path.
    /// </summary>
    /// <param name="step">h, positive.</param>
    /// <param name="first">A standard normal number.</param>
    /// <param name="second">Another, independent.</param>
    public static (double Brownian, double Integral) Increment(double step, double first, double second)
    {
        double deviation = Math.Sqrt(step), along = -2 * Elementary.Expm1(-0.5 * step) / deviation;
        double across = -Elementary.Expm1(-step) - along * along;

        // The conditional variance is h³/48 to leading order, below the rounding of its difference for small h.
        if (step < 1e-3) across = step * step * step / 48 * (1 - step / 2);
        return (deviation * first, along * first + Math.Sqrt(Math.Max(across, 0)) * second);
    }

    private static void Affine(double factor, ReadOnlySpan<double> points, ReadOnlySpan<double> noise, Span<double> result)
    {
        if (points.Length != noise.Length || points.Length != result.Length)
            throw new ArgumentException("Points, noise and result must have the same size.", nameof(result));
        for (int i = 0; i < points.Length; i++)
            result[i] = factor * points[i] + noise[i];
    }
}
