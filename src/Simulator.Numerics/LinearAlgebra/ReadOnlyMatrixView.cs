namespace Simulator.Numerics.LinearAlgebra;

/// <summary>A matrix that lies in a buffer row by row (or, seen transposed, column by column), with a fixed distance between the rows.</summary>
/// <remarks>Transposing changes no number; a product takes any combination of transposed views.</remarks>
public readonly ref struct ReadOnlyMatrixView
{
    /// <summary>Views rows that lie one after the other.</summary>
    /// <param name="data">At least rows × columns numbers, row-major.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    public ReadOnlyMatrixView(ReadOnlySpan<double> data, int rows, int columns)
        : this(data, rows, columns, columns)
    {
    }

    /// <summary>Views rows a fixed distance apart.</summary>
    /// <param name="data">At least (rows − 1) · stride + columns numbers.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <param name="stride">Distance of the first entries of neighbouring rows, at least the number of columns.</param>
    /// <exception cref="ArgumentException">The buffer is too short or the stride too small.</exception>
    public ReadOnlyMatrixView(ReadOnlySpan<double> data, int rows, int columns, int stride)
        : this(data, rows, columns, stride, false)
        => MatrixShape.Check(data.Length, rows, columns, stride);

    internal ReadOnlyMatrixView(ReadOnlySpan<double> data, int rows, int columns, int stride, bool transposed)
    {
        Data = data;
        Rows = rows;
        Columns = columns;
        Stride = stride;
        IsTransposed = transposed;
    }

    /// <summary>The buffer, from the first entry on.</summary>
    public ReadOnlySpan<double> Data { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Distance in the buffer between neighbouring rows; between neighbouring columns if transposed.</summary>
    public int Stride { get; }

    /// <summary>Whether the columns, not the rows, are contiguous.</summary>
    public bool IsTransposed { get; }

    /// <summary>The transposed matrix, over the same buffer.</summary>
    public ReadOnlyMatrixView Transposed => new(Data, Columns, Rows, Stride, !IsTransposed);

    /// <summary>The entry in a row and a column.</summary>
    /// <param name="row">0 … Rows − 1.</param>
    /// <param name="column">0 … Columns − 1.</param>
    public double this[int row, int column] => Data[IsTransposed ? column * Stride + row : row * Stride + column];

    /// <summary>A block of the matrix, over the same buffer.</summary>
    /// <param name="row">First row.</param>
    /// <param name="column">First column.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block sticks out.</exception>
    public ReadOnlyMatrixView Block(int row, int column, int rows, int columns)
        => new(Data[MatrixShape.Offset(this, row, column, rows, columns)..], rows, columns, Stride, IsTransposed);

    /// <summary>Copies the entries.</summary>
    /// <param name="destination">A matrix of the same shape, not overlapping.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void CopyTo(MatrixView destination)
    {
        if (destination.Rows != Rows || destination.Columns != Columns)
            throw new ArgumentException($"The destination must be {Rows} × {Columns}, not {destination.Rows} × {destination.Columns}.", nameof(destination));
        if (destination.IsTransposed)
        {
            Transposed.CopyTo(destination.Transposed);
            return;
        }

        for (int i = 0; i < Rows; i++)
        {
            Span<double> row = destination.Data.Slice(i * destination.Stride, Columns);
            if (!IsTransposed)
            {
                Data.Slice(i * Stride, Columns).CopyTo(row);
                continue;
            }

            for (int j = 0; j < row.Length; j++)
                row[j] = Data[j * Stride + i];
        }
    }

    /// <summary>The entries row by row.</summary>
    public double[] ToArray()
    {
        var copy = new double[Rows * Columns];
        CopyTo(new MatrixView(copy, Rows, Columns));
        return copy;
    }
}
