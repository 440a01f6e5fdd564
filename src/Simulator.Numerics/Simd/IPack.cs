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

    /// <summary>c − a b, rounded once.</summary>
    static abstract TSelf NegatedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The greater; NaN if either is.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The lesser; NaN if either is.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The sum of the lanes, in a fixed order.</summary>
    static abstract double Sum(TSelf a);

    /// <summary>The greatest lane; NaN if any is.</summary>
    static abstract double Greatest(TSelf a);
}
