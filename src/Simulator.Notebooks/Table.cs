using System.Collections.Immutable;
using System.Globalization;
using Simulator.Reports;
using Simulator.Reports.Html;

namespace Simulator.Notebooks;

/// <summary>A table: heads, and rows of as many cells.</summary>
public sealed class Table : IDisplayable
{
    private readonly ImmutableArray<string> _heads;
    private readonly List<string[]> _rows = [];

    /// <summary>A table without rows.</summary>
    /// <param name="heads">Column heads.</param>
    public Table(params ReadOnlySpan<string> heads) => _heads = [.. heads];

    /// <summary>A table of a row an item.</summary>
    /// <typeparam name="T">What an item is.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="columns">Heads, and what stands under them for an item.</param>
    public static Table Of<T>(IEnumerable<T> items, params ReadOnlySpan<(string Head, Func<T, object?> Cell)> columns)
    {
        ArgumentNullException.ThrowIfNull(items);
        ImmutableArray<(string Head, Func<T, object?> Cell)> all = [.. columns];
        var table = new Table([.. all.Select(c => c.Head)]);
        foreach (T item in items)
            table.Row([.. all.Select(c => c.Cell(item))]);
        return table;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="cells">As many cells as there are heads; numbers are shown with six digits, texts as they are.</param>
    /// <returns>This table.</returns>
    /// <exception cref="ArgumentException">Another number of cells.</exception>
    public Table Row(params ReadOnlySpan<object?> cells)
    {
        if (cells.Length != _heads.Length)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The row has {cells.Length} cells, the table {_heads.Length} columns."), nameof(cells));
        string[] row = new string[cells.Length];
        for (int i = 0; i < row.Length; i++)
            row[i] = ValueFormatter.Short(cells[i]);
        _rows.Add(row);
        return this;
    }

    /// <inheritdoc/>
    public MimeBundle ToBundle()
    {
        HtmlText heads = HtmlText.Join(_heads.Select(h => HtmlText.Of($"<th style=\"text-align:right\">{h}</th>")));
        HtmlText rows = HtmlText.Join(_rows.Select(row => HtmlText.Of($"<tr>{row.Select(cell => HtmlText.Of($"<td style=\"text-align:right\">{cell}</td>"))}</tr>\n")));
        HtmlText table = HtmlText.Of($"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>");
        return MimeBundle.Of((MimeBundle.Html, table.Markup), (MimeBundle.Plain, TextTable.Render(_heads, _rows)));
    }
}
