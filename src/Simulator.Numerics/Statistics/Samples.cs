namespace Simulator.Numerics.Statistics;

/// <summary>What every function of a sample asks of its <c>n × d</c> buffer.</summary>
internal static class Samples
{
    /// <summary>Checks a row-major buffer.</summary>
    /// <param name="data">Row-major <c>n × d</c>.</param>
    /// <param name="dimension">Number of columns d.</param>
    /// <returns>The number of rows n.</returns>
    /// <exception cref="ArgumentException">There are no rows, an incomplete one, or a value that is not finite.</exception>
    public static int RequireRows(ReadOnlySpan<double> data, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        if (data.IsEmpty || data.Length % dimension != 0)
            throw new ArgumentException(
                $"The data hold {data.Length} numbers, which is not a positive number of rows of {dimension}.", nameof(data));
        for (int i = 0; i < data.Length; i++)
        {
            if (!double.IsFinite(data[i]))
                throw new ArgumentException(
                    $"Data must be finite, but row {i / dimension + 1}, column {i % dimension + 1} is {data[i]}.", nameof(data));
        }

        return data.Length / dimension;
    }

    /// <summary>The rows in lexicographic order, so that nothing computed from them depends on the order they came in.</summary>
    /// <param name="data">Row-major <c>n × d</c>.</param>
    /// <param name="dimension">Number of columns d.</param>
    /// <returns>Row-major <c>n × d</c>.</returns>
    public static double[] Sorted(ReadOnlySpan<double> data, int dimension)
    {
        double[][] rows = [.. data.ToArray().Chunk(dimension)];
        Array.Sort(rows, (a, b) => a.AsSpan().SequenceCompareTo(b));
        return [.. rows.SelectMany(row => row)];
    }

    /// <summary>The number of different rows.</summary>
    /// <param name="sorted">Row-major <c>n × d</c>, n ≥ 1, in lexicographic order.</param>
    /// <param name="dimension">Number of columns d.</param>
    public static int CountDistinct(ReadOnlySpan<double> sorted, int dimension)
    {
        int distinct = 1;
        for (int i = dimension; i < sorted.Length; i += dimension)
        {
            if (!sorted.Slice(i, dimension).SequenceEqual(sorted.Slice(i - dimension, dimension))) distinct++;
        }

        return distinct;
    }

    /// <summary>One column.</summary>
    /// <param name="data">Row-major <c>n × d</c>.</param>
    /// <param name="dimension">Number of columns d.</param>
    /// <param name="column">Index of the column, from 0.</param>
    public static double[] Column(ReadOnlySpan<double> data, int dimension, int column)
    {
        var result = new double[data.Length / dimension];
        for (int i = 0; i < result.Length; i++)
            result[i] = data[i * dimension + column];
        return result;
    }
}
