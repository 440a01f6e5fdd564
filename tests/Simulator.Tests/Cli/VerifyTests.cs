using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Simulator.Cli;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>What verify prints and writes: the contract of docs/interface.md.</summary>
public sealed class VerifyTests : IDisposable
{
    /// <summary>Path (rows[] is every row) and the kinds of JSON that may stand there: s string, n number, b true or false, 0 null.</summary>
    private static readonly (string Path, string Kinds)[] Contract =
    [
        ("name", "s"),
        ("target.kind", "s"), ("target.dimension", "n"), ("target.solver", "s"),
        ("rows[].steps", "n"),
        ("rows[].w1.lower", "n"), ("rows[].w1.upper", "n"), ("rows[].w1.lowerBy", "s"), ("rows[].w1.upperBy", "s"),
        ("rows[].w2.lower", "n"), ("rows[].w2.upper", "n"),
        ("rows[].couplingError", "n"), ("rows[].optimalCoupling", "n"), ("rows[].initialisation", "n"), ("rows[].proofForm", "n"),
        ("rows[].lipschitz.globalLog10", "n0"), ("rows[].lipschitz.typicalLog10", "n"), ("rows[].lipschitz.medianLog10", "n"),
        ("rows[].regime", "n0"),
        ("rows[].bound.log10WithC1Equal1", "n"), ("rows[].bound.impliedC1", "n0"), ("rows[].bound.lipschitzUsed", "s"),
        ("rows[].leadingOrder", "o0"),
        ("rows[].hypotheses[].name", "s"), ("rows[].hypotheses[].met", "b0"), ("rows[].hypotheses[].slack", "n0"),
        ("rows[].support.bounded", "b"), ("rows[].support.massOutside", "n"),
        ("rows[].status", "s"), ("rows[].seconds", "n"), ("rows[].recursionSeconds", "n"),
        ("fit.slopeOfW1OverLogT.value", "n"), ("fit.slopeOfW1OverLogT.low", "n0"), ("fit.slopeOfW1OverLogT.high", "n0"),
    ];

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(CliFolder.Bimodal, "")]
    [InlineData(CliFolder.Bimodal, ", \"learner\": {\"kind\":\"ddim\"}")]
    [InlineData("""{"kind":"gaussian","mean":[1,0,0],"standardDeviation":2}""", "")]
    public async Task Json_is_one_document_with_every_field_of_the_contract(string target, string more)
    {
        JsonNode document = JsonNode.Parse(await VerifyJson("a", "[20, 40, 80]", target, more))!;
        foreach ((string path, string kinds) in Contract)
        {
            JsonNode?[] found = [.. Find(document, path.Split('.'), path)];
            Assert.NotEmpty(found);
            Assert.All(found, node => Assert.Contains(KindOf(node), kinds, StringComparison.Ordinal));
        }

        JsonArray rows = document["rows"]!.AsArray();
        Assert.Equal([20, 40, 80], rows.Select(r => r!["steps"]!.GetValue<int>()));
        Assert.All(rows, row => Assert.Equal("ok", row!["status"]!.GetValue<string>()));
        Assert.All(rows, row => Assert.InRange(row!["w1"]!["lower"]!.GetValue<double>(), 0, row["w1"]!["upper"]!.GetValue<double>()));
    }

    [Fact]
    public async Task What_cannot_be_had_is_null_beside_a_reason()
    {
        JsonNode document = JsonNode.Parse(await VerifyJson("a", "[20]", CliFolder.Bimodal, """, "schedule": {"kind":"cosine"}, "learner": {"kind":"ddim"}"""))!;
        JsonObject row = document["rows"]![0]!.AsObject();
        foreach (string field in (string[])["bound", "regime", "leadingOrder"])
        {
            Assert.Null(row[field]);
            Assert.False(string.IsNullOrWhiteSpace(row[field + "Reason"]?.GetValue<string>()), field);
        }

        Assert.Null(document["errorDensity"]);
        Assert.Contains("exact learner", document["errorDensityReason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(document["fit"]!["slopeOfW1OverLogT"]);
        Assert.Contains("at least two step counts", document["fit"]!["slopeOfW1OverLogTReason"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_specifications_give_one_array_and_a_folder_each()
    {
        string a = _folder.Write("a.json", CliFolder.Spec("a")), b = _folder.Write("b.json", CliFolder.Spec("b", "20"));
        CliOutcome outcome = await CliFolder.Run("verify", a, b, "--out", _folder.Out, "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        JsonArray array = JsonNode.Parse(outcome.Output)!.AsArray();
        Assert.Equal(["a", "b"], array.Select(d => d!["name"]!.GetValue<string>()));
        foreach (JsonNode? document in array)
        {
            string file = Path.Combine(_folder.Out, document!["name"]!.GetValue<string>(), "results.json");
            Assert.True(JsonNode.DeepEquals(document, JsonNode.Parse(await ReadAll(file))), file);
        }
    }

    [Fact]
    public async Task Files_agree_with_stdout_and_with_each_other()
    {
        string json = await VerifyJson("a", "[20, 40]", CliFolder.Bimodal, "");
        Assert.Equal(["error-density.pdf", "error-density.png", "error-density.svg", "results.csv", "results.json", "verify.pdf", "verify.png", "verify.svg"], Directory.EnumerateFiles(_folder.Out).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.Equal(json.TrimEnd(), (await ReadAll(Path.Combine(_folder.Out, "results.json"))).TrimEnd());

        string[] lines = (await ReadAll(Path.Combine(_folder.Out, "results.csv"))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] header = lines[0].Split(',');
        JsonArray rows = JsonNode.Parse(json)!["rows"]!.AsArray();
        Assert.Equal(rows.Count, lines.Length - 1);
        var paths = new Dictionary<string, string[]>
        {
            ["w1Lower"] = ["w1", "lower"],
            ["w1Upper"] = ["w1", "upper"],
            ["w2Lower"] = ["w2", "lower"],
            ["w2Upper"] = ["w2", "upper"],
            ["lipschitzGlobalLog10"] = ["lipschitz", "globalLog10"],
            ["lipschitzTypicalLog10"] = ["lipschitz", "typicalLog10"],
            ["lipschitzMedianLog10"] = ["lipschitz", "medianLog10"],
            ["boundLog10WithC1Equal1"] = ["bound", "log10WithC1Equal1"],
            ["impliedC1"] = ["bound", "impliedC1"],
            ["leadingOrderPredicted"] = ["leadingOrder", "predicted"],
            ["leadingOrderRatio"] = ["leadingOrder", "ratio"],
        };
        for (int i = 0; i < rows.Count; i++)
        {
            string[] cells = lines[i + 1].Split(',');
            Assert.Equal(header.Length, cells.Length);
            for (int j = 0; j < header.Length; j++)
            {
                JsonNode value = paths.GetValueOrDefault(header[j], [header[j]]).Aggregate(rows[i]!, (node, name) => node[name]!);
                if (value.GetValueKind() == JsonValueKind.String) Assert.Equal(value.GetValue<string>(), cells[j]);
                else Assert.Equal(value.GetValue<double>(), double.Parse(cells[j], CultureInfo.InvariantCulture));
            }
        }
    }

    [Fact]
    public async Task Results_do_not_depend_on_threads()
    {
        var results = new List<string>();
        foreach (string threads in (string[])["1", "2"])
        {
            JsonNode document = JsonNode.Parse(await VerifyJson("a", "[20, 40, 30]", CliFolder.Bimodal, "", "--threads", threads))!;
            foreach (JsonNode? row in document["rows"]!.AsArray())
            {
                Assert.True(row!.AsObject().Remove("seconds") && row.AsObject().Remove("recursionSeconds"));
            }

            results.Add(document.ToJsonString());
        }

        Assert.Equal(results[0], results[1]);
    }

    [Fact]
    public async Task Quiet_prints_nothing_and_writes_all()
    {
        string path = _folder.Write("a.json", CliFolder.Spec("a"));
        Assert.Equal(new CliOutcome(0, "", ""), await CliFolder.Run("verify", path, "--out", _folder.Out, "--quiet"));
        Assert.Equal(8, Directory.EnumerateFiles(_folder.Out).Count());
    }

    [Fact]
    public async Task Without_a_figure_none_is_left_beside_the_new_results()
    {
        string path = _folder.Write("a.json", CliFolder.Spec("a"));
        await CliFolder.Run("verify", path, "--out", _folder.Out, "--quiet");
        Assert.Equal(new CliOutcome(0, "", ""), await CliFolder.Run("verify", path, "--out", _folder.Out, "--quiet", "--no-figure"));
        Assert.Equal(["results.csv", "results.json"], Directory.EnumerateFiles(_folder.Out).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_report_has_a_row_per_step_count_and_says_where_the_results_are()
    {
        string path = _folder.Write("a.json", CliFolder.Spec("a"));
        CliOutcome outcome = await CliFolder.Run("verify", path, "--out", _folder.Out);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        string[] lines = outcome.Output.Split('\n');
        foreach (string steps in (string[])["20", "40"])
            Assert.Single(lines, line => line.TrimStart().StartsWith(steps + " ", StringComparison.Ordinal));
        Assert.Contains($"Written to {_folder.Out}: results.json, results.csv, verify.png, verify.svg, verify.pdf, error-density.png, error-density.svg, error-density.pdf", lines);
        Assert.DoesNotContain("NaN", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_seed_option_replaces_the_seed()
    {
        JsonNode document = JsonNode.Parse(await VerifyJson("a", "[20]", CliFolder.Bimodal, ", \"seed\": 3", "--seed", "17"))!;
        Assert.Equal(17, document["manifest"]!["specification"]!["seed"]!.GetValue<long>());
    }

    [Fact]
    public async Task The_manifest_holds_a_specification_that_gives_the_same_results()
    {
        JsonNode first = JsonNode.Parse(await VerifyJson("a", "[20]", CliFolder.Bimodal, ""))!;
        string path = _folder.Write("again.json", first["manifest"]!["specification"]!.ToJsonString());
        CliOutcome outcome = await CliFolder.Run("verify", path, "--out", _folder.PathOf("again"), "--json");
        JsonNode second = JsonNode.Parse(outcome.Output)!;
        Assert.True(JsonNode.DeepEquals(first["rows"]![0]!["w1"], second["rows"]![0]!["w1"]));
        Assert.True(JsonNode.DeepEquals(first["manifest"], second["manifest"]));
    }

    [Theory]
    [InlineData("", ExitCodes.Done, "ok")]
    [InlineData(", \"theorem\": {\"C1\": 1000}", ExitCodes.Done, "ok")]
    [InlineData(", \"theorem\": {\"C1\": 1e-12}", ExitCodes.Violated, "violated")]
    public async Task A_violated_constant_is_exit_code_3(string more, int code, string status)
    {
        string path = _folder.Write("a.json", CliFolder.Spec("a", more: more));
        CliOutcome outcome = await CliFolder.Run("verify", path, "--out", _folder.Out, "--json");
        Assert.Equal((code, ""), (outcome.Code, outcome.Error));
        JsonArray rows = JsonNode.Parse(outcome.Output)!["rows"]!.AsArray();
        Assert.All(rows, row => Assert.Equal(status, row!["status"]!.GetValue<string>()));
        if (code == ExitCodes.Violated)
            Assert.All(rows, row => Assert.Contains("the given C1", row!["statusReason"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_computation_that_fails_its_tolerance_is_exit_code_2()
    {
        const string Hard = """{"kind":"mixture","weights":[0.5,0.5],"means":[-1e10,1e10],"standardDeviations":[1,1]}""";
        string path = _folder.Write("a.json", CliFolder.Spec("a", "[9]", Hard));
        CliOutcome outcome = await CliFolder.Run("verify", path, "--out", _folder.Out, "--json");
        Assert.Equal((ExitCodes.NotConverged, ""), (outcome.Code, outcome.Error));
        JsonNode row = JsonNode.Parse(outcome.Output)!["rows"]![0]!;
        Assert.Contains(row["status"]!.GetValue<string>(), (string[])["not-converged", "out-of-range"]);
        Assert.False(string.IsNullOrWhiteSpace(row["statusReason"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"kind":"gaussian","dimension":1000000,"standardDeviation":2}""")]
    [InlineData("""{"kind":"gaussian","dimension":2,"standardDeviation":1e-150}""")]
    [InlineData("""{"kind":"gaussian","dimension":2,"standardDeviation":1e150}""")]
    [InlineData("""{"kind":"gaussian","covariance":[[1e-10,0],[0,1e10]]}""")]
    [InlineData("""{"kind":"gaussian","covariance":4}""")]
    [InlineData("""{"kind":"mixture","weights":[1,0],"means":[-1,1],"standardDeviations":[1,1]}""")]
    [InlineData("""{"kind":"mixture","weights":[1,1e-300],"means":[-1,1],"standardDeviations":[1,1]}""")]
    [InlineData("""{"kind":"mixture","weights":[1],"means":[[-1,2]],"standardDeviations":[1]}""")]
    [InlineData("""{"kind":"mixture","weights":[0.5,0.5],"means":[0,0],"covariances":[1,[[1]]]}""")]
    [InlineData("""{"kind":"mixture","weights":[0.5,0.5],"means":[-1,1],"standardDeviations":[1e-150,1e-150]}""")]
    [InlineData("""{"kind":"mixture","weights":[0.5,0.5],"means":[0,0],"standardDeviations":[1e150,1e150]}""")]
    public async Task Odd_targets_are_measured(string target)
    {
        JsonNode document = JsonNode.Parse(await VerifyJson("odd", "20", target, ""))!;
        JsonNode row = document["rows"]![0]!;
        Assert.Equal("ok", row["status"]!.GetValue<string>());
        Assert.True(row["w1"]!["lower"]!.GetValue<double>() > 0);
    }

    [Fact]
    public async Task Words_and_numbers_of_any_size_stay_short()
    {
        const string Tiny = """{"kind":"mixture","weights":[0.5,0.5],"means":[-1,1],"standardDeviations":[1e-150,1e-150]}""";
        string path = _folder.Write("a.json", CliFolder.Spec("a", "[20, 40]", Tiny));
        CliOutcome outcome = await CliFolder.Run("verify", path, "--out", _folder.Out);
        Assert.DoesNotContain("0000000000", outcome.Output, StringComparison.Ordinal);
    }

    private async Task<string> VerifyJson(string name, string steps, string target, string more, params string[] options)
    {
        string path = _folder.Write(name + ".json", CliFolder.Spec(name, steps, target, more));
        CliOutcome outcome = await CliFolder.Run(["verify", path, "--out", _folder.Out, "--json", .. options]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        return outcome.Output;
    }

    private static Task<string> ReadAll(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

    private static IEnumerable<JsonNode?> Find(JsonNode node, ReadOnlySpan<string> path, string whole)
    {
        if (path.IsEmpty) return [node];
        bool each = path[0].EndsWith("[]", StringComparison.Ordinal);
        string name = path[0].Replace("[]", "", StringComparison.Ordinal);
        Assert.True(node.AsObject().ContainsKey(name), $"{whole} is missing.");
        JsonNode? child = node[name];
        string[] rest = path[1..].ToArray();
        if (!each) return rest.Length == 0 ? [child] : Find(child!, rest, whole);
        return child!.AsArray().SelectMany(item => Find(item!, rest, whole));
    }

    private static string KindOf(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "0",
        JsonValueKind.String => "s",
        JsonValueKind.Number => "n",
        JsonValueKind.True or JsonValueKind.False => "b",
        JsonValueKind.Object => "o",
        _ => "a",
    };
}
