using System.Numerics.Tensors;

namespace Simulator.Diffusion;

/// <summary>Maps along rays.</summary>
internal static class Radii
{
    public static double Norm(ReadOnlySpan<double> point) => TensorPrimitives.Norm(point);

    public static void Scale(ReadOnlySpan<double> point, double scale, Span<double> result)
        => TensorPrimitives.Multiply(point, scale, result);
}
