namespace Simulator.Numerics.Ode;

/// <summary>The right-hand side of <c>y' = f(s, y)</c>, evaluated for all points of a batch at once.</summary>
/// <param name="s">The independent variable, the same for all points.</param>
/// <param name="y">The points, n × d row-major.</param>
/// <param name="derivative">Receives f(s, y), n × d row-major; every entry must be written, what it held before means nothing.</param>
public delegate void VectorField(double s, ReadOnlySpan<double> y, Span<double> derivative);
