namespace Simulator.Numerics.Simd;

/// <summary>
/// A pack of doubles that one instruction processes: the kernels are written once, over this, and run with eight, four or one lane
/// (<see cref="Pack8"/>, <see cref="Pack4"/>, <see cref="Pack1"/>), as the machine has them (<see cref="VectorPath"/>).
/// </summary>
/// <remarks>Every operation acts lane by lane, so no number depends on its neighbours.</remarks>
/// <typeparam name="TSelf">The pack itself.</typeparam>
internal unsafe interface IPack<TSelf>
    where TSelf : unmanaged, IPack<TSelf>
{
    /// <summary>How many doubles a pack holds.</summary>
    static abstract int Width { get; }

    /// <summary>Reads <see cref="Width"/> doubles, aligned or not.</summary>
    static abstract TSelf Load(double* source);

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf Broadcast(double value);

    /// <summary>Writes <see cref="Width"/> doubles.</summary>
    void Store(double* destination);

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>Product.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>Quotient.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>
    /// sum += a b, rounded once: <see cref="MultiplyAdd"/> in a form from which the compiler sees that the sum stays in its register. In the innermost loops the
    /// copies that it makes otherwise are what limits the speed.
    /// </summary>
    static abstract void Accumulate(ref TSelf sum, TSelf a, TSelf b);

    /// <summary>c − a b, rounded once.</summary>
    static abstract TSelf NegatedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The greater; NaN if either is.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The lesser; NaN if either is.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>2ⁿ for integers n from −1022 to 1023 (anything elsewhere).</summary>
    static abstract TSelf PowerOfTwo(TSelf n);

    /// <summary>m in [1, 2) with a = m 2ᵉ, for positive normal numbers (anything elsewhere).</summary>
    static abstract TSelf Mantissa(TSelf a);

    /// <summary>e with a = m 2ᵉ and m in [1, 2), for positive normal numbers (anything elsewhere).</summary>
    static abstract TSelf Exponent(TSelf a);

    /// <summary>A mask: where a &lt; b.</summary>
    static abstract TSelf Less(TSelf a, TSelf b);

    /// <summary>a where a mask is set, b elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>The sum of the lanes, in a fixed order.</summary>
    static abstract double Sum(TSelf a);

    /// <summary>The greatest lane; NaN if any is.</summary>
    static abstract double Greatest(TSelf a);

    /// <summary>The square root, rounded once.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>The set lanes of a mask, lane 0 in the lowest bit.</summary>
    static abstract uint Bits(TSelf mask);
}
