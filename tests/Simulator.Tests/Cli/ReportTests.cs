using System.Text.Json.Nodes;
using Simulator.Tests.Reports.Html;
using Xunit;

namespace Simulator.Tests.Cli;

public sealed class ReportTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_to_report_is_one_sentence()
    {
        Assert.Contains("found no such folder", await _folder.Refused("report", _folder.PathOf("missing")), StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.PathOf("empty"));
        Assert.Contains("found no results in it or below", await _folder.Refused("report", _folder.PathOf("empty")), StringComparison.Ordinal);
        _folder.Write("bad/results.json", "{}");
        Assert.Contains("results.json: not the results of verify", await _folder.Refused("report", _folder.PathOf("bad")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("results.json", """{"name": "x"}""")]
    [InlineData("trace.json", "nonsense")]
    [InlineData("ledger.json", "[]")]
    [InlineData("curves.json", "null")]
    public async Task Damaged_files_are_named_on_the_page_and_on_stderr(string name, string content)
    {
        await Verify("good");
        _folder.Write($"out/bad/{name}", content);
        CliOutcome outcome = await CliFolder.Run("report", _folder.Out);
        Assert.Equal(0, outcome.Code);
        Assert.StartsWith($"simulator: skipped bad/{name}: not the results of {(name == "results.json" ? "verify" : name[..^5])}", outcome.Error, StringComparison.Ordinal);
        Assert.Contains($"<li>bad/{name}: not the results", File.ReadAllText(_folder.PathOf("out/report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_number_is_no_zero()
    {
        await Verify("good");
        string path = _folder.PathOf("out/good/results.json");
        JsonNode result = JsonNode.Parse(File.ReadAllText(path))!;
        result["rows"]![0]!.AsObject().Remove("initialisation");
        File.WriteAllText(path, result.ToJsonString());
        Assert.Contains("good/results.json", await _folder.Refused("report", _folder.Out), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_sweep_is_an_error_and_leaves_no_page()
    {
        string sweep = await ReportCases.Measure(_folder, ReportCases.Sweep, "sweep");
        string table = Path.Combine(sweep, "cells.parquet"), summary = Path.Combine(sweep, "summary.json");
        byte[] whole = File.ReadAllBytes(table);
        File.WriteAllBytes(table, [.. whole[..^1], (byte)(whole[^1] ^ 1)]);
        Assert.Contains("damaged", await _folder.Refused("report", sweep), StringComparison.Ordinal);
        File.WriteAllBytes(table, whole);
        string text = File.ReadAllText(summary);
        File.WriteAllText(summary, text[..(text.Length / 2)]);
        Assert.Contains("summary.json: found a damaged file", await _folder.Refused("report", sweep), StringComparison.Ordinal);
        File.Delete(summary);
        Assert.Contains("simulator collect", await _folder.Refused("report", sweep), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_goes_where_it_is_told_and_is_the_same_bytes_each_time()
    {
        string sweep = await ReportCases.Measure(_folder, ReportCases.Sweep, "sweep"), other = _folder.PathOf("pages/other.html");
        Assert.Equal(0, (await CliFolder.Run("report", sweep, "--quiet")).Code);
        CliOutcome told = await CliFolder.Run("report", sweep, "--out", other, "--json");
        Assert.Equal((0, ""), (told.Code, told.Error));
        Assert.Equal((other, 1), (JsonNode.Parse(told.Output)!["file"]!.GetValue<string>(), JsonNode.Parse(told.Output)!["sweeps"]!.GetValue<int>()));
        Assert.Equal(File.ReadAllBytes(Path.Combine(sweep, "report.html")), File.ReadAllBytes(other));
        Assert.Contains("found a folder, expected a file", await _folder.Refused("report", sweep, "--out", sweep), StringComparison.Ordinal);
    }

    private async Task Verify(string name)
    {
        CliOutcome outcome = await CliFolder.Run("verify", _folder.Write("spec.json", CliFolder.Spec("bimodal")), "--out", _folder.PathOf($"out/{name}"), "--no-figure", "--quiet");
        Assert.True(outcome.Code == 0, outcome.Error);
    }
}
