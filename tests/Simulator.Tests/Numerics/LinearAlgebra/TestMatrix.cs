using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Xunit;

namespace Simulator.Tests.Numerics.LinearAlgebra;

/// <summary>A matrix inside a larger buffer whose other numbers are a NaN of a known pattern: whoever reads them spreads it, whoever writes them is found.</summary>
internal sealed class TestMatrix
{
    private const int Before = 3;
    private static readonly long Sentinel = BitConverter.DoubleToInt64Bits(double.NaN) ^ 0xBEEF;

    private readonly double[] _buffer;
    private readonly int _stride;
    private readonly bool _transposed;

    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="entry">The entries.</param>
    /// <param name="transposed">Whether columns are contiguous.</param>
    /// <param name="padding">How many foreign numbers lie between neighbouring rows (or columns).</param>
    public TestMatrix(int rows, int columns, Func<int, int, double> entry, bool transposed = false, int padding = 0)
    {
        Rows = rows;
        Columns = columns;
        _transposed = transposed;
        _stride = (transposed ? rows : columns) + padding;
        _buffer = new double[Before + (transposed ? columns : rows) * _stride + padding + 1];
        Array.Fill(_buffer, BitConverter.Int64BitsToDouble(Sentinel));
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                this[i, j] = entry(i, j);
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public MatrixView View => _transposed
        ? new MatrixView(_buffer.AsSpan(Before), Columns, Rows, _stride).Transposed
        : new MatrixView(_buffer.AsSpan(Before), Rows, Columns, _stride);

    public ref double this[int row, int column] => ref _buffer[Before + (_transposed ? column * _stride + row : row * _stride + column)];

    /// <summary>Normal entries from a named stream.</summary>
    public static TestMatrix Random(int rows, int columns, string name, bool transposed = false, int padding = 0, long seed = 1)
    {
        double[] numbers = Numbers(rows * columns, name, seed);
        return new TestMatrix(rows, columns, (i, j) => numbers[i * columns + j], transposed, padding);
    }

    /// <summary>A well-conditioned triangular matrix; the triangle that does not count is NaN.</summary>
    public static TestMatrix Triangular(int n, Triangle triangle, string name, bool transposed = false, int padding = 0, long seed = 1)
    {
        double[] numbers = Numbers(n * n, name, seed);
        return new TestMatrix(
            n, n, (i, j) => i == j ? 2 + Math.Abs(numbers[i * n + j]) : triangle == Triangle.Lower == i > j ? numbers[i * n + j] / Math.Sqrt(n) : double.NaN,
            transposed, padding);
    }

    /// <summary>B Bᵀ + I/10 below the diagonal, NaN above it.</summary>
    public static TestMatrix PositiveDefinite(int n, string name, bool transposed = false, int padding = 0, long seed = 1)
    {
        TestMatrix root = Random(n, n, name, seed: seed);
        return new TestMatrix(n, n, (i, j) => j > i ? double.NaN : Scalar.Dot(n, p => root[i, p], p => root[j, p]).Value + (i == j ? 0.1 : 0), transposed, padding);
    }

    /// <summary>A random symmetric matrix, NaN above the diagonal.</summary>
    public static TestMatrix Symmetric(int n, string name, bool transposed = false, int padding = 0, long seed = 1)
    {
        double[] numbers = Numbers(n * n, name, seed);
        return new TestMatrix(n, n, (i, j) => j > i ? double.NaN : numbers[i * n + j], transposed, padding);
    }

    public TestMatrix Copy() => new(Rows, Columns, (i, j) => this[i, j]);

    /// <summary>Every number outside the matrix is what it was.</summary>
    public void AssertPaddingUntouched()
    {
        for (int p = 0; p < _buffer.Length; p++)
        {
            int line = Math.DivRem(p - Before, Math.Max(1, _stride), out int within);
            bool inside = p >= Before && line < (_transposed ? Columns : Rows) && within < (_transposed ? Rows : Columns);
            Assert.True(inside || BitConverter.DoubleToInt64Bits(_buffer[p]) == Sentinel, $"{_buffer[p]:R} was written at {p}, outside of the matrix.");
        }
    }

    private static double[] Numbers(int count, string name, long seed)
    {
        RandomStream stream = RandomStream.Named(seed, "test", "linear algebra", name);
        return [.. Enumerable.Range(0, count).Select(_ => stream.NextNormal())];
    }
}
