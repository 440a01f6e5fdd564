using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Simulator.Experiments;

namespace Simulator.Reports.Html;

/// <summary>All results of a folder as one page of HTML that needs nothing else: no network, no files beside it. The same results give the same bytes.</summary>
public static class ReportPage
{
    /// <summary>The page.</summary>
    /// <param name="sources">What it is about.</param>
    public static string Of(ReportSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ImmutableArray<ReportedRow> rows = sources.Rows();
        ImmutableArray<Caveat> caveats = Caveats.Of(sources, rows);
        var data = new PageData();
        FolderResults results = sources.Results;
        HtmlText sections = HtmlText.Join(
        [
            .. sources.Sweeps.Select((s, i) => SweepSection.Of(s, i, data)),
            .. results.Verify.Select((f, i) => VerifySection.Of(f, i, data)),
            .. DimensionSection(results),
            .. results.Traces.Select((f, i) => TraceSection.Of(f, i, data)),
            .. results.Ledgers.Select((f, i) => LedgerSection.Of(f, i, data)),
            .. results.Curves.Select((f, i) => CurvesSection.Of(f, i, data)),
        ]);
        string plotly = Resource("plotly-basic.min.js"), script = Resource("report.js");
        string title = Title(sources);

        // Only these two scripts may run, and nothing may be loaded: even markup that slipped in would be dead.
        string policy = $"default-src 'none'; script-src '{Hash(plotly)}' '{Hash(script)}'; style-src 'unsafe-inline'; img-src data: blob:; form-action 'none'; base-uri 'none'";
        return HtmlText.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title}</title>
            <link rel="icon" href="data:,">
            <style>{new HtmlText(Resource("report.css"))}</style>
            </head>
            <body>
            <header><h1>{title}</h1>
            <p class="lead">{Lead(sources, rows)}</p>
            {Contents(sources, caveats)}</header>
            <main>
            <noscript><p class="key">Plots and long tables need JavaScript, which is inside this file; texts and short tables do not.</p></noscript>
            {TheoremSection.Of(rows)}{sections}{Caveats.Section(caveats)}{SourcesSection.Of(sources)}</main>
            <script type="application/json" id="data">{data.Json()}</script>
            <script>{new HtmlText(plotly)}</script>
            <script>{new HtmlText(script)}</script>
            </body>
            </html>

            """).Markup;
    }

    private static string Title(ReportSources sources)
    {
        string[] names = [.. Names(sources).Distinct()];
        return names.Length <= 3 ? string.Join(", ", names) : $"{names[0]}, {names[1]} and {names.Length - 2} more";
    }

    private static IEnumerable<string> Names(ReportSources sources) =>
    [
        .. sources.Sweeps.Select(s => s.Summary.Name),
        .. sources.Results.Verify.Select(f => f.Result.Name),
        .. sources.Results.Traces.Select(f => f.Result.Name),
        .. sources.Results.Ledgers.Select(f => f.Result.Name),
        .. sources.Results.Curves.Select(f => f.Result.Name),
    ];

    private static string Lead(ReportSources sources, ImmutableArray<ReportedRow> rows)
    {
        string Count(int count, string one, string many) => count == 1 ? one : $"{count} {many}";
        FolderResults results = sources.Results;
        string[] rest =
        [
            .. results.Traces.IsEmpty ? Array.Empty<string>() : [Count(results.Traces.Length, "the error of one run followed over its steps", "runs followed over their steps")],
            .. results.Ledgers.IsEmpty ? Array.Empty<string>() : [Count(results.Ledgers.Length, "the proof measured link by link", "measurements of the proof, link by link")],
            .. results.Curves.IsEmpty ? Array.Empty<string>() : [Count(results.Curves.Length, "a learned map beside the flow", "learned maps beside the flow")],
        ];
        const string Held = "W₁ between the law of f_T(Z), what consistency training makes of noise Z ~ N(0, I), and the law of the data X₁, measured";
        if (rows.IsEmpty) return $"Consistency training of diffusion models: {string.Join(", ", rest)}.";
        int low = rows.Min(r => r.Steps), high = rows.Max(r => r.Steps), small = rows.Min(r => r.Dimension), large = rows.Max(r => r.Dimension);
        string where = $"{Count(rows.Length, "at one place", "times")} ({(low == high ? $"T = {low}" : $"T from {low} to {high}")}, {(small == large ? $"d = {small}" : $"d from {small} to {large}")})";
        return $"{Held} {where} and held against Theorem 1{(rest.Length > 0 ? $"; also {string.Join(", ", rest)}" : "")}.";
    }

    private static HtmlText Contents(ReportSources sources, ImmutableArray<Caveat> caveats)
    {
        FolderResults results = sources.Results;
        (string Id, string Name)[] links =
        [
            ("theorem", "Theorem 1"),
            .. sources.Sweeps.Select((s, i) => ($"sweep-{i}", $"Sweep: {s.Summary.Name}")),
            .. sources.Sweeps.Select((s, i) => ($"rows-{i}", sources.Sweeps.Length == 1 ? "All rows" : $"All rows: {s.Summary.Name}")),
            .. results.Verify.Select((f, i) => ($"verify-{i}", $"Measured: {f.Result.Name}")),
            .. results.Traces.Select((f, i) => ($"trace-{i}", $"Trace: {f.Result.Name}")),
            .. results.Ledgers.Select((f, i) => ($"ledger-{i}", $"Ledger: {f.Result.Name}")),
            .. results.Curves.Select((f, i) => ($"curves-{i}", $"Curves: {f.Result.Name}")),
            .. caveats.IsEmpty ? Array.Empty<(string, string)>() : [("caveats", $"Caveats ({caveats.Length})")],
            ("sources", "Files and specifications"),
        ];
        return HtmlText.Of($"<nav aria-label=\"Contents\">{links.Select(l => HtmlText.Of($"<a href=\"#{l.Id}\">{l.Name}</a>\n"))}</nav>\n");
    }

    /// <summary>What results of <c>verify</c> in several dimensions say together, if they do.</summary>
    private static HtmlText[] DimensionSection(FolderResults results)
    {
        string[] findings = [.. DimensionFindings.Of([.. results.Verify.Select(f => f.Result)])];
        return findings.Length == 0 ? [] : [HtmlText.Of($"<section id=\"dimensions\"><h2>Over the dimension</h2>\n{PageTable.List(findings)}</section>\n")];
    }

    private static string Hash(string script) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing from this build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);

        // As a browser reads it, so that the digest of the policy is that of what it sees.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
