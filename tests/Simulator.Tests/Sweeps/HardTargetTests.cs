using System.Text.Json.Nodes;
using Simulator.Cli;
using Simulator.Tests.Cli;
using Xunit;

namespace Simulator.Tests.Sweeps;

public sealed class HardTargetTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>N(0, s²) has L_f ≈ max(1, s) and a W1 that grows with s, while L_f³ grows faster: the hardest has s near 1.</summary>
    [Fact]
    public async Task The_hardest_normal_law_is_where_its_L_f_leaves_1()
    {
        JsonNode result = await Search("""{ "field": "target.standardDeviation", "from": 0.2, "to": 5, "scale": "log" }""", "impliedC1");
        Assert.InRange((double)result["best"]!["values"]![0]!, 0.9, 1.1);
        Assert.Equal("ok", (string)result["starts"]![0]!["status"]!);
    }

    /// <summary>Under a cap the best place lies inside it.</summary>
    [Fact]
    public async Task The_cap_on_L_f_is_kept()
    {
        JsonNode result = await Search("""{ "field": "target.mean[0]", "from": 0.5, "to": 4 }""", "impliedC1", cap: "1.5", target: """{ "kind": "gaussian", "mean": [1], "covariance": [[2]] }""");
        Assert.True((double)result["best"]!["lipschitzLog10"]! <= Math.Log10(1.5));
        Assert.Null(result["best"]!["reason"]);

        // An off-centre law starts ever farther from where samples start, at the same L_f: the end of the range wins.
        Assert.InRange((double)result["best"]!["values"]![0]!, 3.8, 4);
    }

    [Fact]
    public async Task Nothing_feasible_is_not_converged()
    {
        CliOutcome outcome = await CliFolder.Run("search", Spec("""{ "field": "target.standardDeviation", "from": 2, "to": 5 }""", "impliedC1", "1"), "--out", _folder.Out);
        Assert.Equal(ExitCodes.NotConverged, outcome.Code);
        Assert.Contains("places has L_f ≤ 1 and the status ok: nothing was found.", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>The exponent of a normal law does not depend on its deviation; what is found is that of E‖Z‖ over d = 1, 4.</summary>
    [Fact]
    public async Task The_exponent_of_d_is_measured_over_the_grid()
    {
        JsonNode result = await Search(
            """{ "field": "target.standardDeviation", "from": 1, "to": 2 }""", "exponentOfDimension", more: ", \"grid\": [{ \"field\": \"target.dimension\", \"name\": \"d\", \"values\": [1, 4] }]");
        double slope = (Math.Log(3 * Math.Sqrt(2 * Math.PI) / 4) - Math.Log(Math.Sqrt(2 / Math.PI))) / Math.Log(4);
        Close.Absolute(slope, (double)result["best"]!["value"]!, 1e-6);
    }

    /// <summary>A place that is no experiment does not count, and the search goes on.</summary>
    [Fact]
    public async Task Impossible_places_are_left_out()
    {
        string path = _folder.Write("s.json", """
            { "target": { "kind": "gaussian", "dimension": 1, "standardDeviation": 1 }, "steps": [40], "schedule": { "kind": "two-phase" },
              "search": { "maximise": "impliedC1", "over": [{ "field": "schedule.c0", "from": 1, "to": 5 }, { "field": "schedule.c1", "from": 3, "to": 6 }], "largestLipschitz": 10, "starts": 12, "iterations": 5 } }
            """);
        CliOutcome outcome = await CliFolder.Run("search", path, "--out", _folder.Out, "--json");
        JsonNode result = JsonNode.Parse(outcome.Output)!;
        Assert.Contains(result["evaluations"]!.AsArray(), e => ((string?)e!["reason"])?.StartsWith("impossible: ", StringComparison.Ordinal) == true);
        Assert.NotNull(result["best"]!["value"]);
    }

    [Fact]
    public async Task A_search_goes_on_and_gives_the_same()
    {
        string path = Spec("""{ "field": "target.standardDeviation", "from": 0.5, "to": 2 }""", "impliedC1", "10");
        await CliFolder.Run("search", path, "--out", _folder.PathOf("a"), "--quiet", "--threads", "1");
        string first = File.ReadAllText(_folder.PathOf("a/search.json"));

        // Half of what was kept is lost, as after a kill.
        string log = _folder.PathOf("a/search.cells");
        using (FileStream stream = File.OpenWrite(log))
            stream.SetLength(stream.Length / 2);
        await CliFolder.Run("search", path, "--out", _folder.PathOf("a"), "--quiet", "--threads", "2");
        Assert.Equal(first, File.ReadAllText(_folder.PathOf("a/search.json")));
    }

    [Theory]
    [InlineData("{}", "the field 'maximise' is missing")]
    [InlineData("""{ "maximise": "c1", "over": [], "largestLipschitz": 2 }""", "search.maximise: found the string \"c1\", expected \"impliedC1\" or \"exponentOfDimension\"")]
    [InlineData("""{ "maximise": "impliedC1", "over": [], "largestLipschitz": 2 }""", "search.over: found an empty array")]
    [InlineData("""{ "maximise": "impliedC1", "over": [{ "field": "target.standardDeviation", "from": 2, "to": 1 }], "largestLipschitz": 2 }""", "expected from < to")]
    [InlineData("""{ "maximise": "impliedC1", "over": [{ "field": "target.standardDeviation", "from": 1, "to": 2 }] }""", "the field 'largestLipschitz' is missing")]
    [InlineData("""{ "maximise": "impliedC1", "over": [{ "field": "target.standardDeviation", "from": 1, "to": 2 }], "largestLipschitz": 0.5 }""", "expected a number of at least 1, since L_f is")]
    [InlineData("""{ "maximise": "impliedC1", "over": [{ "field": "target.standardDeviation", "from": -3, "to": 2 }], "largestLipschitz": 2 }""", "found -0.5, expected a standard deviation")]
    [InlineData("""{ "maximise": "impliedC1", "over": [{ "field": "target.dimension", "from": 1, "to": 2 }], "largestLipschitz": 2 }""", "found 1.5, expected an integer")]
    [InlineData("""{ "maximise": "impliedC1", "over": [{ "field": "target.standardDeviation", "from": 1, "to": 2 }, { "field": "target.standardDeviation", "from": 1, "to": 3 }], "largestLipschitz": 2 }""", "search.over: found a field twice")]
    [InlineData("""{ "maximise": "exponentOfDimension", "over": [{ "field": "target.standardDeviation", "from": 1, "to": 2 }], "largestLipschitz": 2 }""", "expected an axis along which d changes")]
    public async Task Bad_searches_are_named(string search, string part)
        => Assert.Contains(part, await _folder.Refused("search", _folder.Write("s.json", Document("{ \"kind\": \"gaussian\", \"dimension\": 1, \"standardDeviation\": 1 }", search, "")), "--out", _folder.Out), StringComparison.Ordinal);

    private static string Document(string target, string search, string more) => $"{{ \"target\": {target}, \"steps\": [20, 40], \"search\": {search}{more} }}";

    private string Spec(string field, string goal, string cap, string more = "", string target = """{ "kind": "gaussian", "dimension": 1, "standardDeviation": 1 }""") => _folder.Write(
        "s.json", Document(target, $$"""{ "maximise": "{{goal}}", "over": [{{field}}], "largestLipschitz": {{cap}}, "starts": 2, "iterations": 60 }""", more));

    private async Task<JsonNode> Search(string field, string goal, string cap = "10", string more = "", string target = """{ "kind": "gaussian", "dimension": 1, "standardDeviation": 1 }""")
    {
        CliOutcome outcome = await CliFolder.Run("search", Spec(field, goal, cap, more, target), "--out", _folder.Out, "--json");
        Assert.True(outcome.Code == ExitCodes.Done, outcome.Error + outcome.Output);
        return JsonNode.Parse(outcome.Output)!;
    }
}
