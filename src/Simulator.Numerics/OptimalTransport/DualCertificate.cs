using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>Makes potentials feasible and adds up what they prove. Knows costs, weights, prices and plans, and nothing of who found them.</summary>
internal static unsafe class DualCertificate
{
    private const int RowsPerPiece = 64;

    /// <summary>u_i = min_j c_ij − v_j over all columns: feasible with v, up to the rounding of a subtraction.</summary>
    /// <param name="costs">n × m costs.</param>
    /// <param name="columnPotentials">v, m finite numbers.</param>
    /// <param name="threads">At most so many threads.</param>
    public static double[] RowPotentials<V>(CostRows costs, ReadOnlySpan<double> columnPotentials, int threads)
        where V : unmanaged, IPack<V>
    {
        double[] prices = GC.AllocateArray<double>(costs.Stride, pinned: true), u = new double[costs.Rows];
        columnPotentials.CopyTo(prices);
        Workers.Run(threads, (costs.Rows + RowsPerPiece - 1) / RowsPerPiece, piece =>
        {
            double[] buffer = GC.AllocateUninitializedArray<double>(costs.Stride, pinned: true);
            fixed (double* v = prices, space = buffer)
            {
                for (int i = piece * RowsPerPiece; i < Math.Min(costs.Rows, (piece + 1) * RowsPerPiece); i++)
                    u[i] = RowScan.Least<V>(costs.Row(i, space), v, costs.Stride);
            }
        });
        return u;
    }

    /// <summary>v_j = min over some rows of c_ij − u_i.</summary>
    /// <param name="costs">n × m costs.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="rowPotentials">u of these rows.</param>
    public static double[] ColumnPotentials<V>(CostRows costs, int[] rows, double[] rowPotentials)
        where V : unmanaged, IPack<V>
    {
        double[] prices = GC.AllocateArray<double>(costs.Stride, pinned: true), buffer = GC.AllocateUninitializedArray<double>(costs.Stride, pinned: true);
        Array.Fill(prices, double.PositiveInfinity);
        fixed (double* v = prices, space = buffer)
        {
            for (int k = 0; k < rows.Length; k++)
                RowScan.Lower<V>(costs.Row(rows[k], space), rowPotentials[k], v, costs.Stride);
        }

        return prices[..costs.Columns];
    }

    /// <summary>The bounds that feasible potentials and the costs of a plan's entries prove.</summary>
    /// <param name="u">Potentials of the rows.</param>
    /// <param name="a">Weights of the rows, or empty for 1/n.</param>
    /// <param name="v">Potentials of the columns.</param>
    /// <param name="b">Weights of the columns, or empty for 1/m.</param>
    /// <param name="primal">The cost of the plan.</param>
    /// <param name="absolute">The same with the costs' absolute values.</param>
    /// <param name="relativeError">Relative error of a cost.</param>
    public static TransportBounds Bounds(
        ReadOnlySpan<double> u, ReadOnlySpan<double> a, ReadOnlySpan<double> v, ReadOnlySpan<double> b, double primal, double absolute, double relativeError)
    {
        CompensatedSum rows = Sum(u, a), columns = Sum(v, b), total = default;
        total.Add(rows.Value);
        total.Add(columns.Value);
        double size = absolute + Size(u, a) + Size(v, b);
        return new TransportBounds(total.Value, primal, relativeError * size);
    }

    private static CompensatedSum Sum(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        CompensatedSum sum = default;
        for (int i = 0; i < values.Length; i++)
        {
            if (weights.IsEmpty) sum.Add(values[i] / values.Length);
            else sum.AddProduct(values[i], weights[i]);
        }

        return sum;
    }

    private static double Size(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        double size = 0;
        for (int i = 0; i < values.Length; i++)
            size += Math.Abs(values[i]) * (weights.IsEmpty ? 1.0 / values.Length : weights[i]);
        return size;
    }
}
