namespace Simulator.Numerics.Interpolation;

/// <summary>Normal laws whose centres lie on a straight line over the index: <c>N(Slope·i + Offset, Spread²)</c>, in grid steps.</summary>
/// <param name="Slope">Distance of neighbouring centres.</param>
/// <param name="Offset">Centre at i = 0.</param>
/// <param name="Spread">Standard deviation, not negative.</param>
public readonly record struct NormalLine(double Slope, double Offset, double Spread);
