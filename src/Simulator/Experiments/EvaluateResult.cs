using System.Collections.Immutable;

namespace Simulator.Experiments;

/// <summary>What <c>evaluate</c> found.</summary>
/// <param name="Steps">T.</param>
/// <param name="Status">Whether f_T reached its tolerance.</param>
/// <param name="Points">The points.</param>
public sealed record EvaluateResult(int Steps, string Status, ImmutableArray<EvaluatedPoint> Points);

/// <summary>A point with its images.</summary>
/// <param name="X">The point, length d.</param>
/// <param name="F">f_T(x).</param>
/// <param name="Flow">Φ_{T→1}(x).</param>
/// <param name="ErrorEstimate">Estimated numerical error of f_T(x), in norm.</param>
public sealed record EvaluatedPoint(double[] X, double[] F, double[] Flow, double ErrorEstimate);
