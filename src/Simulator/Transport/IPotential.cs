using Simulator.Numerics;

namespace Simulator.Transport;

/// <summary>A 1-Lipschitz function g: whatever it is, E g(X) − E g(Y) ≤ W1 (Kantorovich and Rubinstein), so that each is a certificate.</summary>
public interface IPotential
{
    /// <summary>What it is, in a few words.</summary>
    string Name { get; }

    /// <summary>g at points.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="result">Receives n values.</param>
    void Evaluate(PointBatch points, Span<double> result);
}
