using System.Text.Json.Nodes;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>Data sets and mixtures without special structure through the command.</summary>
public sealed class PointCloudTests : IDisposable
{
    private const string Cloud = """{"kind":"point-cloud","file":"data.csv","standardize":true}""";

    private readonly CliFolder _folder = new();

    public PointCloudTests() => _folder.Write("data.csv", "a,b,c\n1,2,5\n2,3,5\n4,5,5\n7,1,5\n7,1,5\n2,9,5\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verify_trace_and_evaluate_take_clouds_with_ddim()
    {
        string spec = Spec(Cloud);
        JsonNode verified = await Json("verify", spec, "--out", _folder.Out, "--json"), row = verified["rows"]![0]!;
        Assert.Equal("sampled", verified["target"]!["solver"]!.GetValue<string>());
        Assert.Contains(verified["target"]!["notes"]!.AsArray(), n => n!.GetValue<string>().Contains("5 different points of data.csv (6 rows", StringComparison.Ordinal));
        Assert.Equal("ok", row["status"]!.GetValue<string>());
        Assert.True(row["w1"]!["lower"]!.GetValue<double>() <= row["w1"]!["upper"]!.GetValue<double>());
        Assert.EndsWith("(99.9 % confidence)", row["w1"]!["lowerBy"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(row["proofForm"]);
        Assert.NotNull(row["proofFormReason"]);
        Assert.Null(row["bound"]);
        Assert.NotNull(row["boundReason"]);
        Assert.Equal(64, row["uncertainty"]!["points"]!.GetValue<int>());
        Assert.Equal(32, row["empirical"]!["points"]!.GetValue<int>());
        Assert.True(row["hypotheses"]!.AsArray().Single(h => h!["name"]!.GetValue<string>() == "22")!["met"]!.GetValue<bool>());
        Assert.True(File.Exists(Path.Combine(_folder.Out, "verify.png")));

        JsonNode traced = await Json("trace", spec, "--steps", "20", "--out", _folder.Out, "--json"), last = traced["rows"]!.AsArray()[^1]!;
        Assert.Equal("ok", traced["status"]!.GetValue<string>());
        Assert.NotNull(traced["missingReason"]);
        Assert.True(last["xi"]!.GetValue<double>() > 0 && last["t1"]!.GetValue<double>() > 0);
        Assert.All((string[])["tower", "t2", "approximation", "identityResidual", "remainder"], name => Assert.Null(last[name]));

        JsonNode points = await Json("evaluate", spec, "--steps", "20", "--at", "0,0,0;1,-1,0.1", "--json");
        Assert.Equal(2, points["points"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_it_says_is_readable()
    {
        CliOutcome verified = await CliFolder.Run("verify", Spec(Cloud), "--out", _folder.Out), traced = await CliFolder.Run("trace", Spec(Cloud), "--steps", "20", "--out", _folder.Out);
        Assert.Contains("Means are over 64 points of noise, with 99.9 % confidence", verified.Output, StringComparison.Ordinal);
        Assert.Contains("between two samples of X_1 itself", verified.Output, StringComparison.Ordinal);
        Assert.Contains("Constant columns, moved to 0 in their own unit: c.", verified.Output, StringComparison.Ordinal);
        Assert.Contains("Tower, T2, approximation and identity are not known", traced.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", verified.Output + traced.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_clouds_do_not_have_is_refused()
    {
        Assert.Contains("not all terms of (34) are known", await _folder.Refused("ledger", Spec(Cloud), "--steps", "20"), StringComparison.Ordinal);
        string exact = _folder.Write("exact.json", CliFolder.Spec("exact", "[20]", Cloud));
        Assert.Contains("or the learner 'ddim', which works for every target", await _folder.Refused("verify", exact, "--out", _folder.Out), StringComparison.Ordinal);
        Assert.Contains("expected 3", await _folder.Refused("evaluate", Spec(Cloud), "--steps", "20", "--at", "0,0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("¦15", "found 15, expected an integer from 16 to")]
    [InlineData("¦-1", "found -1, expected an integer from 16 to")]
    [InlineData("¦20.5", "found 20.5, expected an integer from 16 to")]
    [InlineData("¦\"many\"", "found the string \"many\", expected")]
    public async Task Samples_are_checked(string samples, string problem) => await _folder.AssertRefusedAt(
        $$"""{ "target": {{CliFolder.Bimodal}}, "steps": [20], "samples": {{samples}} }""", "samples: ", problem);

    /// <summary>Beyond the grid of the plane the learner is only continued: no estimate, and not "ok".</summary>
    [Fact]
    public async Task Points_beyond_the_grid_are_out_of_range()
    {
        const string Plane = """{"kind":"mixture","weights":[0.5,0.5],"means":[[-0.5,0],[0.5,0.2]],"standardDeviations":[0.8,0.9]}""";
        string spec = _folder.Write("plane.json", CliFolder.Spec("plane", "[9]", Plane));
        CliOutcome outcome = await CliFolder.Run("evaluate", spec, "--steps", "9", "--at", "0.3,0.2;200,1", "--json");
        Assert.Equal(2, outcome.Code);
        JsonNode result = JsonNode.Parse(outcome.Output)!;
        Assert.Equal("out-of-range", result["status"]!.GetValue<string>());
        Assert.DoesNotContain("Infinity", outcome.Output, StringComparison.Ordinal);
    }

    private string Spec(string target) => _folder.Write("spec.json", CliFolder.Spec("cloud", "[20]", target, """, "learner": {"kind":"ddim"}, "samples": 64"""));

    private static async Task<JsonNode> Json(params string[] args)
    {
        CliOutcome outcome = await CliFolder.Run(args);
        Assert.True(outcome.Code == 0, $"{args[0]}: {outcome.Code}: {outcome.Error} {outcome.Output}");
        return JsonNode.Parse(outcome.Output)!;
    }
}
