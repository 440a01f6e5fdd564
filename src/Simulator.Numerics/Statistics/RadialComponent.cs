namespace Simulator.Numerics.Statistics;

/// <summary>One component of a rotation invariant law: RU + sZ, with U uniform on the unit sphere and Z standard normal.</summary>
/// <param name="Weight">Weight, positive.</param>
/// <param name="Radius">R, not negative.</param>
/// <param name="Deviation">s, not negative; 0 is the sphere itself.</param>
public readonly record struct RadialComponent(double Weight, double Radius, double Deviation)
{
    /// <summary>The component of <c>aX + bZ'</c> with Z' standard normal and independent of X.</summary>
    /// <param name="scale">a, positive.</param>
    /// <param name="noiseVariance">b², not negative.</param>
    public RadialComponent Smoothed(double scale, double noiseVariance)
        => new(Weight, scale * Radius, Math.Sqrt(scale * Deviation * (scale * Deviation) + noiseVariance));

    /// <summary>Mean of the squared norm in ℝ^d.</summary>
    /// <param name="dimension">d.</param>
    public double SecondMoment(int dimension) => Radius * Radius + dimension * Deviation * Deviation;
}
