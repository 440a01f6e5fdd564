using System.Runtime.Intrinsics;

namespace Simulator.Numerics.Simd;

/// <summary>One component of a mixture on the line, ready for evaluation: <c>log(w N(x; m, v)) = LogNorm − Half (x − Mean)²</c>.</summary>
/// <param name="Mean">m.</param>
/// <param name="Half">1/(2v).</param>
/// <param name="LogNorm">log w − ½ log v, up to a constant common to all components.</param>
public readonly record struct NormalTerm(double Mean, double Half, double LogNorm);

/// <summary>
/// Responsibilities r_k(x) = w_k N(x; m_k, v_k)/Σ_j w_j N(x; m_j, v_j) on a uniform grid, stored component by component, four points at a time with
/// exponents, maximum, exponentials and sum in one pass.
/// </summary>
public static class NormalResponsibilities
{
    /// <summary>Responsibilities below this contribute nothing in double precision and are set to 0, so that they can be skipped.</summary>
    private const double Negligible = 1e-22;

    /// <summary>Beyond −708 the vectorised exponential changes its algorithm for the whole vector.</summary>
    private const double LeastExponent = -708;

    /// <summary>Fills a table of responsibilities.</summary>
    /// <param name="terms">The K components.</param>
    /// <param name="low">First grid point.</param>
    /// <param name="step">Distance of grid points.</param>
    /// <param name="table">Receives r_k(x_i), K × m row-major, m at least 4.</param>
    /// <exception cref="ArgumentException">The table is not K × m with m ≥ 4.</exception>
    public static void Fill(ReadOnlySpan<NormalTerm> terms, double low, double step, Span<double> table)
    {
        if (terms.IsEmpty || table.Length % terms.Length != 0 || table.Length < 4 * terms.Length)
            throw new ArgumentException("The table must have a row of at least four numbers for every component.", nameof(table));
        if (terms.Length == 1)
        {
            table.Fill(1);
            return;
        }

        int m = table.Length / terms.Length;
        for (int i = 0; i + 4 <= m; i += 4)
            FillFour(terms, low, step, table, m, i);

        // The last points, together with some that are done: computed the same way, they come out the same.
        if (m % 4 != 0) FillFour(terms, low, step, table, m, m - 4);
    }

    private static void FillFour(ReadOnlySpan<NormalTerm> terms, double low, double step, Span<double> table, int m, int i)
    {
        Vector256<double> index = Vector256.Create((double)i) + Vector256.Create(0.0, 1, 2, 3);
        Vector256<double> x = Vector256.FusedMultiplyAdd(index, Vector256.Create(step), Vector256.Create(low));
        Vector256<double> maximum = Vector256.Create(double.NegativeInfinity);
        for (int k = 0; k < terms.Length; k++)
        {
            Vector256<double> z = x - Vector256.Create(terms[k].Mean);
            Vector256<double> log = Vector256.FusedMultiplyAdd(z * z, Vector256.Create(-terms[k].Half), Vector256.Create(terms[k].LogNorm));
            log.CopyTo(table.Slice(k * m + i, 4));
            maximum = Vector256.Max(maximum, log);
        }

        var sum = Vector256<double>.Zero;
        for (int k = 0; k < terms.Length; k++)
        {
            Span<double> cell = table.Slice(k * m + i, 4);
            Vector256<double> term = Vector256.Exp(Vector256.Max(Vector256.Create<double>(cell) - maximum, Vector256.Create(LeastExponent)));
            term.CopyTo(cell);
            sum += term;
        }

        for (int k = 0; k < terms.Length; k++)
        {
            Span<double> cell = table.Slice(k * m + i, 4);
            Vector256<double> weight = Vector256.Create<double>(cell) / sum;
            Vector256.ConditionalSelect(Vector256.LessThan(weight, Vector256.Create(Negligible)), Vector256<double>.Zero, weight).CopyTo(cell);
        }
    }
}
