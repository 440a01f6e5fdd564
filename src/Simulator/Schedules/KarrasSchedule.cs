namespace Simulator.Schedules;

/// <summary>
/// The noise levels of Karras, Aittala, Aila, Laine (2022): <c>σ_t^{1/ρ}</c> on a straight line from σ_min (t = 1) to σ_max (t = T).
/// </summary>
/// <param name="SigmaMin">Smallest σ, positive.</param>
/// <param name="SigmaMax">Largest σ, above <paramref name="SigmaMin"/>.</param>
/// <param name="Rho">ρ, positive.</param>
public sealed record KarrasSchedule(double SigmaMin = 0.002, double SigmaMax = 80, double Rho = 7) : ScheduleFamily
{
    /// <inheritdoc/>
    public override string Kind => "karras";

    /// <inheritdoc/>
    public override string? Objection(int steps) => null;

    /// <inheritdoc/>
    protected override Schedule CreateCore(int steps)
    {
        double low = Math.Pow(SigmaMin, 1 / Rho), high = Math.Pow(SigmaMax, 1 / Rho);
        var logSigmas = new double[steps];
        for (int t = 1; t <= steps; t++)
            logSigmas[t - 1] = Rho * Math.Log(low + (high - low) * (t - 1) / (steps - 1));
        return Schedule.FromLogSigmas(logSigmas);
    }
}
