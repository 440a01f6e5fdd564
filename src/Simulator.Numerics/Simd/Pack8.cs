using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Simulator.Numerics.Simd;

/// <summary>8 doubles in a vector of 512 bits.</summary>
internal unsafe struct Pack8(Vector512<double> value) : IPack<Pack8>
{
    private Vector512<double> _value = value;

    /// <inheritdoc/>
    public static int Width => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 Load(double* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 Broadcast(double value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(double* destination) => _value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 operator +(Pack8 a, Pack8 b) => new(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 operator -(Pack8 a, Pack8 b) => new(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 operator *(Pack8 a, Pack8 b) => new(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 operator /(Pack8 a, Pack8 b) => new(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 MultiplyAdd(Pack8 a, Pack8 b, Pack8 c) => new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Pack8 sum, Pack8 a, Pack8 b) => sum._value = Vector512.FusedMultiplyAdd(a._value, b._value, sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 NegatedMultiplyAdd(Pack8 a, Pack8 b, Pack8 c) => new(Vector512.FusedMultiplyAdd(-a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 Max(Pack8 a, Pack8 b) => new(Vector512.Max(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 Min(Pack8 a, Pack8 b) => new(Vector512.Min(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 Round(Pack8 a) => new(Vector512.Round(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 PowerOfTwo(Pack8 n)
        => new(((Vector512.AsInt64(n._value + Vector512.Create(PackBits.IntegerInLowBits)) + Vector512.Create(PackBits.Bias)) << PackBits.MantissaBits).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 Mantissa(Pack8 a)
        => new(((Vector512.AsInt64(a._value) & Vector512.Create(PackBits.MantissaMask)) | Vector512.Create(PackBits.One)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 Exponent(Pack8 a)
    {
        // The biased exponent in the low bits of 2⁵², minus 2⁵² and the bias: no conversion from integers is needed.
        Vector512<long> biased = Vector512.AsInt64(a._value) >>> PackBits.MantissaBits;
        return new((biased | Vector512.Create(PackBits.TwoTo52)).AsDouble() - Vector512.Create(PackBits.TwoTo52PlusBias));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 Less(Pack8 a, Pack8 b) => new(Vector512.LessThan(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 Select(Pack8 mask, Pack8 a, Pack8 b) => new(Vector512.ConditionalSelect(mask._value, a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Pack8 a) => Vector512.Sum(a._value);

    /// <inheritdoc/>
    public static double Greatest(Pack8 a)
    {
        double greatest = a._value[0];
        for (int i = 1; i < Width; i++)
            greatest = Math.Max(greatest, a._value[i]);
        return greatest;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack8 Sqrt(Pack8 a) => new(Vector512.Sqrt(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Pack8 mask) => (uint)mask._value.ExtractMostSignificantBits();
}
