namespace Simulator.Numerics;

/// <summary>A number with its error.</summary>
/// <param name="Value">The value.</param>
/// <param name="Error">Estimated absolute error, or half the width of a confidence interval.</param>
public readonly record struct Measured(double Value, double Error)
{
    /// <summary>The number less its error.</summary>
    public double Low => Value - Error;

    /// <summary>The number and its error.</summary>
    public double High => Value + Error;
}
