using System.Globalization;
using System.Text.Json.Nodes;
using Simulator.Experiments;
using Simulator.Sweeps;

namespace Simulator.Reports.Html;

/// <summary>Where the numbers of a page come from: files with their digests, and specifications.</summary>
internal static class SourcesSection
{
    /// <summary>The section.</summary>
    /// <param name="sources">What the page is about.</param>
    public static HtmlText Of(ReportSources sources)
    {
        FolderResults results = sources.Results;
        (string Name, string Sha256, string What, Manifest? Manifest)[] files =
        [
            .. results.Verify.Select(f => (f.Name, f.Sha256, $"verify, {f.Result.Name}", (Manifest?)f.Result.Manifest)),
            .. results.Traces.Select(f => (f.Name, f.Sha256, $"trace, {f.Result.Name}", (Manifest?)f.Result.Manifest)),
            .. results.Ledgers.Select(f => (f.Name, f.Sha256, $"ledger, {f.Result.Name}", (Manifest?)f.Result.Manifest)),
            .. results.Curves.Select(f => (f.Name, f.Sha256, $"curves, {f.Result.Name}", (Manifest?)f.Result.Manifest)),
        ];
        IEnumerable<HtmlText[]> sweeps = sources.Sweeps.SelectMany(s => s.Summary.Files.Append(new FileRecord(SweepResults.SummaryName, s.SummarySha256)).Select(f => Row(
            s.Folder + f.Name, $"sweep, {s.Summary.Name}", s.Summary.Version, s.Summary.Kernel, s.Summary.Backend, s.Seed.ToString(CultureInfo.InvariantCulture), f.Sha256)));
        HtmlText[][] rows =
        [
            .. sweeps,
            .. files.Select(f => Row(f.Name, f.What, f.Manifest!.Version, f.Manifest.Kernel, f.Manifest.Backend, f.Manifest.Specification["seed"]?.ToJsonString() ?? "", f.Sha256)),
        ];
        IEnumerable<HtmlText> specifications =
            [.. sources.Sweeps.Select(s => Details($"sweep {s.Summary.Name}", s.Specification)), .. files.Select(f => Details($"{f.What}: {f.Name}", f.Manifest!.Specification))];
        HtmlText skipped = results.Skipped.IsEmpty ? HtmlText.Empty : HtmlText.Of($"""
            <h3 id="skipped">Skipped</h3>
            <ul class="findings">{results.Skipped.Select(s => HtmlText.Of($"<li>{s.File}: {s.Reason}.</li>\n"))}</ul>

            """);
        return HtmlText.Of($"""
            <section id="sources"><h2>Files and specifications</h2>
            <p class="note">Every number of this page is from one of these files; they are named relative to the folder that was reported.</p>
            {PageTable.Of("sources", ["file", "what", "version", "kernel", "backend", "seed", "SHA-256"], rows.Select(r => ((string?)null, r)))}{skipped}{specifications}</section>

            """);
    }

    private static HtmlText[] Row(string name, string what, string version, string kernel, string backend, string seed, string sha256)
        => [HtmlText.Of($"{name}"), HtmlText.Of($"{what}"), Digest(version), HtmlText.Of($"{kernel}"), HtmlText.Of($"{backend}"), HtmlText.Of($"{seed}"), Digest(sha256)];

    private static HtmlText Digest(string text) => HtmlText.Of($"<code class=\"digest\">{text}</code>");

    private static HtmlText Details(string what, JsonNode specification) => HtmlText.Of($"""
        <details><summary>Specification of {what}</summary>
        <pre>{specification.ToJsonString(ResultJson.Options)}</pre></details>

        """);
}
