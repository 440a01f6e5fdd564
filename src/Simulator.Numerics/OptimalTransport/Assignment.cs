using System.Collections.Immutable;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>An assignment of n points to n points.</summary>
/// <param name="Columns">The partner in y of every point of x: a permutation of 0 … n − 1.</param>
/// <param name="RowPotentials">u, n numbers, the greatest that are feasible with v.</param>
/// <param name="ColumnPotentials">v, n numbers: <c>u_i + v_j ≤ c_ij</c> for all i, j.</param>
/// <param name="Bounds">The mean cost of a point, enclosed.</param>
public sealed record AssignmentPlan(
    ImmutableArray<int> Columns, ImmutableArray<double> RowPotentials, ImmutableArray<double> ColumnPotentials, TransportBounds Bounds);

/// <summary>
/// The cheapest assignment, exactly: W1 (or W2²) between two samples of n points of equal weights. Shortest augmenting paths; the result is held against its dual,
/// recomputed from the points, and is <see cref="Status.NotConverged"/> should the two differ by more than <see cref="TransportBounds.ExactGap"/>.
/// </summary>
/// <remarks>Bits do not depend on the number of threads.</remarks>
public static class Assignment
{
    /// <summary>Assigns points to points.</summary>
    /// <param name="x">n × d.</param>
    /// <param name="y">n × d.</param>
    /// <param name="cost">The cost of a pair.</param>
    /// <param name="threads">At most so many threads; default all cores.</param>
    /// <param name="path">The vector path; default the machine's.</param>
    /// <exception cref="ArgumentException">The sets differ in size or dimension, are empty, or an entry is not finite or out of range.</exception>
    public static Outcome<AssignmentPlan> Solve(
        PointBatch x, PointBatch y, GroundCost cost = GroundCost.Distance, int? threads = null, VectorPath? path = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        if (x.Count != y.Count)
            throw new ArgumentException($"An assignment needs as many points on both sides: x has {x.Count}, y has {y.Count}.", nameof(y));
        var points = ScaledPoints.Of(x, y, cost);
        int workers = threads ?? Environment.ProcessorCount;
        return (path ?? VectorPaths.Best) switch
        {
            VectorPath.Vector512 => Solve<Pack8>(points.Costs<Pack8>(workers), points.Exponent, points.RelativeError, workers),
            VectorPath.Vector256 => Solve<Pack4>(points.Costs<Pack4>(workers), points.Exponent, points.RelativeError, workers),
            _ => Solve<Pack1>(points.Costs<Pack1>(workers), points.Exponent, points.RelativeError, workers),
        };
    }

    /// <summary>Assigns rows of a cost matrix to columns.</summary>
    /// <param name="costs">n × n finite costs, of any sign, of at most 1e300.</param>
    /// <param name="threads">At most so many threads; default all cores.</param>
    /// <param name="path">The vector path; default the machine's.</param>
    /// <exception cref="ArgumentException">The matrix is empty, not square, or an entry is not finite or too large.</exception>
    public static Outcome<AssignmentPlan> Solve(ReadOnlyMatrixView costs, int? threads = null, VectorPath? path = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        if (costs.Rows != costs.Columns || costs.Rows == 0)
            throw new ArgumentException($"An assignment needs a square matrix of costs, not {costs.Rows} × {costs.Columns}.", nameof(costs));
        double[] copy = CostMatrix.Checked(costs, nameof(costs));
        int workers = threads ?? Environment.ProcessorCount;
        var stored = StoredCosts.Copy(copy, costs.Rows, costs.Columns);
        return (path ?? VectorPaths.Best) switch
        {
            VectorPath.Vector512 => Solve<Pack8>(stored, 0, CostMatrix.RelativeError, workers),
            VectorPath.Vector256 => Solve<Pack4>(stored, 0, CostMatrix.RelativeError, workers),
            _ => Solve<Pack1>(stored, 0, CostMatrix.RelativeError, workers),
        };
    }

    private static unsafe Outcome<AssignmentPlan> Solve<V>(CostRows costs, int exponent, double relativeError, int threads)
        where V : unmanaged, IPack<V>
    {
        int n = costs.Rows;
        AssignmentSolution solution = AssignmentSolver<V>.Solve(costs, threads);
        RequirePermutation(solution.Columns);
        double[] v = solution.ColumnPotentials, u = DualCertificate.RowPotentials<V>(costs, v, threads);
        CompensatedSum primal = default, absolute = default;
        double[] buffer = GC.AllocateUninitializedArray<double>(costs.Stride, pinned: true);
        fixed (double* space = buffer)
        {
            for (int i = 0; i < n; i++)
            {
                double cost = costs.Row(i, space)[solution.Columns[i]];
                primal.Add(cost / n);
                absolute.Add(Math.Abs(cost) / n);
            }
        }

        for (int i = 0; i < n; i++)
            (u[i], v[i]) = (Math.ScaleB(u[i], exponent), Math.ScaleB(v[i], exponent));
        TransportBounds bounds = DualCertificate.Bounds(
            u, [], v, [], Math.ScaleB(primal.Value, exponent), Math.ScaleB(absolute.Value, exponent), relativeError);
        var plan = new AssignmentPlan([.. solution.Columns], [.. u], [.. v], bounds);
        return new(plan, bounds.IsExact ? Status.Ok : Status.NotConverged, bounds.Diagnostics(solution.Visits));
    }

    private static void RequirePermutation(int[] columns)
    {
        var taken = new bool[columns.Length];
        foreach (int column in columns)
        {
            if (taken[column]) throw new InvalidOperationException($"Column {column} was assigned twice.");
            taken[column] = true;
        }
    }
}
