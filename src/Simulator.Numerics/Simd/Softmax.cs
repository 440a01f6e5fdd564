namespace Simulator.Numerics.Simd;

/// <summary>
/// Softmax of logarithmic weights that are stored component by component (K × n): maximum, exponentials, sum and quotient of a few points at a time in
/// one pass.
/// </summary>
public static unsafe class Softmax
{
    /// <summary>Replaces log-weights l_k by e^{l_k}/Σ_j e^{l_j} in every column, and gives log Σ_j e^{l_j}.</summary>
    /// <param name="table">K × n row-major: l, then the quotients. −∞ is weight 0; a column with nothing else becomes NaN (the logarithm −∞), as does one with NaN or +∞ (the logarithm NaN).</param>
    /// <param name="components">K, at least 1.</param>
    /// <param name="logSums">Receives n logarithms of sums, or empty.</param>
    /// <param name="path">The vector path; default the machine's.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static void Columns(Span<double> table, int components, Span<double> logSums, VectorPath? path = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        int n = table.Length / components;
        if (n * components != table.Length || (!logSums.IsEmpty && logSums.Length != n))
            throw new ArgumentException($"A table of {table.Length} numbers is not {components} × {logSums.Length}.", nameof(table));
        fixed (double* values = table, sums = logSums)
        {
            switch (path ?? VectorPaths.Best)
            {
                case VectorPath.Vector512:
                    Columns<Pack8>(values, components, n, sums);
                    break;
                case VectorPath.Vector256:
                    Columns<Pack4>(values, components, n, sums);
                    break;
                default:
                    Columns<Pack1>(values, components, n, sums);
                    break;
            }
        }
    }

    private static void Columns<V>(double* table, int components, int n, double* logSums)
        where V : unmanaged, IPack<V>
    {
        int i = 0;
        double* sum = stackalloc double[V.Width];
        for (; i + V.Width <= n; i += V.Width)
            OneColumn<V>(table + i, components, n, logSums == null ? sum : logSums + i);
        if (i == n) return;

        // The last columns go through a full pack, so that they are computed the same way.
        int rest = n - i;
        var copy = new double[components * V.Width];
        fixed (double* padded = copy)
        {
            for (int k = 0; k < components; k++)
                new ReadOnlySpan<double>(table + k * n + i, rest).CopyTo(copy.AsSpan(k * V.Width, rest));
            OneColumn<V>(padded, components, V.Width, sum);
            for (int k = 0; k < components; k++)
                copy.AsSpan(k * V.Width, rest).CopyTo(new Span<double>(table + k * n + i, rest));
            if (logSums != null) new ReadOnlySpan<double>(sum, rest).CopyTo(new Span<double>(logSums + i, rest));
        }
    }

    private static void OneColumn<V>(double* first, int components, int stride, double* logSum)
        where V : unmanaged, IPack<V>
    {
        var greatest = V.Load(first);
        for (int k = 1; k < components; k++)
            greatest = V.Max(greatest, V.Load(first + k * stride));
        var sum = V.Broadcast(0);
        for (int k = 0; k < components; k++)
        {
            V weight = VectorMath.Exp(V.Load(first + k * stride) - greatest);
            weight.Store(first + k * stride);
            sum += weight;
        }

        for (int k = 0; k < components; k++)
            (V.Load(first + k * stride) / sum).Store(first + k * stride);
        V none = V.Less(greatest, V.Broadcast(double.MinValue)); // nothing but −∞
        V.Select(none, greatest, greatest + VectorMath.Log(sum)).Store(logSum);
    }
}
