using System.Runtime.CompilerServices;

namespace Simulator.Numerics.Simd;

/// <summary>
/// Exponential, logarithm, sine and cosine of packs, within 1.5 units in the last place. No lane knows its neighbours and there are no tables, so a number
/// has the same function value wherever it lies in memory.
/// </summary>
internal static class VectorMath
{
    /// <summary>Beyond this, three parts of π/2 are too few to reduce an argument by.</summary>
    public const double LargestAngle = 1e5;

    private const double Log2E = 1.4426950408889634;

    // ln 2 in two parts, the first with 21 zero bits at the end, so that its products with exponents are exact.
    private const double Ln2High = 0.6931471803691238, Ln2Low = 1.9082149292705877e-10;

    // π/2 in three parts.
    private const double HalfPi1 = 1.5707963267948966, HalfPi2 = 6.123233995736766e-17, HalfPi3 = -1.4973849048591833e-33;

    /// <summary>eˣ: 0 below −745.2, ∞ above 709.8, with gradual underflow between; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x)
        where V : unmanaged, IPack<V>
    {
        x = V.Min(V.Max(x, V.Broadcast(-746)), V.Broadcast(710));
        var n = V.Round(x * V.Broadcast(Log2E));
        V r = V.NegatedMultiplyAdd(n, V.Broadcast(Ln2High), x);
        r = V.NegatedMultiplyAdd(n, V.Broadcast(Ln2Low), r);

        // The Taylor polynomial of degree 13; |r| ≤ ½ ln 2, so the remainder is below 5e-18. Two chains, of r² each, for speed.
        V square = r * r;
        var even = V.Broadcast(1.0 / 479001600);
        even = V.MultiplyAdd(even, square, V.Broadcast(1.0 / 3628800));
        even = V.MultiplyAdd(even, square, V.Broadcast(1.0 / 40320));
        even = V.MultiplyAdd(even, square, V.Broadcast(1.0 / 720));
        even = V.MultiplyAdd(even, square, V.Broadcast(1.0 / 24));
        even = V.MultiplyAdd(even, square, V.Broadcast(0.5));
        var odd = V.Broadcast(1.0 / 6227020800);
        odd = V.MultiplyAdd(odd, square, V.Broadcast(1.0 / 39916800));
        odd = V.MultiplyAdd(odd, square, V.Broadcast(1.0 / 362880));
        odd = V.MultiplyAdd(odd, square, V.Broadcast(1.0 / 5040));
        odd = V.MultiplyAdd(odd, square, V.Broadcast(1.0 / 120));
        odd = V.MultiplyAdd(odd, square, V.Broadcast(1.0 / 6));
        V tail = V.MultiplyAdd(odd, r, even) * square;
        V value = (tail + r) + V.Broadcast(1);

        // In two factors: 2ⁿ itself may be subnormal or infinite.
        V half = V.Round(n * V.Broadcast(0.5));
        return value * V.PowerOfTwo(half) * V.PowerOfTwo(n - half);
    }

    /// <summary>ln x: −∞ at 0, NaN below 0 and for NaN, ∞ at ∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x)
        where V : unmanaged, IPack<V>
    {
        // Subnormal numbers are lifted by 2⁵⁴ first.
        V zero = V.Broadcast(0), one = V.Broadcast(1);
        V small = V.Less(x, V.Broadcast(2.2250738585072014e-308));
        V lifted = V.Select(small, x * V.Broadcast(18014398509481984.0), x);
        V exponent = V.Exponent(lifted) - V.Select(small, V.Broadcast(54), zero), m = V.Mantissa(lifted);
        V large = V.Less(V.Broadcast(1.4142135623730951), m);
        m = V.Select(large, m * V.Broadcast(0.5), m);
        exponent = V.Select(large, exponent + one, exponent);

        // ln m = 2 artanh s, s = f/(2+f), f = m − 1 exact; |s| ≤ 0.1716.
        V f = m - one, s = f / (f + V.Broadcast(2)), square = s * s;
        var series = V.Broadcast(2.0 / 23);
        for (int denominator = 21; denominator >= 3; denominator -= 2)
            series = V.MultiplyAdd(series, square, V.Broadcast(2.0 / denominator));

        // 2s = f − s f: the leading term f is exact.
        V correction = V.MultiplyAdd(s, V.MultiplyAdd(series, square, zero) - f, exponent * V.Broadcast(Ln2Low));
        V value = V.MultiplyAdd(exponent, V.Broadcast(Ln2High), f + correction);

        // Outside of (0, ∞): ∞ and NaN stay, 0 gives −∞, negative numbers NaN.
        value = V.Select(V.Less(x, V.Broadcast(double.PositiveInfinity)), value, x);
        V rest = V.Select(V.Less(x, zero), V.Broadcast(double.NaN), V.Broadcast(double.NegativeInfinity) + x);
        return V.Select(V.Less(zero, x), value, rest);
    }

