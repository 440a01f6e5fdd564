using System.Runtime.Intrinsics;

namespace Simulator.Numerics.Simd;

/// <summary>Which vector instructions the kernels use. Results on one path are the same bits on every machine; paths differ in rounding.</summary>
public enum VectorPath
{
    /// <summary>One double at a time.</summary>
    Scalar,

    /// <summary>Four doubles (AVX2 with fused multiply-add, or two 128-bit halves elsewhere).</summary>
    Vector256,

    /// <summary>Eight doubles (AVX-512).</summary>
    Vector512,
}

/// <summary>The vector path of this machine.</summary>
public static class VectorPaths
{
    /// <summary>The widest path that the machine accelerates.</summary>
    public static VectorPath Best { get; } =
        Vector512.IsHardwareAccelerated ? VectorPath.Vector512
        : Vector256.IsHardwareAccelerated ? VectorPath.Vector256
        : VectorPath.Scalar;
}
