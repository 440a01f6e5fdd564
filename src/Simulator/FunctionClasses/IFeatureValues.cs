using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;

namespace Simulator.FunctionClasses;

/// <summary>p functions of a point.</summary>
public interface IFeatureValues
{
    /// <summary>The functions at points.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="result">Receives n × p; rows may be part of longer ones.</param>
    void Values(PointBatch points, MatrixView result);
}
