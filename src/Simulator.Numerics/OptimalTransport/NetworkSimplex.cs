using System.Collections.Immutable;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>Mass that goes from a point to a point.</summary>
/// <param name="Row">From point x_i.</param>
/// <param name="Column">To point y_j.</param>
/// <param name="Mass">How much, positive.</param>
public readonly record struct Shipment(int Row, int Column, double Mass);

/// <summary>A plan between weighted points.</summary>
/// <param name="Shipments">At most n + m − 1.</param>
/// <param name="RowPotentials">u, n numbers, the greatest that are feasible with v.</param>
/// <param name="ColumnPotentials">v, m numbers: <c>u_i + v_j ≤ c_ij</c> for all i, j.</param>
/// <param name="Bounds">The cost of the plan, enclosed.</param>
public sealed record TransportPlan(
    ImmutableArray<Shipment> Shipments, ImmutableArray<double> RowPotentials, ImmutableArray<double> ColumnPotentials, TransportBounds Bounds);

/// <summary>
/// The cheapest transport between weighted points, exactly, by the network simplex on strongly feasible trees with pricing by blocks of rows. The result is
/// held against its dual, recomputed from the points.
/// </summary>
/// <remarks>One thread pivots; bits do not depend on the number of threads.</remarks>
public static class NetworkSimplex
{
    /// <summary>Sums of weights may differ by this, relative; the second is scaled to the first.</summary>
    private const double SumTolerance = 1e-12;

    /// <summary>Reduced costs above minus this times the greatest cost count as none: the rounding of potentials in a deep tree.</summary>
    private const double Tolerance = 1e-14;

    /// <summary>Moves mass between points.</summary>
    /// <param name="x">n × d.</param>
    /// <param name="supplies">a, n weights, not negative, or empty for 1/n.</param>
    /// <param name="y">m × d.</param>
    /// <param name="demands">b, m weights, not negative, or empty for 1/m; their sum is that of a.</param>
    /// <param name="cost">The cost of moving a unit.</param>
    /// <param name="threads">At most so many threads; default all cores.</param>
    /// <param name="path">The vector path; default the machine's.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, sums differ, or an entry is not finite, negative or out of range.</exception>
    public static Outcome<TransportPlan> Solve(
        PointBatch x, ReadOnlySpan<double> supplies, PointBatch y, ReadOnlySpan<double> demands, GroundCost cost = GroundCost.Distance, int? threads = null, VectorPath? path = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        var points = ScaledPoints.Of(x, y, cost);
        (double[] a, double[] b) = Balanced(supplies, x.Count, demands, y.Count);
        int workers = threads ?? Environment.ProcessorCount;
        return (path ?? VectorPaths.Best) switch
        {
            VectorPath.Vector512 => Solve<Pack8>(points.StoredCosts<Pack8>(workers), a, b, points.Exponent, points.RelativeError, workers),
            VectorPath.Vector256 => Solve<Pack4>(points.StoredCosts<Pack4>(workers), a, b, points.Exponent, points.RelativeError, workers),
            _ => Solve<Pack1>(points.StoredCosts<Pack1>(workers), a, b, points.Exponent, points.RelativeError, workers),
        };
    }

    /// <summary>Moves mass at given costs.</summary>
    /// <param name="costs">n × m finite costs, of any sign, of at most 1e300.</param>
    /// <param name="supplies">a, n weights, not negative, or empty for 1/n.</param>
    /// <param name="demands">b, m weights, not negative, or empty for 1/m; their sum is that of a.</param>
    /// <param name="threads">At most so many threads; default all cores.</param>
    /// <param name="path">The vector path; default the machine's.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, sums differ, or an entry is not finite, negative or too large.</exception>
    public static Outcome<TransportPlan> Solve(
        ReadOnlyMatrixView costs, ReadOnlySpan<double> supplies, ReadOnlySpan<double> demands, int? threads = null, VectorPath? path = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        if (costs.Rows == 0 || costs.Columns == 0)
            throw new ArgumentException($"A transport needs at least one row and one column of costs, not {costs.Rows} × {costs.Columns}.", nameof(costs));
        (double[] a, double[] b) = Balanced(supplies, costs.Rows, demands, costs.Columns);
        int workers = threads ?? Environment.ProcessorCount;
        var stored = StoredCosts.Copy(CostMatrix.Checked(costs, nameof(costs)), costs.Rows, costs.Columns);
        return (path ?? VectorPaths.Best) switch
        {
            VectorPath.Vector512 => Solve<Pack8>(stored, a, b, 0, CostMatrix.RelativeError, workers),
            VectorPath.Vector256 => Solve<Pack4>(stored, a, b, 0, CostMatrix.RelativeError, workers),
            _ => Solve<Pack1>(stored, a, b, 0, CostMatrix.RelativeError, workers),
        };
    }

