namespace Simulator.Numerics.OptimalTransport;

/// <summary>A matrix of costs that is asked for row by row: computed on the way, or stored.</summary>
internal abstract unsafe class CostRows(int rows, int columns)
{
    /// <summary>Rows are filled up to a multiple of this, the widest pack, with infinite costs.</summary>
    public const int Alignment = 8;

    /// <summary>How many rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>How many columns.</summary>
    public int Columns { get; } = columns;

    /// <summary>Length of a row, filled up.</summary>
    public int Stride { get; } = (columns + Alignment - 1) / Alignment * Alignment;

    /// <summary>The costs of a row: <see cref="Stride"/> numbers, ∞ beyond <see cref="Columns"/>.</summary>
    /// <param name="row">Which.</param>
    /// <param name="buffer">Room for <see cref="Stride"/> numbers, used where they are not stored.</param>
    public abstract double* Row(int row, double* buffer);

    /// <summary>One cost.</summary>
    public double At(int row, int column)
    {
        double[] buffer = GC.AllocateUninitializedArray<double>(Stride, pinned: true);
        fixed (double* space = buffer)
            return Row(row, space)[column];
    }

    /// <summary>The costs between some of the rows and some of the columns.</summary>
    /// <param name="rows">Which rows.</param>
    /// <param name="columns">Which columns.</param>
    public abstract CostRows Subset(int[] rows, int[] columns);
}
