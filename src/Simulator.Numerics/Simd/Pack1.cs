using System.Runtime.CompilerServices;

namespace Simulator.Numerics.Simd;

/// <summary>One double: the path of machines without vector instructions, and of whoever wants to know what vectors gain.</summary>
internal readonly unsafe struct Pack1(double value) : IPack<Pack1>
{
    private readonly double _value = value;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static Pack1 Load(double* source) => new(*source);

    /// <inheritdoc/>
    public static Pack1 Broadcast(double value) => new(value);

    /// <inheritdoc/>
    public void Store(double* destination) => *destination = _value;

    /// <inheritdoc/>
    public static Pack1 operator +(Pack1 a, Pack1 b) => new(a._value + b._value);

    /// <inheritdoc/>
    public static Pack1 operator -(Pack1 a, Pack1 b) => new(a._value - b._value);

    /// <inheritdoc/>
    public static Pack1 operator *(Pack1 a, Pack1 b) => new(a._value * b._value);

    /// <inheritdoc/>
    public static Pack1 operator /(Pack1 a, Pack1 b) => new(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack1 MultiplyAdd(Pack1 a, Pack1 b, Pack1 c) => new(Math.FusedMultiplyAdd(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Pack1 sum, Pack1 a, Pack1 b) => sum = MultiplyAdd(a, b, sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pack1 NegatedMultiplyAdd(Pack1 a, Pack1 b, Pack1 c) => new(Math.FusedMultiplyAdd(-a._value, b._value, c._value));

    /// <inheritdoc/>
    public static Pack1 Max(Pack1 a, Pack1 b) => new(Math.Max(a._value, b._value));

    /// <inheritdoc/>
    public static Pack1 Min(Pack1 a, Pack1 b) => new(Math.Min(a._value, b._value));

    /// <inheritdoc/>
    public static Pack1 Round(Pack1 a) => new(Math.Round(a._value));

    /// <inheritdoc/>
    public static Pack1 PowerOfTwo(Pack1 n)
        => new(BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(n._value + PackBits.IntegerInLowBits) + PackBits.Bias) << PackBits.MantissaBits));

    /// <inheritdoc/>
    public static Pack1 Mantissa(Pack1 a)
        => new(BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(a._value) & PackBits.MantissaMask) | PackBits.One));

    /// <inheritdoc/>
    public static Pack1 Exponent(Pack1 a) => new((BitConverter.DoubleToInt64Bits(a._value) >>> PackBits.MantissaBits) - PackBits.Bias);

    /// <inheritdoc/>
    public static Pack1 Less(Pack1 a, Pack1 b) => new(BitConverter.Int64BitsToDouble(a._value < b._value ? -1 : 0));

    /// <inheritdoc/>
    public static Pack1 Select(Pack1 mask, Pack1 a, Pack1 b) => BitConverter.DoubleToInt64Bits(mask._value) != 0 ? a : b;

    /// <inheritdoc/>
    public static double Sum(Pack1 a) => a._value;

    /// <inheritdoc/>
    public static double Greatest(Pack1 a) => a._value;

    /// <inheritdoc/>
    public static Pack1 Sqrt(Pack1 a) => new(Math.Sqrt(a._value));

    /// <inheritdoc/>
    public static uint Bits(Pack1 mask) => BitConverter.DoubleToInt64Bits(mask._value) < 0 ? 1u : 0;
}
