using Simulator.Numerics;

namespace Simulator.FunctionClasses;

/// <summary>An analytic guess h_t of the map from time t to time 1, to which a regression adds what it lacks. h_1 is the identity.</summary>
public interface IBaseline
{
    /// <summary>h_t at points.</summary>
    /// <param name="t">1 … T.</param>
    /// <param name="points">n × d.</param>
    /// <param name="result">Receives n × d.</param>
    void Evaluate(int t, PointBatch points, Span<double> result);
}
