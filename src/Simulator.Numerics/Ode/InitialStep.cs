namespace Simulator.Numerics.Ode;

/// <summary>
/// The first step (Hairer, Nørsett, Wanner I, II.4): a step of Euler's method that moves y by a hundredth of its size shows how much the
/// field bends, and the step follows for which a Taylor term of that size meets the tolerance.
/// </summary>
internal static class InitialStep
{
    /// <summary>The share of y that Euler's step moves, and of the tolerance that the first step may cost.</summary>
    private const double Share = 1.0 / 100;

    /// <summary>Euler's step, and the least of the first, where y or f is too small to say.</summary>
    private const double Blind = 1e-6;

    /// <summary>What counts as small, in units of the tolerance.</summary>
    private const double Negligible = 1e-5;

    /// <summary>The first step may be that much longer than Euler's.</summary>
    private const double LargestFactor = 100;

    /// <summary>Chooses the length of the first step, one evaluation of the field.</summary>
    /// <param name="stepper">Stands at the start.</param>
    /// <param name="norm">The norm that counts.</param>
    /// <param name="to">The end of the interval, which is not passed.</param>
    public static double Choose(DormandPrinceStepper stepper, ErrorNorm norm, double to)
    {
        double start = stepper.Position, length = Math.Abs(to - start);
        double size = norm.Of(stepper.Current, stepper.Current, stepper.Current);
        double slope = norm.Of(stepper.Slope, stepper.Current, stepper.Current);
        double euler = size < Negligible || slope < Negligible ? Blind : Share * size / slope;
        if (!(euler < length)) euler = length;

        double probe = start + (to < start ? -euler : euler);
        double bend = norm.Of(stepper.Bend(probe), stepper.Current, stepper.Current) / euler;

        // Euler's step led astray: begin with it and let the error control shrink it.
        if (!double.IsFinite(bend)) return euler;
        double steepest = Math.Max(slope, bend);
        double step = steepest <= 1e-15
            ? Math.Max(Blind, 1e-3 * euler)
            : Math.Pow(Share / steepest, 1.0 / stepper.Order);
        return Math.Min(Math.Min(LargestFactor * euler, step), length);
    }
}
