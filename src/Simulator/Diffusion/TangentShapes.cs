using Simulator.Numerics;

namespace Simulator.Diffusion;

/// <summary>What points and their tangents must look like.</summary>
internal static class TangentShapes
{
    public static void Check(PointBatch points, int dimension, ReadOnlySpan<double> tangents, Span<double> means, Span<double> images)
    {
        if (points.Dimension != dimension || means.Length != points.Data.Length)
            throw new ArgumentException($"Points and means must be n × {dimension}.", nameof(points));
        if (points.Count > 0 && (tangents.Length % points.Data.Length != 0 || images.Length != tangents.Length))
            throw new ArgumentException($"Tangents and their images must be n × p × {dimension}.", nameof(tangents));
    }
}
