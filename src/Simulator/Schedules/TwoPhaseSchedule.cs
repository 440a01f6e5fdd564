using Simulator.Numerics.Functions;

namespace Simulator.Schedules;

/// <summary>Which power of 1 + r the ramp of the two-phase schedule has at step t.</summary>
public enum RampExponent
{
    /// <summary>t, as in equation (23).</summary>
    T,

    /// <summary>t − 1, as in a sister paper.</summary>
    TMinusOne,
}

/// <summary>
/// The schedule of the theorem, equation (23) (S): <c>β_1 = T^{−c0}</c> and <c>β_t = r min{β_1 (1+r)^t, 1}</c>, <c>r = c1 log T/T</c>: an
/// exponential ramp, then a plateau.
/// </summary>
/// <param name="C0">c0 &gt; 0.</param>
/// <param name="C1">c1 &gt; c0: otherwise the plateau is never long enough for ᾱ_T → 0.</param>
/// <param name="Exponent">Power of the ramp.</param>
public sealed record TwoPhaseSchedule(double C0 = 2, double C1 = 4, RampExponent Exponent = RampExponent.T) : ScheduleFamily
{
    /// <inheritdoc/>
    public override string Kind => "two-phase";

    /// <inheritdoc/>
    public override double? Rate(int steps) => C1 * Math.Log(steps) / steps;

    /// <inheritdoc/>
    public override string? Objection(int steps)
    {
        double rate = C1 * Math.Log(steps) / steps;
        if (rate < 1) return null;
        int least = steps;
        while (C1 * Math.Log(least) / least >= 1) least++;
        return $"r = c1·log T/T = {rate:0.###} must be below 1; with c1 = {C1} the smallest T from here that works is {least}";
    }

    /// <inheritdoc/>
    protected override Schedule CreateCore(int steps)
    {
        double rate = C1 * Math.Log(steps) / steps, growth = Elementary.Log1p(rate), first = -C0 * Math.Log(steps);
        int shift = Exponent == RampExponent.T ? 0 : -1;
        var betas = new double[steps];
        betas[0] = Math.Exp(first);
        for (int t = 2; t <= steps; t++)
            betas[t - 1] = rate * Math.Exp(Math.Min(first + (t + shift) * growth, 0));
        return Schedule.FromBetas(betas);
    }
}
