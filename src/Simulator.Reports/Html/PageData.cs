using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Simulator.Experiments;

namespace Simulator.Reports.Html;

/// <summary>What the script of a page reads: plots and long tables, as JSON in which no character can end the element that holds it.</summary>
internal sealed class PageData
{
    /// <summary>&lt;, &gt;, &amp; and quotes become escapes, all other letters stay.</summary>
    private static readonly JsonSerializerOptions s_options = new(ResultJson.Options) { WriteIndented = false, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly List<PageChart> _charts = [];

    private readonly List<LongTable> _tables = [];

    /// <summary>Adds a plot.</summary>
    /// <param name="chart">The plot.</param>
    /// <param name="lines">Lines under its title.</param>
    /// <returns>The place for it.</returns>
    public HtmlText Add(PageChart chart, IEnumerable<string> lines)
    {
        _charts.Add(chart);
        HtmlText[] below = [.. lines.Where(l => l.Length > 0).Select(l => HtmlText.Of($"<p class=\"note\">{l}</p>\n"))];
        return HtmlText.Of($"""
            <figure class="chart" data-chart="{_charts.Count - 1}">
            <figcaption>{chart.Title}</figcaption>
            {below}<div class="plot" role="img" aria-label="{chart.Title}"></div>
            <div class="legend"></div>
            </figure>

            """);
    }

    /// <summary>Adds a long table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="prefix">What its rows' ids begin with; cell and T follow.</param>
    /// <returns>Its number.</returns>
    public int Add(ResultTable table, string prefix)
    {
        _tables.Add(LongTable.Of(table, prefix));
        return _tables.Count - 1;
    }

    /// <summary>The JSON.</summary>
    public HtmlText Json() => new(JsonSerializer.Serialize(new { charts = _charts, tables = _tables }, s_options));

    /// <summary>A table: texts, which repeat, are numbers of <see cref="Texts"/>.</summary>
    private sealed record LongTable(string Prefix, ImmutableArray<string> Columns, ImmutableArray<bool> IsText, ImmutableArray<string> Texts, ImmutableArray<ImmutableArray<object?>> Rows)
    {
        public static LongTable Of(ResultTable table, string prefix)
        {
            var numbers = new Dictionary<string, int>();
            int Number(string text)
            {
                if (!numbers.TryGetValue(text, out int number)) numbers.Add(text, number = numbers.Count);
                return number;
            }

            ImmutableArray<ImmutableArray<object?>> rows = [.. table.Rows.Select(r => ImmutableArray.CreateRange(r.Select(v => v is string text ? Number(text) : v)))];
            return new LongTable(prefix, [.. table.Columns.Select(c => c.Name)], [.. table.Columns.Select(c => c.Kind == ColumnKind.Text)], [.. numbers.OrderBy(n => n.Value).Select(n => n.Key)], rows);
        }
    }
}
