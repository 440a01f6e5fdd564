using System.Text.Json.Nodes;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>The learner from samples through the command.</summary>
public sealed class RegressionTests : IDisposable
{
    private const string Solid = """{"kind":"mixture","weights":[0.5,0.5],"means":[[-1,0,0],[1,0,1]],"standardDeviations":[0.6,0.5]}""";

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verify_measures_what_was_learned()
    {
        JsonNode row = (await Json("verify", Spec(), "--out", _folder.Out, "--json"))["rows"]![0]!;
        Assert.Equal("ok", Text(row["status"]));
        JsonNode learning = row["learning"]!;
        foreach (string sum in (string[])["epsilon", "epsilonF", "total"])
            Assert.True(Number(learning[sum]!["low"]) <= Number(learning[sum]!["value"]) && Number(learning[sum]!["value"]) <= Number(learning[sum]!["high"]), sum);
        Assert.True(Number(learning["total"]!["value"]) <= Number(learning["epsilon"]!["value"]) + Number(learning["epsilonF"]!["value"]));
        Assert.True(learning["fromExact"]!["holds"]!.GetValue<bool>());
        Assert.True(Number(learning["fromExact"]!["distance"]) <= Number(learning["fromExact"]!["bound"]));
        Assert.Equal(19, learning["steps"]!.AsArray().Count);
        Assert.Equal(Number(learning["epsilon"]!["high"]), Number(row["bound"]!["epsilon"]));
        Assert.Equal(Number(learning["epsilonF"]!["low"]), Number(row["bound"]!["epsilonFLower"]));
        Assert.True(File.Exists(Path.Combine(_folder.Out, "learning.png")));
    }

