namespace Simulator.Numerics;

/// <summary>A real function evaluated at many points at once.</summary>
/// <param name="x">Arguments.</param>
/// <param name="y">Receives the values; as long as <paramref name="x"/>.</param>
public delegate void BatchFunction(ReadOnlySpan<double> x, Span<double> y);
