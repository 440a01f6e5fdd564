namespace Simulator.Numerics.LinearAlgebra;

/// <summary>What views of matrices check.</summary>
internal static class MatrixShape
{
    /// <summary>Checks a row-major buffer.</summary>
    /// <param name="data">Length of the buffer.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="stride">Distance of rows.</param>
    public static void Check(int data, int rows, int columns, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (stride < columns)
            throw new ArgumentException($"The stride is {stride}; rows of {columns} numbers need at least that.", nameof(stride));
        long needed = rows == 0 ? 0 : (rows - 1L) * stride + columns;
        if (data < needed)
            throw new ArgumentException($"A {rows} × {columns} matrix with stride {stride} needs {needed} numbers; the buffer has {data}.", nameof(data));
    }

    /// <summary>Where a block begins in the buffer; the end of the buffer for an empty block, which may lie behind it.</summary>
    public static int Offset(ReadOnlyMatrixView matrix, int row, int column, int rows, int columns)
    {
        if (row < 0 || column < 0 || rows < 0 || columns < 0 || row > matrix.Rows - rows || column > matrix.Columns - columns)
        {
            throw new ArgumentOutOfRangeException(
                nameof(row), $"A block of {rows} × {columns} at ({row}, {column}) sticks out of a {matrix.Rows} × {matrix.Columns} matrix.");
        }

        int offset = matrix.IsTransposed ? column * matrix.Stride + row : row * matrix.Stride + column;
        return Math.Min(offset, matrix.Data.Length);
    }
}
