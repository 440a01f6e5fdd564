using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Simulator.Numerics.Simd;

/// <summary>4 doubles in a vector of 256 bits.</summary>
internal unsafe struct Pack4(Vector256<double> value) : IPack<Pack4>
{
    private Vector256<double> _value = value;

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
    public readonly void Store(double* destination) => _value.Store(destination);

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
    public static void Accumulate(ref Pack4 sum, Pack4 a, Pack4 b) => sum._value = Vector256.FusedMultiplyAdd(a._value, b._value, sum._value);

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
    public static Pack4 Round(Pack4 a) => new(Vector256.Round(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 PowerOfTwo(Pack4 n)
        => new(((Vector256.AsInt64(n._value + Vector256.Create(PackBits.IntegerInLowBits)) + Vector256.Create(PackBits.Bias)) << PackBits.MantissaBits).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 Mantissa(Pack4 a)
        => new(((Vector256.AsInt64(a._value) & Vector256.Create(PackBits.MantissaMask)) | Vector256.Create(PackBits.One)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 Exponent(Pack4 a)
    {
        // The biased exponent in the low bits of 2⁵², minus 2⁵² and the bias: no conversion from integers is needed.
        Vector256<long> biased = Vector256.AsInt64(a._value) >>> PackBits.MantissaBits;
        return new((biased | Vector256.Create(PackBits.TwoTo52)).AsDouble() - Vector256.Create(PackBits.TwoTo52PlusBias));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 Less(Pack4 a, Pack4 b) => new(Vector256.LessThan(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 Select(Pack4 mask, Pack4 a, Pack4 b) => new(Vector256.ConditionalSelect(mask._value, a._value, b._value));

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

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack4 Sqrt(Pack4 a) => new(Vector256.Sqrt(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Pack4 mask) => mask._value.ExtractMostSignificantBits();
}
