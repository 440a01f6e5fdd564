using Simulator.Numerics.Functions;

namespace Simulator.Transport;

/// <summary>Independent coordinates <c>αZ_i</c>, i = 1 … Count, of which one is shifted: the vector has the mean of length Shift.</summary>
/// <param name="Count">How many coordinates.</param>
/// <param name="Scale">α.</param>
/// <param name="Shift">Length of the mean vector of these coordinates.</param>
public readonly record struct AffineBlock(int Count, double Scale, double Shift) : IRandomNorm
{
    /// <inheritdoc/>
    public double SecondMoment => Count * Scale * Scale + Shift * Shift;

    /// <inheritdoc/>
    public double? Mean => null;

    /// <inheritdoc/>
    public double LogLaplace(double u)
    {
        double spread = 2 * u * Scale * Scale;
        return -0.5 * Count * Elementary.Log1p(spread) - u * Shift * Shift / (1 + spread);
    }
}
