using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using CsvHelper;

namespace Simulator.Numerics.Statistics;

/// <summary>
/// An immutable table of text cells under named columns, read from a comma-separated file (RFC 4180, UTF-8, with header; gzip if its name ends in .gz). Cells
/// become numbers only where a column is asked for, so that a file may hold labels beside its measurements.
/// </summary>
public sealed class CsvTable
{
    private readonly string _file;
    private readonly ImmutableArray<(long Line, ImmutableArray<string> Cells)> _rows;

    private CsvTable(string file, ImmutableArray<string> columns, ImmutableArray<(long Line, ImmutableArray<string> Cells)> rows)
        => (_file, Columns, _rows) = (file, columns, rows);

    /// <summary>Names of the columns in the order of the file, without surrounding blanks.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>Number of rows n below the header.</summary>
    public int RowCount => _rows.Length;

    /// <summary>Reads a file; quoted cells, any line ending and a byte order mark are understood, blank lines skipped.</summary>
    /// <param name="file">Path of the file.</param>
    /// <exception cref="CsvFormatException">
    /// The file is missing or cannot be read, is empty, has no row below its header, names a column twice, breaks the quoting
    /// rules, or has a row with more or fewer cells than its header.
    /// </exception>
    public static CsvTable Read(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        if (!File.Exists(file))
        {
            string found = Directory.Exists(file) ? "is a folder" : "does not exist";
            throw new CsvFormatException(file, null, null, $"the file {found}; give the path of a CSV file with a header.");
        }

        // The separator is fixed rather than guessed: a guess would read "1,5;2,5" differently from file to file.
        var options = new CsvReaderOptions
        {
            Separator = ',',
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
        try
        {
            using CsvReader reader = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? CsvReader.FromText(Decompress(file), options)
                : CsvReader.FromFile(file, options);
            ImmutableArray<string> columns = ReadHeader(file, reader);
            return new CsvTable(file, columns, ReadRows(file, reader, columns));
        }
        catch (CsvHelper.CsvFormatException e)
        {
            throw new CsvFormatException(
                file, e.LineNumber, null, "a quote is out of place; a quoted cell is \"…\" with quotes inside it doubled.", e);
        }
        catch (InvalidDataException e)
        {
            throw new CsvFormatException(file, null, null, "the file ends in .gz but is not gzip; rename or compress it.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CsvFormatException(file, null, null, $"the file cannot be read ({e.Message}); check its permissions.", e);
        }
    }

    /// <summary>The named columns as numbers (invariant culture: a point, no thousands separators).</summary>
    /// <param name="columns">Names of d different columns, in the wanted order; matched exactly.</param>
    /// <returns>Row-major <c>n × d</c>, all finite.</returns>
    /// <exception cref="ArgumentException">No column is asked for.</exception>
    /// <exception cref="CsvFormatException">
    /// A column does not exist or is asked for twice, or one of its cells is empty, not a number, infinite or NaN.
    /// </exception>
    public double[] Select(params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0) throw new ArgumentException("At least one column must be asked for.", nameof(columns));
        int[] positions = [.. columns.Select(Position)];
        if (FirstDuplicate(columns) is { } twice)
            throw new CsvFormatException(_file, null, twice, "the column is asked for twice; name each column once.");

        var values = new double[_rows.Length * positions.Length];
        int next = 0;
        foreach ((long line, ImmutableArray<string> cells) in _rows)
        {
            foreach (int position in positions)
                values[next++] = Number(cells[position], line, Columns[position]);
        }

        return values;
    }

    /// <summary>Names of columns from patterns: a name ending in <c>*</c> stands for every column that begins so.</summary>
    /// <param name="patterns">Names and beginnings of names.</param>
    /// <exception cref="CsvFormatException">No column begins so.</exception>
    public ImmutableArray<string> Match(params IReadOnlyList<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return [.. patterns.SelectMany(Matching)];

        IEnumerable<string> Matching(string pattern)
        {
            if (Columns.Contains(pattern) || !pattern.EndsWith('*')) return [pattern];
            string[] found = [.. Columns.Where(c => c.StartsWith(pattern[..^1], StringComparison.Ordinal))];
            return found.Length > 0
                ? found
                : throw new CsvFormatException(
                    _file, null, pattern, $"no column begins so; the file has {string.Join(", ", Columns.Select(c => $"'{c}'"))}.");
        }
    }

    private static string Decompress(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    private int Position(string name)
    {
        int position = Columns.IndexOf(name);
        return position >= 0
            ? position
            : throw new CsvFormatException(
                _file, null, name, $"there is no such column; the file has {string.Join(", ", Columns.Select(c => $"'{c}'"))}.");
    }

    private double Number(string cell, long line, string column)
    {
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
            return value;
        string found = string.IsNullOrWhiteSpace(cell) ? "the cell is empty" : $"'{cell}' is not a finite number";
        throw new CsvFormatException(_file, line, column, $"{found}; write a decimal number such as 5.1.");
    }

    private static ImmutableArray<string> ReadHeader(string file, CsvReader reader)
    {
        ImmutableArray<string> columns = [.. reader.Headers.Select(name => name.Trim())];
        if (columns.IsEmpty)
            throw new CsvFormatException(file, null, null, "the file is empty; it needs a header and at least one row.");
        if (FirstDuplicate(columns) is { } twice)
            throw new CsvFormatException(file, reader.LineNumber, twice, "the header names the column twice; names must differ.");
        return columns;
    }

    private static ImmutableArray<(long Line, ImmutableArray<string> Cells)> ReadRows(
        string file, CsvReader reader, ImmutableArray<string> columns)
    {
        var rows = ImmutableArray.CreateBuilder<(long, ImmutableArray<string>)>();
        while (reader.Read())
        {
            int found = reader.FieldCount;
            if (found < columns.Length)
                throw new CsvFormatException(
                    file, reader.LineNumber, columns[found],
                    $"the row ends before this column; it has {found} cells where the header has {columns.Length}.");
            if (found > columns.Length)
                throw new CsvFormatException(
                    file, reader.LineNumber, columns[^1],
                    $"the row goes on after this last column; it has {found} cells where the header has {columns.Length}.");
            rows.Add((reader.LineNumber, [.. Enumerable.Range(0, found).Select(reader.GetString)]));
        }

        return rows.Count > 0
            ? rows.ToImmutable()
            : throw new CsvFormatException(file, null, null, "the file has a header but no rows; it needs at least one row.");
    }

    private static string? FirstDuplicate(IEnumerable<string> names)
    {
        var seen = new HashSet<string>();
        return names.FirstOrDefault(name => !seen.Add(name));
    }
}
