namespace Simulator.Numerics.Ode;

/// <summary>
/// The proportional–integral control of the step (Gustafsson; constants of Hairer, Nørsett, Wanner I, IV.2): the error of the step
/// before damps the answer to the error of this one, so that steps do not oscillate where stability rather than accuracy limits
/// them.
/// </summary>
/// <param name="order">The power of the step with which the error falls.</param>
internal sealed class StepControl(int order)
{
    /// <summary>The share of the previous error.</summary>
    private readonly double _integral = 1.0 / (5 * order);

    /// <summary>The share of this error.</summary>
    private readonly double _proportional = 1.0 / order - 3.0 / 4 / (5 * order);

    private const double Safety = 0.9;
    private const double LeastFactor = 1.0 / 5;
    private const double LargestFactor = 10;

    /// <summary>What a step shrinks by whose error is not a number.</summary>
    private const double BlindFactor = 1.0 / 10;

    /// <summary>Smaller errors are remembered as this one, lest a lucky step allow a rash one.</summary>
    private const double LeastMemory = 1e-4;

    private double _previous = LeastMemory;
    private bool _rejected;

    /// <summary>The step after an accepted one.</summary>
    /// <param name="step">The accepted step, positive.</param>
    /// <param name="error">Its error in units of the tolerance, at most 1.</param>
    public double AfterAccepted(double step, double error)
    {
        double factor = Safety * Math.Pow(_previous, _integral) / Math.Pow(error, _proportional);
        factor = Math.Clamp(factor, LeastFactor, _rejected ? 1 : LargestFactor);
        _previous = Math.Max(error, LeastMemory);
        _rejected = false;
        return step * factor;
    }

    /// <summary>The step to try in place of a rejected one.</summary>
    /// <param name="step">The rejected step, positive.</param>
    /// <param name="error">Its error in units of the tolerance, more than 1 or not a number.</param>
    public double AfterRejected(double step, double error)
    {
        _rejected = true;
        double factor = double.IsFinite(error) ? Math.Max(LeastFactor, Safety / Math.Pow(error, _proportional)) : BlindFactor;
        return step * factor;
    }
}
