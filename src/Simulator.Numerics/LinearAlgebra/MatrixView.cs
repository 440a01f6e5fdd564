namespace Simulator.Numerics.LinearAlgebra;

/// <summary>A <see cref="ReadOnlyMatrixView"/> whose entries may be written.</summary>
public readonly ref struct MatrixView
{
    /// <summary>Views rows that lie one after the other.</summary>
    /// <param name="data">At least rows × columns numbers, row-major.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    public MatrixView(Span<double> data, int rows, int columns)
        : this(data, rows, columns, columns)
    {
    }

    /// <summary>Views rows a fixed distance apart.</summary>
    /// <param name="data">At least (rows − 1) · stride + columns numbers.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <param name="stride">Distance of the first entries of neighbouring rows, at least the number of columns.</param>
    /// <exception cref="ArgumentException">The buffer is too short or the stride too small.</exception>
    public MatrixView(Span<double> data, int rows, int columns, int stride)
        : this(data, rows, columns, stride, false)
        => MatrixShape.Check(data.Length, rows, columns, stride);

    private MatrixView(Span<double> data, int rows, int columns, int stride, bool transposed)
    {
        Data = data;
        Rows = rows;
        Columns = columns;
        Stride = stride;
        IsTransposed = transposed;
    }

    /// <summary>The buffer, from the first entry on.</summary>
    public Span<double> Data { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Distance in the buffer between neighbouring rows; between neighbouring columns if transposed.</summary>
    public int Stride { get; }

    /// <summary>Whether the columns, not the rows, are contiguous.</summary>
    public bool IsTransposed { get; }

    /// <summary>The transposed matrix, over the same buffer.</summary>
    public MatrixView Transposed => new(Data, Columns, Rows, Stride, !IsTransposed);

    /// <summary>The entry in a row and a column.</summary>
    /// <param name="row">0 … Rows − 1.</param>
    /// <param name="column">0 … Columns − 1.</param>
    public ref double this[int row, int column] => ref Data[IsTransposed ? column * Stride + row : row * Stride + column];

    /// <summary>The same matrix, for reading only.</summary>
    /// <param name="view">The matrix.</param>
    public static implicit operator ReadOnlyMatrixView(MatrixView view) => view.AsReadOnly();

    /// <summary>The same matrix, for reading only.</summary>
    public ReadOnlyMatrixView AsReadOnly() => new(Data, Rows, Columns, Stride, IsTransposed);

    /// <summary>A block of the matrix, over the same buffer.</summary>
    /// <param name="row">First row.</param>
    /// <param name="column">First column.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block sticks out.</exception>
    public MatrixView Block(int row, int column, int rows, int columns)
        => new(Data[MatrixShape.Offset(this, row, column, rows, columns)..], rows, columns, Stride, IsTransposed);

    /// <summary>Sets every entry.</summary>
    /// <param name="value">The value.</param>
    public void Fill(double value)
    {
        int length = IsTransposed ? Rows : Columns;
        for (int i = 0; i < (IsTransposed ? Columns : Rows); i++)
            Data.Slice(i * Stride, length).Fill(value);
    }
}
