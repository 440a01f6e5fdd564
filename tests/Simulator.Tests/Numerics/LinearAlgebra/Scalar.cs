namespace Simulator.Tests.Numerics.LinearAlgebra;

/// <summary>Scalar code that is right to the last bits: sums of products with their rounding errors carried along.</summary>
internal static class Scalar
{
    /// <summary>Tolerance relative to the sum of absolute values, a few times what sums of some hundred terms need.</summary>
    public const double Tolerance = 1e-13;

    /// <summary>Σ a(p) b(p) and Σ |a(p) b(p)|.</summary>
    public static (double Value, double Size) Dot(int count, Func<int, double> a, Func<int, double> b)
    {
        double sum = 0, rest = 0, size = 0;
        for (int p = 0; p < count; p++)
        {
            double product = a(p) * b(p), low = Math.FusedMultiplyAdd(a(p), b(p), -product);
            double next = sum + product, part = next - sum;
            rest += sum - (next - part) + (product - part) + low;
            sum = next;
            size += Math.Abs(product);
        }

        return (sum + rest, size);
    }

    /// <summary>Every entry of a matrix is α Σ_p a(i, p) b(p, j) + β c(i, j).</summary>
    public static void AssertProduct(
        TestMatrix actual, int inner, Func<int, int, double> a, Func<int, int, double> b, double alpha = 1, double beta = 0, Func<int, int, double>? c = null)
    {
        for (int i = 0; i < actual.Rows; i++)
        {
            for (int j = 0; j < actual.Columns; j++)
            {
                (double value, double size) = Dot(inner, p => a(i, p), p => b(p, j));
                double before = beta == 0 ? 0 : beta * c!(i, j);
                Close.Absolute(alpha * value + before, actual[i, j], Tolerance * (Math.Abs(alpha) * size + Math.Abs(before)), $"entry ({i}, {j})");
            }
        }
    }
}
