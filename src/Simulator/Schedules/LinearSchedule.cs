namespace Simulator.Schedules;

/// <summary>β_t from 1e-4·1000/T to 0.02·1000/T on a straight line, as in the first diffusion models, scaled to T steps.</summary>
public sealed record LinearSchedule : ScheduleFamily
{
    private const double First = 1e-4 * 1000, Last = 0.02 * 1000;

    /// <inheritdoc/>
    public override string Kind => "linear";

    /// <inheritdoc/>
    public override string? Objection(int steps) => Last / steps < 1
        ? null
        : $"the last β = 0.02·1000/T = {Last / steps:0.###} must be below 1; the smallest T that works is {(int)Last + 1}";

    /// <inheritdoc/>
    protected override Schedule CreateCore(int steps)
    {
        var betas = new double[steps];
        for (int t = 1; t <= steps; t++)
            betas[t - 1] = (First + (Last - First) * (t - 1) / (steps - 1)) / steps;
        return Schedule.FromBetas(betas);
    }
}
