namespace Simulator.Numerics.Statistics;

/// <summary>
/// A CSV file that cannot be used as asked. The message is one sentence: which file, line and column, what was found there and
/// what would be right.
/// </summary>
public sealed class CsvFormatException : Exception
{
    /// <summary>Creates the exception; the message starts with the place.</summary>
    /// <param name="file">Path of the file as the caller gave it.</param>
    /// <param name="line">1-based line of the file, or null where the file as a whole is meant.</param>
    /// <param name="column">Name of the column, or null where no single column is meant.</param>
    /// <param name="problem">What was found and what would be right.</param>
    /// <param name="innerException">What the reader or the file system reported, if it did.</param>
    public CsvFormatException(string file, long? line, string? column, string problem, Exception? innerException = null)
        : base($"{file}{Place(line, column)}: {problem}", innerException) => (File, Line, Column) = (file, line, column);

    /// <summary>Path of the file as the caller gave it.</summary>
    public string File { get; }

    /// <summary>1-based line of the file at which the row starts, or null where the file as a whole is meant.</summary>
    public long? Line { get; }

    /// <summary>Name of the column, or null where no single column is meant.</summary>
    public string? Column { get; }

    private static string Place(long? line, string? column)
        => (line is null ? "" : $", line {line}") + (column is null ? "" : $", column '{column}'");
}
