namespace Simulator.Numerics.Interpolation;

/// <summary>
/// The radii ρ_i = c sinh(i h), i = 0 … n. Near its end an interpolant on a uniform grid is of low order, so the last cells lie beyond what is
/// needed.
/// </summary>
/// <param name="Core">c: below it the radii are uniform, above it geometric.</param>
/// <param name="Step">h.</param>
/// <param name="Intervals">n.</param>
public sealed record RadialGrid(double Core, double Step, int Intervals)
{
    /// <summary>Cells beyond the radius up to which the grid is needed.</summary>
    private const int Margin = 8;

    /// <summary>Radius number <paramref name="index"/>.</summary>
    /// <param name="index">i, not negative; beyond n the grid is continued.</param>
    public double this[int index] => Core * Math.Sinh(index * Step);

    /// <summary>The grid on which a function is known to full order up to a radius.</summary>
    /// <param name="core">c, positive.</param>
    /// <param name="reach">The radius, positive.</param>
    /// <param name="intervals">n, at least 16.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public static RadialGrid UpTo(double core, double reach, int intervals)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(intervals, 2 * Margin);
        if (!(core > 0 && reach > 0 && double.IsFinite(core) && double.IsFinite(reach)))
            throw new ArgumentException($"Core and reach must be positive and finite, found {core} and {reach}.", nameof(reach));
        return new RadialGrid(core, Math.Asinh(reach / core) / (intervals - Margin), intervals);
    }
}
