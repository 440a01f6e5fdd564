namespace Simulator.Numerics.Ode;

/// <summary>Which method of Dormand and Prince takes the steps.</summary>
public enum OdeMethod
{
    /// <summary>Order 5 with dense output: 6 evaluations a step, for tolerances down to about 1e-7, and many values in between.</summary>
    Order5,

    /// <summary>Order 8: 12 evaluations a step, several times fewer in all for tolerances below 1e-7. Steps end where values are wanted.</summary>
    Order8,
}
