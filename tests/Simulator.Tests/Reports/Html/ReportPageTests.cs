using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Simulator.Experiments;
using Simulator.Reports;
using Simulator.Reports.Html;
using Simulator.Sweeps;
using Simulator.Tests.Cli;
using Xunit;

namespace Simulator.Tests.Reports.Html;

public sealed partial class ReportPageTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_page_of_a_sweep_is_complete_and_the_same_wherever_its_folder_lies()
    {
        string sweep = await ReportCases.Measure(_folder, ReportCases.Sweep, "sweep");
        string page = ReportPage.Of(ReportSources.Read(sweep)), moved = _folder.PathOf("elsewhere");
        foreach (string part in (string[])["<math", "id=\"theorem\"", "class=\"exponents\"", "data-chart=\"0\"", "data-table=\"0\"", "id=\"caveats\"", "<details>"])
            Assert.Contains(part, page, StringComparison.Ordinal);
        Directory.Move(sweep, moved);
        Assert.Equal(page, ReportPage.Of(ReportSources.Read(moved)));
        Assert.DoesNotContain(_folder.Root, page, StringComparison.Ordinal);
        SweepSummary summary = SweepResults.ReadSummary(moved);
        Assert.All(summary.Files, f => Assert.Contains(f.Sha256, page, StringComparison.Ordinal));
        Assert.All(summary.Fits, f => Assert.Contains(HtmlText.Escape(f.Verdict), page, StringComparison.Ordinal));
        Assert.Contains(FormattableString.Invariant($"href=\"#row-{summary.LargestImpliedC1!.Cell}-{summary.LargestImpliedC1.Steps}\""), page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportCases.Sweep)]
    [InlineData(ReportCases.Search)]
    public async Task Every_number_of_the_table_of_exponents_is_that_of_the_summary(string specification)
    {
        string sweep = await ReportCases.Measure(_folder, specification, "sweep");
        string page = ReportPage.Of(ReportSources.Read(sweep));
        string table = ExponentsTable().Match(page).Value;
        JsonArray fits = JsonNode.Parse(File.ReadAllText(Path.Combine(sweep, SweepResults.SummaryName)))!["fits"]!.AsArray();
        string[][] rows = [.. table.Split("<tr>").Skip(2).Select(r => Number().Matches(r).Select(m => m.Groups[1].Value).ToArray())];
        Assert.NotEmpty(fits);
        Assert.Equal(fits.Count, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            JsonNode fit = fits[i]!;
            string[] expected =
            [
                .. new[] { fit["exponent"]!, fit["logCorrected"] }.OfType<JsonNode>().SelectMany(s => new[] { s["value"]!, s["low"]!, s["high"]! }).Select(v => v.ToJsonString()),
                .. fit["regime"] is { } rho ? new[] { rho["from"]!.ToJsonString(), rho["to"]!.ToJsonString() } : [],
            ];
            Assert.Equal(expected.Select(Parse), rows[i].Select(Parse));
        }

        // What is shown is what is meant, rounded.
        foreach (Match number in Number().Matches(table))
            Assert.Equal(Parse(number.Groups[1].Value), Parse(number.Groups[2].Value.Replace('−', '-')), 0.0051);
    }

    [Fact]
    public async Task A_search_has_a_table_of_the_smallest_T_that_leads_to_rows()
    {
        SweepResult sweep = ReportSources.Read(await ReportCases.Measure(_folder, ReportCases.Search, "search")).Sweeps[0];
        string page = ReportPage.Of(new ReportSources([sweep], ReportCases.None));
        Assert.Contains("class=\"searches\"", page, StringComparison.Ordinal);
        Assert.All(sweep.Summary.Complexity, c => Assert.Contains(FormattableString.Invariant($"href=\"#row-{c.Cell}-{c.Steps}\""), page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_on_a_page_comes_from_a_network()
    {
        ReportSources sources = ReportSources.Read(await ReportCases.Measure(_folder, ReportCases.Sweep, "sweep"));
        string page = ReportPage.Of(sources), plotly = Resource("plotly-basic.min.js");
        Assert.Contains(plotly, page, StringComparison.Ordinal);
        string own = page.Replace(plotly, "", StringComparison.Ordinal);
        foreach (string load in (string[])["http://", "https://", "@import", "url(", "fetch(", "import(", "XMLHttpRequest", "<link rel=\"stylesheet", "<script src", "<iframe"])
            Assert.DoesNotContain(load, own, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("content=\"default-src &#39;none&#39;; script-src &#39;sha256-", own, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_of_the_data_are_never_markup()
    {
        const string Poison = "</script><img src=x onerror=\"window.poisoned=1\"><!-- '";
        ReportSources sources = ReportCases.Poisoned(ReportSources.Read(await ReportCases.Measure(_folder, ReportCases.Sweep, "sweep")), Poison);
        string page = ReportPage.Of(sources);
        string own = page.Replace(Resource("plotly-basic.min.js"), "", StringComparison.Ordinal);
        Assert.DoesNotContain("<img", own, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", own, StringComparison.Ordinal);
        Assert.Equal(3, own.Split("</script").Length - 1);
        Assert.Contains(HtmlText.Escape(Poison), own, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_of_result_has_its_section()
    {
        string spec = _folder.Write("spec.json", CliFolder.Spec("bimodal", "[40, 80]"));
        foreach (string[] command in (string[][])[["verify"], ["trace", "--steps", "40"], ["curves", "--steps", "40"], ["ledger", "--steps", "40"]])
        {
            CliOutcome outcome = await CliFolder.Run([command[0], spec, .. command[1..], "--out", _folder.PathOf("out/" + command[0]), "--no-figure", "--quiet"]);
            Assert.True(outcome.Code == 0, outcome.Error);
        }

        string page = ReportPage.Of(ReportSources.Read(_folder.Out));
        foreach (string section in (string[])["verify-0", "trace-0", "ledger-0", "curves-0"])
            Assert.Contains($"<section id=\"{section}\">", page, StringComparison.Ordinal);
        Assert.Contains("id=\"verify-verify/results.json-40\"", page, StringComparison.Ordinal);
        Assert.Equal(5, page.Split("<figure class=\"chart\"").Length - 1);
        VerifyResult verify = ReportSources.Read(_folder.Out).Results.Verify[0].Result;
        Assert.All(VerifyFindings.Of(verify), f => Assert.Contains(HtmlText.Escape(f), page, StringComparison.Ordinal));
        Assert.Contains($"value=\"{verify.Rows[0].W1.Upper.ToString("R", CultureInfo.InvariantCulture)}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plotting_library_is_the_one_that_its_readme_names()
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream("plotly-basic.min.js")!;
        string digest = Convert.ToHexStringLower(SHA256.HashData(stream));
        Assert.Contains(digest, File.ReadAllText(Repository.PathOf("src/Simulator.Reports/Web/README.md")), StringComparison.Ordinal);
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(Assembly.GetAssembly(typeof(ReportPage))!.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);

    [GeneratedRegex("<table class=\"exponents\">.*?</table>", RegexOptions.Singleline)]
    private static partial Regex ExponentsTable();

    [GeneratedRegex("<data value=\"([^\"]*)\"[^>]*>([^<]*)</data>")]
    private static partial Regex Number();
}
