namespace Simulator.Numerics.Simd;

/// <summary>The parts of a double.</summary>
internal static class PackBits
{
    /// <summary>Bits after the point.</summary>
    public const int MantissaBits = 52;

    /// <summary>Those bits.</summary>
    public const long MantissaMask = (1L << MantissaBits) - 1;

    /// <summary>What is added to an exponent.</summary>
    public const long Bias = 1023;

    /// <summary>The bits of 1.0.</summary>
    public const long One = Bias << MantissaBits;

    /// <summary>1.5 · 2⁵²: added to a small integer, leaves it in the low bits.</summary>
    public const double IntegerInLowBits = 6755399441055744.0;

    /// <summary>The bits of 2⁵²: an integer below 2⁵² in its low bits is added to it.</summary>
    public const long TwoTo52 = (Bias + MantissaBits) << MantissaBits;

    /// <summary>2⁵² + 1023.</summary>
    public const double TwoTo52PlusBias = 4503599627370496.0 + Bias;
}
