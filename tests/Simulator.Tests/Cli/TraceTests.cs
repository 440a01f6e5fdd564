using System.Text.Json.Nodes;
using Simulator.Cli;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>What trace, ledger and supremum print and write: the contract of docs/interface.md.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Trace_json_has_every_field_of_the_contract()
    {
        JsonNode document = await Json("trace", Write("a", "[20, 40]"), "--steps", "20", "--out", _folder.Out, "--json");
        Assert.Equal((20, "ok"), (document["steps"]!.GetValue<int>(), document["status"]!.GetValue<string>()));
        JsonArray rows = document["rows"]!.AsArray();
        Assert.Equal(Enumerable.Range(2, 19), rows.Select(r => r!["t"]!.GetValue<int>()));
        foreach (string field in (string[])["s", "xi", "tower", "t1", "t2", "remainder", "estimation", "approximation", "identityResidual"])
            Assert.All(rows, r => Assert.True(double.IsFinite(r![field]!.GetValue<double>()), field));
        Close.Relative(rows.Sum(r => r!["t1"]!.GetValue<double>()), document["sums"]!["t1"]!.GetValue<double>(), 1e-12);
        Close.Relative(rows.Sum(r => r!["t2"]!.GetValue<double>()), document["sums"]!["t2"]!.GetValue<double>(), 1e-12);
        JsonNode variance = document["variance"]!;
        Close.Absolute(
            variance["target"]!.GetValue<double>() - variance["learned"]!.GetValue<double>() - variance["irreducible"]!.GetValue<double>(),
            variance["residual"]!.GetValue<double>(), 1e-15);
        Assert.Equal(["trace.csv", "trace.json", "trace.pdf", "trace.png", "trace.svg"], Directory.GetFiles(_folder.Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(20, File.ReadLines(Path.Combine(_folder.Out, "trace.csv")).Count());
    }

    [Fact]
    public async Task Trace_without_a_figure_removes_an_old_one_and_says_in_words_what_it_found()
    {
        string spec = Write("a", "20", ", \"learner\": {\"kind\":\"ddim\",\"errors\":[{\"step\":7,\"size\":0.01}]}");
        Assert.Equal(0, (await CliFolder.Run("trace", spec, "--out", _folder.Out, "--quiet")).Code);
        CliOutcome outcome = await CliFolder.Run("trace", spec, "--out", _folder.Out, "--no-figure");
        Assert.Equal(0, outcome.Code);
        Assert.False(File.Exists(Path.Combine(_folder.Out, "trace.png")));
        foreach (string part in (string[])["errors add and are never multiplied", "estimation", "approximation", "identity (34) closes", "an identity of the exact learner"])
            Assert.Contains(part, outcome.Output, StringComparison.Ordinal);
        JsonNode document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Out, "trace.json"), TestContext.Current.CancellationToken))!;
        Assert.Null(document["variance"]!["residual"]);
        Assert.NotNull(document["variance"]!["residualReason"]);
    }

    [Fact]
    public async Task Ledger_json_has_every_field_of_the_contract()
    {
        JsonNode document = await Json("ledger", Write("a", "[10, 20, 40]"), "--out", _folder.Out, "--json");
        JsonArray links = document["links"]!.AsArray();
        foreach (string field in (string[])["id", "name", "verdict", "statement"])
            Assert.All(links, l => Assert.NotEqual("", l![field]!.GetValue<string>()));
        Assert.All(links.Where(l => l!["id"]!.GetValue<string>() is "d" or "e" or "f" or "g" or "h" or "i"), l =>
        {
            double left = l!["left"]!.GetValue<double>(), right = l["right"]!.GetValue<double>();
            Close.Relative(right / left, l["slack"]!.GetValue<double>(), 1e-9);
            Assert.Equal("holds", l["verdict"]!.GetValue<string>());
        });
        Assert.Equal(40, document["steps"]!.GetValue<int>());
        Assert.Equal([10, 20, 40], document["runs"]!.AsArray().Select(r => r!["steps"]!.GetValue<int>()));
        JsonNode bound = document["fits"]!.AsArray().Single(f => f!["id"]!.GetValue<string>() == "f.3")!;

        // L_f grows a little with T, too.
        Assert.InRange(bound["exponent"]!["value"]!.GetValue<double>(), 5, 5.3);
        Assert.True(File.Exists(Path.Combine(_folder.Out, "ledger.png")));
    }

    [Fact]
    public async Task Ledger_over_dimensions_says_which_power_of_d_is_whose()
    {
        string[] specs = [.. new[] { 1, 4, 16 }.Select(d => _folder.Write($"d{d}.json", CliFolder.Spec($"d{d}", "10", $$"""{"kind":"gaussian","dimension":{{d}},"standardDeviation":2}""")))];
        CliOutcome outcome = await CliFolder.Run(["ledger", .. specs, "--out", _folder.Out, "--no-figure"]);
        Assert.Equal(0, outcome.Code);
        Assert.Contains("grows like d^2.50. Theorem 1 states d^2.5", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("W₁(f_T(Z), X₁) grows like d^0.5", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("(f) second order", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(", \"learner\": {\"kind\":\"exact\",\"errors\":[{\"step\":¦21,\"size\":1}]}", "found the step 21, expected at most the smallest T, 20")]
    [InlineData(", \"learner\": {\"kind\":\"exact\",\"errors\":[{\"step\":¦1,\"size\":1}]}", "learner.errors[0].step")]
    [InlineData(", \"learner\": {\"kind\":\"exact\",\"errors\":[{\"step\":5,\"size\":¦0}]}", "a positive number")]
    [InlineData(", \"learner\": {\"kind\":\"exact\",\"errors\":[{\"step\":5,\"size\":1},{\"step\":¦5,\"size\":1}]}", "a second time")]
    [InlineData(", \"learner\": {\"kind\":\"exact\",\"errors\":[¦{\"step\":5}]}", "size")]
    public Task Injected_errors_that_make_no_sense_are_refused_at_their_place(string more, string part)
        => _folder.AssertRefusedAt($$"""{ "target": {{CliFolder.Bimodal}}, "steps": [20, 40]{{more}} }""", part);

    [Fact]
    public async Task What_cannot_be_had_is_refused_with_the_reason()
    {
        string space = _folder.Write("space.json", CliFolder.Spec("space", "20", """{"kind":"mixture","weights":[0.5,0.5],"means":[[0,1,0],[2,0,0]],"standardDeviations":[1,1]}"""));
        foreach (string command in (string[])["trace", "ledger"])
            Assert.Contains("has no exact solver", await _folder.Refused(command, space, "--out", _folder.Out), StringComparison.Ordinal);
        string errors = Write("e", "20", ", \"learner\": {\"kind\":\"exact\",\"errors\":[{\"step\":15,\"size\":0.1}]}");
        Assert.Contains("trace and ledger measure them, verify does not", await _folder.Refused("verify", errors, "--out", _folder.Out), StringComparison.Ordinal);
        Assert.Contains("step 15, expected at most T = 12", await _folder.Refused("trace", errors, "--steps", "12", "--out", _folder.Out), StringComparison.Ordinal);
        Assert.Contains("--steps is missing", await _folder.Refused("trace", Write("f", "[20, 40]"), "--out", _folder.Out), StringComparison.Ordinal);
        Assert.Contains("found T = 3, but r = ", await _folder.Refused("ledger", Write("g", "[20, 40]"), "--steps", "3", "--out", _folder.Out), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Supremum_runs_over_a_folder_and_skips_what_is_no_result()
    {
        foreach ((string name, string deviation) in new[] { ("a", "1"), ("b", "3"), ("c", "2") })
        {
            string spec = _folder.Write($"{name}.json", CliFolder.Spec(name, "[20, 40]", $$"""{"kind":"gaussian","dimension":1,"standardDeviation":{{deviation}}}"""));
            Assert.Equal(0, (await CliFolder.Run("verify", spec, "--out", Path.Combine(_folder.Out, name), "--no-figure", "--quiet")).Code);
        }

        _folder.Write("out/d/results.json", "{ \"rows\": 3 }");
        _folder.Write("out/e/results.json", "not json");
        _folder.Write("out/f/results.json", """{"name":"a","name":"b","rows":[]}""");
        JsonNode document = await Json("supremum", _folder.Out, "--json");
        Assert.Equal((3, 6), (document["files"]!.GetValue<int>(), document["rows"]!.GetValue<int>()));
        double[] running = [.. document["running"]!.AsArray().Select(r => r!["impliedC1Log10"]!.GetValue<double>())];
        Assert.Equal(running.Order().Distinct(), running);
        Assert.Equal(running[^1], document["supremum"]!["impliedC1Log10"]!.GetValue<double>());
        Assert.Equal(["d/results.json", "e/results.json", "f/results.json"], document["skipped"]!.AsArray().Select(s => s!["file"]!.GetValue<string>().Replace('\\', '/')));

        double largest = double.NegativeInfinity;
        foreach (string name in (string[])["a", "b", "c"])
        {
            JsonNode result = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Out, name, "results.json"), TestContext.Current.CancellationToken))!;
            largest = Math.Max(largest, result["rows"]!.AsArray().Max(r => r!["bound"]!["impliedC1Log10"]!.GetValue<double>()));
        }

        Assert.Equal(largest, running[^1]);
        Assert.Contains("No measurement here needs a C1 above", (await CliFolder.Run("supremum", _folder.Out)).Output, StringComparison.Ordinal);
        Assert.Contains("found no results.json", await _folder.Refused("supremum", Directory.CreateDirectory(_folder.PathOf("empty")).FullName), StringComparison.Ordinal);
        Assert.Contains("no such folder", await _folder.Refused("supremum", _folder.PathOf("none")), StringComparison.Ordinal);
    }

    private static async Task<JsonNode> Json(params string[] args)
    {
        CliOutcome outcome = await CliFolder.Run(args);
        Assert.True(outcome.Code == ExitCodes.Done, outcome.Error);
        return JsonNode.Parse(outcome.Output)!;
    }

    private string Write(string name, string steps, string more = "") => _folder.Write($"{name}.json", CliFolder.Spec(name, steps, more: more));
}