    [Theory]
    [InlineData("""{"kind":"regression","features":"affine","samples":4000}""", "[200]", "approximation is to blame")]
    [InlineData("""{"kind":"regression","features":"polynomial","degree":7,"samples":60}""", "[20]", "estimation is to blame")]
    [InlineData("""{"kind":"regression","features":"polynomial","degree":7,"samples":4000,"mode":"rao-blackwell"}""", "[20]", "discretisation is the largest part")]
    public async Task Report_names_the_part_that_is_to_blame(string learner, string steps, string expected)
    {
        CliOutcome outcome = await CliFolder.Run("verify", Spec(learner, steps: steps), "--out", _folder.Out, "--no-figure");
        Assert.Equal(0, outcome.Code);
        Assert.Contains(expected, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_on_the_line_splits_the_error_and_closes()
    {
        JsonNode trace = await Json("trace", Spec(), "--steps", "20", "--out", _folder.Out, "--json", "--no-figure");
        Assert.Equal("ok", Text(trace["status"]));
        Assert.True(Number(trace["sums"]!["largestIdentityResidual"]) < 1e-12);
        Assert.All(trace["rows"]!.AsArray(), r => Assert.True(Number(r!["estimation"]) > 0 && Number(r["approximation"]) > 0));
        JsonNode ledger = await Json("ledger", Spec(), "--out", _folder.Out, "--json", "--no-figure");
        Assert.All(ledger["links"]!.AsArray(), l => Assert.NotEqual("violated", Text(l!["verdict"])));
    }

    [Fact]
    public async Task Trace_and_ledger_in_space_know_every_term_but_the_remainder()
    {
        string spec = Spec("""{"kind":"regression","count":20,"samples":1000}""", Solid, "[10]");
        JsonNode trace = await Json("trace", spec, "--steps", "10", "--out", _folder.Out, "--json", "--no-figure");
        Assert.Equal("ok", Text(trace["status"]));
        Assert.True(Number(trace["flowLines"]) >= 64);
        foreach (JsonNode? row in trace["rows"]!.AsArray())
        {
            // (34) in norms: no term is larger than all others together.
            double xi = Number(row!["xi"]), others = Number(row["tower"]) + Number(row["t1"]) + Number(row["t2"]) + Number(row["estimation"]) + Number(row["approximation"]);
            Assert.InRange(xi, 0, others);
            Assert.Null(row["remainder"]);
        }

        JsonNode ledger = await Json("ledger", spec, "--out", _folder.Out, "--json", "--no-figure");
        Assert.All(ledger["links"]!.AsArray(), l => Assert.NotEqual("violated", Text(l!["verdict"])));
    }

    [Fact]
    public async Task A_run_goes_on_from_its_checkpoint_to_the_same_results()
    {
        string kept = _folder.PathOf("kept"), file = Path.Combine(kept, "T20.steps");
        JsonNode whole = await Json("verify", Spec(), "--out", _folder.Out, "--json", "--no-figure");
        await Json("verify", Spec(), "--out", _folder.Out, "--json", "--no-figure", "--checkpoint", kept);

        // Killed in the middle of a record.
        byte[] bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        JsonNode resumed = await Json("verify", Spec(), "--out", _folder.Out, "--json", "--no-figure", "--checkpoint", kept, "--threads", "1");
        Assert.Equal(WithoutTimes(whole), WithoutTimes(resumed));
        Assert.Equal(bytes, File.ReadAllBytes(file));
        CliOutcome points = await CliFolder.Run("evaluate", Spec(), "--steps", "20", "--at", "0.5", "--checkpoint", kept);
        Assert.Contains("19 of 19 steps of T = 20", points.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind":"regression","count":21,"samples":500}""", "learner.count: 20 there, 21 here")]
    [InlineData("""{"kind":"regression","count":20,"samples":500,"ridge":0.5}""", "learner.ridge: 1E-06 there, 0.5 here")]
    public async Task A_checkpoint_of_another_specification_is_refused_by_its_field(string learner, string expected)
    {
        string kept = _folder.PathOf("kept");
        await Json("verify", Spec(), "--out", _folder.Out, "--json", "--no-figure", "--checkpoint", kept);
        string sentence = await _folder.Refused("verify", Spec(learner), "--out", _folder.Out, "--no-figure", "--checkpoint", kept);
        Assert.Contains(expected, sentence, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("seed: 1 there, 2 here", await _folder.Refused("verify", Spec(), "--seed", "2", "--out", _folder.Out, "--no-figure", "--checkpoint", kept), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(kept, "T20.steps"), "something else");
        Assert.Contains("T20.steps", await _folder.Refused("verify", Spec(), "--out", _folder.Out, "--no-figure", "--checkpoint", kept), StringComparison.Ordinal);
        Assert.Contains("expected the learner 'regression'", await _folder.Refused("verify", _folder.Write("exact.json", CliFolder.Spec("exact")), "--out", _folder.Out, "--checkpoint", kept), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"samples\":¦20", "learner.samples: found 20 samples for 258 features, the 2 affine ones included; expected more samples than features")]
    [InlineData("\"ridge\":¦-1", "learner.ridge: found -1, expected a number of at least 0")]
    [InlineData("\"bandwidths\":[1,¦0]", "learner.bandwidths[1]: found 0, expected a positive number")]
    [InlineData("\"bandwidths\":¦-1", "learner.bandwidths: found -1, expected a positive number")]
    [InlineData("\"bandwidths\":¦1e-300", "learner.bandwidths: found 1e-300, expected a positive number from 1e-6 to 1e6")]
    [InlineData("\"bandwidths\":¦[]", "learner.bandwidths: found an empty array")]
    [InlineData("\"count\":¦0", "learner.count: found 0, expected")]
    [InlineData("\"heldOut\":¦5", "learner.heldOut: found 5, expected 0 for no measurement or at least 16")]
    [InlineData("\"features\":¦\"wavelets\"", "learner.features: found the string \"wavelets\", expected one of fourier, gated, rbf, polynomial, affine")]
    [InlineData("\"mode\":¦\"exact\"", "learner.mode: found the string \"exact\", expected one of sampled, rao-blackwell")]
    [InlineData("¦\"degree\":3", "learner.degree: found the unknown field 'degree'")]
    [InlineData("\"features\":\"gated\",\"count\":¦3", "learner.count: found with a target of kind 'mixture', expected no count")]
    [InlineData("¦\"errors\":[]", "learner.errors: found the unknown field 'errors'")]
    public Task Fields_are_checked(string field, string problem)
        => _folder.AssertRefusedAt(CliFolder.Spec("bad", more: $$""", "learner": {"kind":"regression",{{field}}}"""), problem);

    /// <summary>A file of the same name may hold other data tomorrow.</summary>
    [Fact]
    public async Task A_checkpoint_of_other_data_is_refused()
    {
        string kept = _folder.PathOf("kept"), spec = Spec("""{"kind":"regression","features":"affine","samples":300,"heldOut":16}""", """{"kind":"point-cloud","file":"data.csv"}""");
        _folder.Write("data.csv", "a,b\n1,2\n3,5\n0,1\n");
        await Json("verify", spec, "--out", _folder.Out, "--json", "--no-figure", "--checkpoint", kept);
        _folder.Write("data.csv", "a,b\n1,2\n3,5\n0,7\n");
        Assert.Contains("(data: ", await _folder.Refused("verify", spec, "--out", _folder.Out, "--no-figure", "--checkpoint", kept), StringComparison.Ordinal);
    }

    /// <summary>A theorem cannot be violated by sixteen points that missed a tail.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Few_held_out_points_judge_nothing(int seed)
    {
        string spec = Spec("""{"kind":"regression","features":"polynomial","degree":8,"samples":30,"heldOut":16}""", steps: "[10]");
        JsonNode row = (await Json("verify", spec, "--seed", $"{seed}", "--out", _folder.Out, "--json", "--no-figure"))["rows"]![0]!;
        Assert.Null(row["learning"]!["fromExact"]!["holds"]);
    }

    [Fact]
    public async Task Without_held_out_points_trace_is_refused()
    {
        string spec = Spec("""{"kind":"regression","features":"affine","samples":300,"heldOut":0}""");
        Assert.Contains("learner.heldOut: found 0", await _folder.Refused("trace", spec, "--steps", "20", "--out", _folder.Out), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_without_a_finite_posterior_are_refused()
    {
        string spec = Spec(target: """{"kind":"sphere","dimension":3,"radius":1}""");
        Assert.Contains("expected a Gaussian, a mixture, a fitted mixture or a point cloud", await _folder.Refused("verify", spec, "--out", _folder.Out), StringComparison.Ordinal);
    }

    private string Spec(string learner = """{"kind":"regression","count":20,"samples":500}""", string target = CliFolder.Bimodal, string steps = "[20]")
        => _folder.Write($"spec{Math.Abs(string.GetHashCode(learner + target, StringComparison.Ordinal))}.json", CliFolder.Spec("learned", steps, target, $$""", "learner": {{learner}}, "samples": 200"""));

    private static string WithoutTimes(JsonNode result)
    {
        JsonNode copy = result.DeepClone();
        foreach (JsonNode? row in copy["rows"]!.AsArray())
        {
            row!.AsObject().Remove("seconds");
            row.AsObject().Remove("recursionSeconds");
        }

        return copy.ToJsonString();
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static double Number(JsonNode? node) => node!.GetValue<double>();

    private static async Task<JsonNode> Json(params string[] args)
    {
        CliOutcome outcome = await CliFolder.Run(args);
        Assert.True(outcome.Code == 0, $"{args[0]}: {outcome.Code}: {outcome.Error} {outcome.Output}");
        return JsonNode.Parse(outcome.Output)!;
    }
}