    private static (double[] Supplies, double[] Demands) Balanced(ReadOnlySpan<double> supplies, int n, ReadOnlySpan<double> demands, int m)
    {
        double[] a = supplies.IsEmpty ? Weights.Normalised([], n, nameof(supplies)) : supplies.ToArray();
        double[] b = demands.IsEmpty ? Weights.Normalised([], m, nameof(demands)) : demands.ToArray();
        double given = Weights.Total(a, n, nameof(supplies)), wanted = Weights.Total(b, m, nameof(demands));
        if (Math.Abs(given - wanted) > SumTolerance * given)
            throw new ArgumentException($"Demands must add up to what is supplied, {given:R}; they add up to {wanted:R}.", nameof(demands));
        return (a, Array.ConvertAll(b, weight => weight * (given / wanted)));
    }

    private static Outcome<TransportPlan> Solve<V>(CostRows all, double[] a, double[] b, int exponent, double relativeError, int threads)
        where V : unmanaged, IPack<V>
    {
        double total = Weights.Total(a, a.Length, nameof(a));
        (int[] rows, long[] supplies) = Used(a, total);
        (int[] columns, long[] demands) = Used(b, total);
        CostRows costs = rows.Length == a.Length && columns.Length == b.Length ? all : all.Subset(rows, columns);
        var solver = new TransportSolver<V>(costs, supplies, demands, Tolerance);
        bool ended = solver.Run();

        // Columns without mass restrict u: they get the greatest potential that leaves it as it is.
        double[] v = new double[b.Length], u;
        double[] used = solver.ColumnPotentials();
        if (columns.Length == b.Length)
        {
            used.CopyTo(v, 0);
        }
        else
        {
            double[] inner = DualCertificate.RowPotentials<V>(costs, used, threads);
            DualCertificate.ColumnPotentials<V>(all, rows, inner).CopyTo(v, 0);
            for (int k = 0; k < columns.Length; k++)
                v[columns[k]] = Math.Min(v[columns[k]], used[k]);
        }

        u = DualCertificate.RowPotentials<V>(all, v, threads);
        var shipments = new List<Shipment>();
        CompensatedSum primal = default, absolute = default;
        foreach ((int row, int column, long units) in solver.Flows().OrderBy(f => f.Row).ThenBy(f => f.Column))
        {
            double mass = units * (total / WholeUnits.Total), price = costs.At(row, column);
            shipments.Add(new Shipment(rows[row], columns[column], mass));
            primal.AddProduct(mass, price);
            absolute.AddProduct(mass, Math.Abs(price));
        }

        for (int i = 0; i < u.Length; i++)
            u[i] = Math.ScaleB(u[i], exponent);
        for (int j = 0; j < v.Length; j++)
            v[j] = Math.ScaleB(v[j], exponent);
        TransportBounds bounds = DualCertificate.Bounds(
            u, a, v, b, Math.ScaleB(primal.Value, exponent), Math.ScaleB(absolute.Value, exponent), relativeError);

        // Masses are within a unit of the weights.
        double unit = total * (a.Length + b.Length) * Math.ScaleB(1, -60) * Math.ScaleB(solver.LargestCost, exponent);
        bounds = bounds with { Rounding = bounds.Rounding + unit };
        var plan = new TransportPlan([.. shipments], [.. u], [.. v], bounds);
        return new(plan, ended && bounds.IsExact ? Status.Ok : Status.NotConverged, bounds.Diagnostics(solver.Pivots));
    }

    /// <summary>The points that have at least one unit.</summary>
    private static (int[] Places, long[] Units) Used(double[] weights, double total)
    {
        long[] units = WholeUnits.Of(Array.ConvertAll(weights, w => w / total));
        int[] places = [.. Enumerable.Range(0, weights.Length).Where(i => units[i] > 0)];
        return (places, [.. places.Select(i => units[i])]);
    }
}