    /// <summary>sin x and cos x for |x| ≤ <see cref="LargestAngle"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Sine, V Cosine) SinCos<V>(V x)
        where V : unmanaged, IPack<V>
    {
        V n = V.Round(x * V.Broadcast(2 / Math.PI));
        V r = V.NegatedMultiplyAdd(n, V.Broadcast(HalfPi1), x);
        V low = n * V.Broadcast(HalfPi2), reduced = r - low;
        V error = V.NegatedMultiplyAdd(n, V.Broadcast(HalfPi3), (r - reduced) - low); // what reduced lacks, |error| < ulp
        V square = reduced * reduced;

        // Taylor polynomials; |r| ≤ π/4, remainders below 5e-17 relative.
        var sine = V.Broadcast(-1.0 / 1307674368000);
        sine = V.MultiplyAdd(sine, square, V.Broadcast(1.0 / 6227020800));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(-1.0 / 39916800));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(1.0 / 362880));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(-1.0 / 5040));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(1.0 / 120));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(-1.0 / 6));
        sine = V.MultiplyAdd(sine * square, reduced, error) + reduced;
        var cosine = V.Broadcast(1.0 / 20922789888000);
        cosine = V.MultiplyAdd(cosine, square, V.Broadcast(-1.0 / 87178291200));
        cosine = V.MultiplyAdd(cosine, square, V.Broadcast(1.0 / 479001600));
        cosine = V.MultiplyAdd(cosine, square, V.Broadcast(-1.0 / 3628800));
        cosine = V.MultiplyAdd(cosine, square, V.Broadcast(1.0 / 40320));
        cosine = V.MultiplyAdd(cosine, square, V.Broadcast(-1.0 / 720));
        cosine = V.MultiplyAdd(cosine, square, V.Broadcast(1.0 / 24));

        // 1 − r²/2 + rest, with what is lost in 1 − r²/2 and the correction by the error of r.
        V half = square * V.Broadcast(0.5), main = V.Broadcast(1) - half;
        V lost = (V.Broadcast(1) - main) - half;
        cosine = main + V.MultiplyAdd(cosine, square * square, V.NegatedMultiplyAdd(reduced, error, lost));

        // The quadrant: q = n − 4 round(n/4) is −2, −1, 0, 1 or 2. Odd ones exchange sine and cosine; signs follow.
        V q = V.NegatedMultiplyAdd(V.Round(n * V.Broadcast(0.25)), V.Broadcast(4), n), zero = V.Broadcast(0);
        V distance = Abs(Abs(q) - V.Broadcast(1));
        V isOdd = V.Less(distance, V.Broadcast(0.5)), isTwo = V.Less(V.Broadcast(1.5), Abs(q));
        V swappedSine = V.Select(isOdd, cosine, sine), swappedCosine = V.Select(isOdd, sine, cosine);
        V isMinusOne = V.Select(isOdd, V.Less(q, zero), zero), isOne = V.Select(isOdd, V.Less(zero, q), zero);
        V sineNegative = V.Select(isTwo, isTwo, isMinusOne), cosineNegative = V.Select(isTwo, isTwo, isOne);
        return (V.Select(sineNegative, zero - swappedSine, swappedSine), V.Select(cosineNegative, zero - swappedCosine, swappedCosine));
    }

    /// <summary>cos x for |x| ≤ <see cref="LargestAngle"/>, within 3e-16: half the work of <see cref="SinCos"/>, for features by the billion.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V>(V x)
        where V : unmanaged, IPack<V>
    {
        // x = (k + ½)π + r with |r| ≤ π/2, so cos x is sin r for odd k and −sin r for even k.
        V k = V.Round(V.MultiplyAdd(x, V.Broadcast(1 / Math.PI), V.Broadcast(-0.5))), odd = k + k + V.Broadcast(1);
        V r = V.NegatedMultiplyAdd(odd, V.Broadcast(HalfPi1), x);
        r = V.NegatedMultiplyAdd(odd, V.Broadcast(HalfPi2), r);
        V square = r * r;

        // The Taylor polynomial of degree 21; the remainder is below 2e-18.
        var sine = V.Broadcast(1.0 / 51090942171709440000.0);
        sine = V.MultiplyAdd(sine, square, V.Broadcast(-1.0 / 121645100408832000));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(1.0 / 355687428096000));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(-1.0 / 1307674368000));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(1.0 / 6227020800));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(-1.0 / 39916800));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(1.0 / 362880));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(-1.0 / 5040));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(1.0 / 120));
        sine = V.MultiplyAdd(sine, square, V.Broadcast(-1.0 / 6));
        sine = V.MultiplyAdd(sine * square, r, r);
        V parity = Abs(V.NegatedMultiplyAdd(V.Round(k * V.Broadcast(0.5)), V.Broadcast(2), k));
        return sine * V.MultiplyAdd(parity, V.Broadcast(2), V.Broadcast(-1));
    }

    /// <summary>|a|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Abs<V>(V a)
        where V : unmanaged, IPack<V> => V.Max(a, V.Broadcast(0) - a);
}
