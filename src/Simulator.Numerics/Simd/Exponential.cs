using System.Numerics.Tensors;

namespace Simulator.Numerics.Simd;

/// <summary>Vectorised exponentials with the same bits wherever the array lies in memory.</summary>
public static class Exponential
{
    /// <summary>
    /// Beyond ±708 in one lane the library's exponential takes another algorithm for the whole vector (up to 2 ulp away), and which elements
    /// share a vector depends on the address of the array.
    /// </summary>
    private const double Least = -708;

    /// <summary>Replaces non-positive numbers by their exponentials; what is below e^−708 becomes e^−708 ≈ 3e-308.</summary>
    /// <param name="values">Numbers of at most 0.</param>
    public static void OfNonPositive(Span<double> values)
    {
        TensorPrimitives.Max(values, Least, values);
        TensorPrimitives.Exp<double>(values, values);
    }
}
