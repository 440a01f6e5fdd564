using System.Numerics.Tensors;

namespace Simulator.Numerics.Simd;

/// <summary>Responsibilities of mixture components for many points at once, stored component by component (K × m).</summary>
public static class ComponentSoftmax
{
    /// <summary>Responsibilities below this contribute nothing in double precision and are set to 0.</summary>
    private const double Negligible = 1e-22;

    /// <summary>
    /// Turns log-weights into weights that sum to 1 over the components: <c>r_k(i) = exp(l_k(i)) / Σ_j exp(l_j(i))</c>, in place.
    /// </summary>
    /// <param name="table">l_k(i), K × m row-major; replaced by r_k(i).</param>
    /// <param name="components">K.</param>
    /// <param name="scratch">Two rows of work space, 2m.</param>
    /// <exception cref="ArgumentException">The table is not K × m or the work space is too small.</exception>
    public static void Normalise(Span<double> table, int components, Span<double> scratch)
    {
        if (components < 1 || table.Length % components != 0 || scratch.Length < 2 * (table.Length / components))
            throw new ArgumentException("The table must be K × m and the work space 2m long.", nameof(table));
        int m = table.Length / components;
        if (components == 1)
        {
            table.Fill(1);
            return;
        }

        Span<double> maximum = scratch[..m], sum = scratch.Slice(m, m);
        table[..m].CopyTo(maximum);
        for (int k = 1; k < components; k++)
            TensorPrimitives.Max(maximum, table.Slice(k * m, m), maximum);
        sum.Clear();
        for (int k = 0; k < components; k++)
        {
            Span<double> row = table.Slice(k * m, m);
            TensorPrimitives.Subtract(row, maximum, row);
            Exponential.OfNonPositive(row);
            TensorPrimitives.Add(sum, row, sum);
        }

        for (int k = 0; k < components; k++)
        {
            Span<double> row = table.Slice(k * m, m);
            TensorPrimitives.Divide(row, sum, row);
            for (int i = 0; i < row.Length; i++)
            {
                if (row[i] < Negligible) row[i] = 0;
            }
        }
    }
}
