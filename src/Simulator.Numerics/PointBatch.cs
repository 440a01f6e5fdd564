namespace Simulator.Numerics;

/// <summary>A view of n points of dimension d: the rows of a row-major n × d buffer.</summary>
public readonly ref struct PointBatch
{
    /// <summary>Views a buffer as points.</summary>
    /// <param name="data">n · d numbers.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <exception cref="ArgumentException">The buffer's length is no multiple of d.</exception>
    public PointBatch(ReadOnlySpan<double> data, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (data.Length % dimension != 0)
            throw new ArgumentException($"{data.Length} numbers are no whole number of points of dimension {dimension}.", nameof(data));
        Data = data;
        Dimension = dimension;
        Count = data.Length / dimension;
    }

    /// <summary>The buffer, n × d row-major.</summary>
    public ReadOnlySpan<double> Data { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>Point <paramref name="index"/>, length d.</summary>
    /// <param name="index">0 … n − 1.</param>
    public ReadOnlySpan<double> this[int index] => Data.Slice(index * Dimension, Dimension);
}
