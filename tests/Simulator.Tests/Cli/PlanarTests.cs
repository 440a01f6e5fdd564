using System.Text.Json.Nodes;
using Simulator.Tests.Consistency;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>Mixtures in the plane through the command: every command that measures takes them.</summary>
public sealed class PlanarTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("exact")]
    [InlineData("ddim")]
    public async Task Verify_evaluate_trace_and_ledger_take_mixtures_in_the_plane(string learner)
    {
        string spec = _folder.Write(
            "plane.json", CliFolder.Spec("plane", "[9]", PlanarCases.Mild.ToJson().ToJsonString(), $$""", "learner": {"kind":"{{learner}}"}"""));
        JsonNode verified = await Json("verify", spec, "--out", _folder.Out, "--no-figure", "--json");
        JsonNode row = verified["rows"]![0]!;
        Assert.Equal("ok", row["status"]!.GetValue<string>());
        Assert.True(row["w1"]!["lower"]!.GetValue<double>() <= row["w1"]!["upper"]!.GetValue<double>());
        Assert.Contains("coupling along the flow", row["w1"]!["upperBy"]!.GetValue<string>(), StringComparison.Ordinal);

        JsonNode traced = await Json("trace", spec, "--steps", "9", "--out", _folder.Out, "--no-figure", "--json");
        Assert.Equal("ok", traced["status"]!.GetValue<string>());
        Assert.Equal(8, traced["rows"]!.AsArray().Count);

        CliOutcome points = await CliFolder.Run("evaluate", spec, "--steps", "9", "--at", "0.5,-1");
        Assert.True(points.Code == 0, points.Error);
        if (learner == "ddim") return;
        JsonNode ledger = await Json("ledger", spec, "--out", _folder.Out, "--json");
        Assert.All(ledger["links"]!.AsArray(), l => Assert.NotEqual("violated", l!["verdict"]!.GetValue<string>()));
    }

    private static async Task<JsonNode> Json(params string[] args)
    {
        CliOutcome outcome = await CliFolder.Run(args);
        Assert.True(outcome.Code == 0, $"{args[0]}: {outcome.Code}: {outcome.Error} {outcome.Output}");
        return JsonNode.Parse(outcome.Output)!;
    }
}
