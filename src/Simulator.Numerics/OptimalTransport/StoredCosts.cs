namespace Simulator.Numerics.OptimalTransport;

/// <summary>Costs in memory.</summary>
internal sealed unsafe class StoredCosts : CostRows
{
    private readonly double[] _data;

    private StoredCosts(int rows, int columns)
        : base(rows, columns)
    {
        // Pinned: rows are handed out as pointers.
        _data = GC.AllocateUninitializedArray<double>(checked(rows * Stride), pinned: true);
    }

    /// <summary>Most numbers of a matrix that is stored: 800 MB.</summary>
    public const long Largest = 100_000_000;

    /// <summary>A copy of a matrix.</summary>
    /// <param name="matrix">Row-major.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    public static StoredCosts Copy(ReadOnlySpan<double> matrix, int rows, int columns)
    {
        var costs = new StoredCosts(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = costs.RowSpan(i);
            matrix.Slice(i * columns, columns).CopyTo(row);
            row[columns..].Fill(double.PositiveInfinity);
        }

        return costs;
    }

    /// <summary>The rows of other costs, computed once.</summary>
    /// <typeparam name="V">The pack.</typeparam>
    /// <param name="points">The costs.</param>
    /// <param name="threads">At most so many threads.</param>
    public static StoredCosts Of<V>(PointCosts<V> points, int threads)
        where V : unmanaged, Simd.IPack<V>
    {
        var costs = new StoredCosts(points.Rows, points.Columns);
        int blocks = (points.Rows + PointCosts<V>.BlockRows - 1) / PointCosts<V>.BlockRows;
        LinearAlgebra.Workers.Run(threads, blocks, block =>
        {
            fixed (double* data = costs._data)
                points.Block(block * PointCosts<V>.BlockRows, data + (nint)block * PointCosts<V>.BlockRows * costs.Stride);
        });
        return costs;
    }

    /// <inheritdoc/>
    public override double* Row(int row, double* buffer)
    {
        fixed (double* data = _data)
            return data + (nint)row * Stride;
    }

    /// <inheritdoc/>
    public override CostRows Subset(int[] rows, int[] columns)
    {
        var subset = new StoredCosts(rows.Length, columns.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<double> source = RowSpan(rows[i]);
            Span<double> target = subset.RowSpan(i);
            for (int j = 0; j < columns.Length; j++)
                target[j] = source[columns[j]];
            target[columns.Length..].Fill(double.PositiveInfinity);
        }

        return subset;
    }

    private Span<double> RowSpan(int row) => _data.AsSpan(row * Stride, Stride);
}
