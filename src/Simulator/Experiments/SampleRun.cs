using System.Collections.Immutable;

namespace Simulator.Experiments;

/// <summary>Samples with what is known about them.</summary>
/// <param name="Result">What is known.</param>
/// <param name="Columns">The names of the coordinates, d, all different.</param>
/// <param name="Samples">The samples, n × d.</param>
/// <param name="Real">Independent draws of X_1, m × d; null where its law cannot be drawn from.</param>
public sealed record SampleRun(SampleResult Result, ImmutableArray<string> Columns, double[] Samples, double[]? Real);
