namespace Simulator.Reports.Html;

/// <summary>Small tables of a page, which scroll sideways where a screen is narrow.</summary>
internal static class PageTable
{
    /// <summary>A table.</summary>
    /// <param name="className">Its class, by which it can be found.</param>
    /// <param name="heads">Column heads.</param>
    /// <param name="rows">Rows: an id or null, and cells.</param>
    public static HtmlText Of(string className, IEnumerable<string> heads, IEnumerable<(string? Id, HtmlText[] Cells)> rows) => HtmlText.Of($"""
        <div class="scroll"><table class="{className}">
        <thead><tr>{heads.Select(h => HtmlText.Of($"<th scope=\"col\">{h}</th>"))}</tr></thead>
        <tbody>
        {rows.Select(r => HtmlText.Of($"<tr{Id(r.Id)}>{r.Cells.Select(c => HtmlText.Of($"<td>{c}</td>"))}</tr>\n"))}</tbody>
        </table></div>

        """);

    /// <summary>A list of sentences.</summary>
    /// <param name="sentences">The sentences.</param>
    public static HtmlText List(IEnumerable<string> sentences)
    {
        HtmlText[] items = [.. sentences.Select(s => HtmlText.Of($"<li>{s}</li>\n"))];
        return items.Length == 0 ? HtmlText.Empty : HtmlText.Of($"<ul class=\"findings\">\n{items}</ul>\n");
    }

    private static HtmlText Id(string? id) => id is null ? HtmlText.Empty : HtmlText.Of($" id=\"{id}\" tabindex=\"-1\"");
}
