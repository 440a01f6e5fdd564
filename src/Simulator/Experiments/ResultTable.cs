using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Simulator.Experiments;

/// <summary>What a column holds; any value may be missing.</summary>
public enum ColumnKind
{
    /// <summary>A double.</summary>
    Number,

    /// <summary>A 32-bit integer.</summary>
    Integer,

    /// <summary>A string.</summary>
    Text,
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
public sealed record ResultColumn(string Name, ColumnKind Kind);

/// <summary>Results as a table: what Parquet, CSV, fits and figures have in common.</summary>
public sealed class ResultTable
{
    private readonly Dictionary<string, int> _places;

    /// <summary>A table.</summary>
    /// <param name="columns">The columns, whose names differ.</param>
    /// <param name="rows">The rows: a double, int, string or null per column, as the column's kind says.</param>
    /// <exception cref="ArgumentException">A row has another length than the columns.</exception>
    public ResultTable(ImmutableArray<ResultColumn> columns, ImmutableArray<ImmutableArray<object?>> rows)
    {
        if (rows.Any(r => r.Length != columns.Length)) throw new ArgumentException("Every row needs a value for every column.", nameof(rows));
        (Columns, Rows) = (columns, rows);
        _places = Enumerable.Range(0, columns.Length).ToDictionary(i => columns[i].Name, i => i);
    }

    /// <summary>The columns.</summary>
    public ImmutableArray<ResultColumn> Columns { get; }

    /// <summary>The rows.</summary>
    public ImmutableArray<ImmutableArray<object?>> Rows { get; }

    /// <summary>Whether there is a column.</summary>
    /// <param name="name">Its name.</param>
    public bool Has(string name) => _places.ContainsKey(name);

    /// <summary>A value as a number; null where it is missing or no number.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column's name.</param>
    public double? Number(int row, string column) => Rows[row][_places[column]] switch
    {
        double d => d,
        int i => i,
        _ => null,
    };

    /// <summary>A value as text; empty where it is missing.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column's name.</param>
    public string Text(int row, string column) => Plain(Rows[row][_places[column]]);

    /// <summary>The table as CSV (RFC 4180, lines end in \n): doubles with the digits that give them back, missing and non-finite values empty.</summary>
    public string Csv()
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Columns.Select(c => Quoted(c.Name))).Append('\n');
        foreach (ImmutableArray<object?> row in Rows)
            text.AppendJoin(',', row.Select(v => Quoted(Plain(v)))).Append('\n');
        return text.ToString();
    }

    /// <summary>A name or text with commas, quotes or line breaks stands in quotes.</summary>
    /// <param name="text">The text.</param>
    internal static string Quoted(string text)
        => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    /// <summary>A value as it stands in CSV.</summary>
    /// <param name="value">The value.</param>
    internal static string Plain(object? value) => value switch
    {
        null => "",
        double d => double.IsFinite(d) ? d.ToString("R", CultureInfo.InvariantCulture) : "",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
