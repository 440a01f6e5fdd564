using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Simulator.Numerics.Simd;

/// <summary>4 doubles in a vector of 256 bits.</summary>
internal readonly unsafe struct Pack4(Vector256<double> value) : IPack<Pack4>
{
    private readonly Vector256<double> _value = value;

    /// <inheritdoc/>
    public static int Width => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 Load(double* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 Broadcast(double value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* destination) => _value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 operator +(Pack4 a, Pack4 b) => new(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 operator -(Pack4 a, Pack4 b) => new(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 operator *(Pack4 a, Pack4 b) => new(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 operator /(Pack4 a, Pack4 b) => new(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 MultiplyAdd(Pack4 a, Pack4 b, Pack4 c) => new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 NegatedMultiplyAdd(Pack4 a, Pack4 b, Pack4 c) => new(Vector256.FusedMultiplyAdd(-a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 Max(Pack4 a, Pack4 b) => new(Vector256.Max(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 Min(Pack4 a, Pack4 b) => new(Vector256.Min(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Pack4 a) => Vector256.Sum(a._value);

    /// <inheritdoc/>
    public static double Greatest(Pack4 a)
    {
        double greatest = a._value[0];
        for (int i = 1; i < Width; i++)
            greatest = Math.Max(greatest, a._value[i]);
        return greatest;
    }
}
