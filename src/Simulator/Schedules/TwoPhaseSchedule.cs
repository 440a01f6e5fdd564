using System.Globalization;
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
    /// <summary>Below this, β has no full precision.</summary>
    private const double LogSmallestBeta = -690;

    /// <summary>Nearer to 1 than this, 1 − β has no digit left.</summary>
    private const double Rounding = 1e-15;

    /// <inheritdoc/>
    public override string Kind => "two-phase";

    /// <inheritdoc/>
    public override double? Rate(int steps) => C1 * Math.Log(steps) / steps;

    /// <inheritdoc/>
    public override string? Objection(int steps)
    {
        double rate = C1 * Math.Log(steps) / steps, first = -C0 * Math.Log(steps);
        if (rate >= 1)
            return $"r = c1·log T/T = {rate:G4} must be below 1; with c1 = {C1} the smallest T from here that works is {LeastAbove(steps)}";
        if (Math.Exp(first) >= 1 - Rounding)
            return $"β_1 = T^(−c0) with c0 = {C0} is 1 in double precision; the smallest c0 that works is about {Rounding / Math.Log(steps):G2}";
        double smallest = Math.Log(Math.Min(rate, 1)) + first;
        return smallest >= LogSmallestBeta
            ? null
            : $"β_2 = r·T^(−c0)·(1 + r)² is about 10^({smallest / Math.Log(10):0}), too small for double precision; take c0 below {(LogSmallestBeta - smallest + first) / -Math.Log(steps):G3}";
    }

    /// <summary>The smallest T above a given one with r &lt; 1. From T = 3 on r falls.</summary>
    private string LeastAbove(int steps)
    {
        long low = steps, high = Math.Max(steps, 3);
        while (C1 * Math.Log(high) / high >= 1)
        {
            low = high;
            high *= 2;
            if (high > int.MaxValue) return "beyond all bounds; take a smaller c1";
        }

        while (high - low > 1)
        {
            long middle = (low + high) / 2;
            if (C1 * Math.Log(middle) / middle >= 1) low = middle;
            else high = middle;
        }

        return high.ToString(CultureInfo.InvariantCulture);
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
