namespace Simulator.Schedules;

/// <summary>
/// The noise levels of Karras, Aittala, Aila, Laine (2022): <c>σ_t^{1/ρ}</c> on a straight line from σ_min (t = 1) to σ_max (t = T).
/// </summary>
/// <param name="SigmaMin">Smallest σ, positive.</param>
/// <param name="SigmaMax">Largest σ, above <paramref name="SigmaMin"/>.</param>
/// <param name="Rho">ρ, positive.</param>
public sealed record KarrasSchedule(double SigmaMin = 0.002, double SigmaMax = 80, double Rho = 7) : ScheduleFamily
{
    /// <summary>Noise levels whose logarithms are nearer to each other than this are lost in rounding.</summary>
    private const double Resolution = 1e-14;

    /// <inheritdoc/>
    public override string Kind => "karras";

    /// <inheritdoc/>
    public override string? Objection(int steps)
    {
        // log σ_t is concave in t: where its last step is seen, all are.
        double first = LogSigma(1, steps), last = LogSigma(steps, steps), beforeLast = LogSigma(steps - 1, steps);
        bool fine = double.IsFinite(first) && double.IsFinite(last) && last - beforeLast > Resolution * Math.Max(1, Math.Abs(last));
        return fine
            ? null
            : $"sigmaMin = {SigmaMin}, sigmaMax = {SigmaMax} and rho = {Rho} give noise levels that coincide or overflow in double precision; "
                + "expected levels further apart and a rho such as 7";
    }

    /// <inheritdoc/>
    protected override Schedule CreateCore(int steps)
    {
        var logSigmas = new double[steps];
        for (int t = 1; t <= steps; t++)
            logSigmas[t - 1] = LogSigma(t, steps);
        return Schedule.FromLogSigmas(logSigmas);
    }

    private double LogSigma(int t, int steps)
    {
        double low = Math.Pow(SigmaMin, 1 / Rho), high = Math.Pow(SigmaMax, 1 / Rho);
        return Rho * Math.Log(low + (high - low) * (t - 1) / (steps - 1));
    }
}
