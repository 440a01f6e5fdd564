using Simulator.Numerics.Functions;

namespace Simulator.Schedules;

/// <summary>
/// How much noise a point of the diffusion carries: <c>X = √ᾱ X_0 + √(1−ᾱ) Z</c> (equation 7), in logarithms so that neither end loses
/// digits.
/// </summary>
/// <param name="LogAlphaBar">log ᾱ, at most 0.</param>
/// <param name="LogOneMinusAlphaBar">log(1 − ᾱ).</param>
public readonly record struct NoiseLevel(double LogAlphaBar, double LogOneMinusAlphaBar)
{
    /// <summary>No noise: ᾱ = 1.</summary>
    public static NoiseLevel Zero { get; } = new(0, double.NegativeInfinity);

    /// <summary>ᾱ.</summary>
    public double AlphaBar => Math.Exp(LogAlphaBar);

    /// <summary>1 − ᾱ.</summary>
    public double OneMinusAlphaBar => Math.Exp(LogOneMinusAlphaBar);

    /// <summary>√ᾱ, the factor of the data.</summary>
    public double Signal => Math.Exp(0.5 * LogAlphaBar);

    /// <summary>√(1 − ᾱ), the factor of the noise.</summary>
    public double Noise => Math.Exp(0.5 * LogOneMinusAlphaBar);

    /// <summary>s = log σ with σ² = (1−ᾱ)/ᾱ, the noise in y-coordinates y = x/√ᾱ.</summary>
    public double LogSigma => 0.5 * (LogOneMinusAlphaBar - LogAlphaBar);

    /// <summary>σ = √((1−ᾱ)/ᾱ).</summary>
    public double Sigma => Math.Exp(LogSigma);

    /// <summary>
    /// τ = artanh √ᾱ, the time in which the probability flow is dx/dτ = D − √ᾱ x (D): 0 where there is nothing but noise (σ = ∞), about −s + log 2 where there
    /// is little, and √ᾱ = tanh τ, σ = 1/sinh τ.
    /// </summary>
    public double FlowTime => Elementary.Log1p(Signal) - 0.5 * LogOneMinusAlphaBar;

    /// <summary>Variance of a centred coordinate whose data variance is <paramref name="dataVariance"/>: ᾱλ + 1 − ᾱ.</summary>
    /// <param name="dataVariance">λ.</param>
    public double MarginalVariance(double dataVariance) => AlphaBar * dataVariance + OneMinusAlphaBar;

    /// <summary>Nothing but noise: ᾱ = 0.</summary>
    public static NoiseLevel Infinite { get; } = new(double.NegativeInfinity, 0);

    /// <summary>The level with a given <see cref="FlowTime"/>.</summary>
    /// <param name="flowTime">τ, not negative.</param>
    public static NoiseLevel OfFlowTime(double flowTime)
    {
        // log cosh τ and log tanh τ without overflow or cancellation.
        double decay = Math.Exp(-2 * flowTime), logPlus = Elementary.Log1p(decay);
        return new(2 * (Math.Log(-Elementary.Expm1(-2 * flowTime)) - logPlus), 2 * (Math.Log(2) - flowTime - logPlus));
    }

    /// <summary>The level with a given log ᾱ.</summary>
    /// <param name="logAlphaBar">log ᾱ, at most 0.</param>
    public static NoiseLevel OfLogAlphaBar(double logAlphaBar) => new(logAlphaBar, Math.Log(-Elementary.Expm1(logAlphaBar)));

    /// <summary>The level with a given s = log σ.</summary>
    /// <param name="logSigma">log σ.</param>
    public static NoiseLevel OfLogSigma(double logSigma)
    {
        double softplus = Elementary.Softplus(2 * logSigma);
        return new(-softplus, 2 * logSigma - softplus);
    }
}
