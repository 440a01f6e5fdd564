using System.Text.Json.Nodes;
using System.Xml.Linq;
using Simulator.Cli;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>What curves prints and writes: the contract of docs/interface.md.</summary>
public sealed class CurvesTests : IDisposable
{
    private const string Separated = """{"kind":"mixture","weights":[0.3,0.7],"means":[-1,1],"standardDeviations":[0.2,0.25]}""";

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Json_and_files_have_every_field_of_the_contract()
    {
        CliOutcome outcome = await CliFolder.Run("curves", Write("a", Separated), "--steps", "20", "--out", _folder.Out, "--json");
        Assert.True(outcome.Code == ExitCodes.Done, outcome.Error);
        JsonNode document = JsonNode.Parse(outcome.Output)!;
        Assert.Equal((20, "ok"), (document["steps"]!.GetValue<int>(), document["status"]!.GetValue<string>()));
        JsonArray rows = document["rows"]!.AsArray();
        string[] fields = ["z", "f", "slope", "slopeError", "flow", "limit", "density", "targetDensity", "targetDensityAtF"];
        foreach (string field in fields)
            Assert.All(rows, r => Assert.True(double.IsFinite(r![field]!.GetValue<double>()), field));
        foreach (string field in (string[])["z", "f", "flow", "difference"])
            Assert.True(double.IsFinite(document["largest"]![field]!.GetValue<double>()), field);
        foreach (string field in (string[])["low", "high", "target", "learned"])
            Assert.True(double.IsFinite(document["gaps"]![0]![field]!.GetValue<double>()), field);
        Assert.True(document["w1"]!["lower"]!.GetValue<double>() <= document["w1"]!["upper"]!.GetValue<double>());
        Assert.Equal(
            ["curves.csv", "curves.json", "densities.pdf", "densities.png", "densities.svg", "flow-maps.pdf", "flow-maps.png", "flow-maps.svg"],
            Directory.GetFiles(_folder.Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        string[] lines = [.. File.ReadLines(Path.Combine(_folder.Out, "curves.csv"))];
        Assert.Equal(string.Join(',', fields), lines[0]);
        Assert.Equal(rows.Count + 1, lines.Length);
        Assert.Equal(outcome.Output.TrimEnd(), (await File.ReadAllTextAsync(Path.Combine(_folder.Out, "curves.json"), TestContext.Current.CancellationToken)).TrimEnd());
    }

    [Fact]
    public async Task Text_says_in_words_what_was_found()
    {
        CliOutcome outcome = await CliFolder.Run("curves", Write("a", Separated), "--out", _folder.Out);
        Assert.Equal(0, outcome.Code);
        foreach (string part in (string[])["W₁(f_T(Z), X₁) = ", "f_T and Φ_{T→1} differ most at z = ", "The largest slope of f_T is ", "In the gap of q_1 from ", "Written to "])
            Assert.Contains(part, outcome.Output, StringComparison.Ordinal);
        string[] maps = Texts("flow-maps.svg"), densities = Texts("densities.svg");
        Assert.All((string[][])[maps, densities], t => Assert.Contains("mixture target, d = 1, two-phase schedule, exact learner, T = 20", t));
        Assert.Contains("f_T, learned", maps);
        Assert.Contains("q₁, law of X₁ (area)", densities);
    }

    [Fact]
    public async Task Without_figures_old_ones_are_removed()
    {
        string spec = Write("a", CliFolder.Bimodal);
        Assert.Equal(0, (await CliFolder.Run("curves", spec, "--out", _folder.Out, "--quiet")).Code);
        CliOutcome outcome = await CliFolder.Run("curves", spec, "--out", _folder.Out, "--no-figure");
        Assert.Equal(0, outcome.Code);
        Assert.Contains("q_1 has no gap", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(["curves.csv", "curves.json"], Directory.GetFiles(_folder.Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_run_gives_the_same_curves_on_any_number_of_threads()
    {
        string spec = Write("a", Separated, ", \"learner\": {\"kind\":\"regression\",\"features\":\"rbf\",\"count\":16,\"samples\":2000,\"heldOut\":0}");
        foreach (string threads in (string[])["1", "3"])
            Assert.Equal(0, (await CliFolder.Run("curves", spec, "--out", _folder.PathOf(threads), "--threads", threads, "--quiet")).Code);
        foreach (string file in (string[])["curves.csv", "flow-maps.svg", "densities.svg"])
            Assert.Equal(await File.ReadAllBytesAsync(_folder.PathOf($"1/{file}"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(_folder.PathOf($"3/{file}"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Points_on_the_line_have_curves_with_ddim()
    {
        _folder.Write("p.csv", "a\n-1\n0.5\n2\n");
        JsonNode document = JsonNode.Parse((await CliFolder.Run("curves", Write("a", """{"kind":"point-cloud","file":"p.csv"}""", ", \"learner\": {\"kind\":\"ddim\"}"), "--out", _folder.Out, "--json")).Output)!;
        Assert.Equal("ok", document["status"]!.GetValue<string>());
        Assert.Null(document["turnsReason"]);
        Assert.Equal(2, document["gaps"]!.AsArray().Count);
        Assert.Null(document["flowLipschitzLog10"]);
    }

    /// <summary>DDIM maps of separated components nearly jump, beyond the finest grid: the curves are there, and the exit code says what they are worth.</summary>
    [Fact]
    public async Task Curves_that_are_not_converged_say_so()
    {
        CliOutcome outcome = await CliFolder.Run("curves", Write("a", Separated, ", \"learner\": {\"kind\":\"ddim\"}"), "--steps", "100", "--out", _folder.Out, "--no-figure");
        Assert.Equal(ExitCodes.NotConverged, outcome.Code);
        Assert.Contains("The curves are not-converged: f_T did not reach its tolerance; the error of f_T is about ", outcome.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Out, "curves.csv")));
    }

    [Fact]
    public async Task What_cannot_be_drawn_is_refused_in_one_sentence()
    {
        string plane = Write("plane", """{"kind":"gaussian","dimension":2,"standardDeviation":2}""");
        Assert.Equal("plane: target: found dimension 2, expected 1: curves are drawn for targets on the line.", await _folder.Refused("curves", plane, "--out", _folder.Out));
        string several = _folder.Write("several.json", CliFolder.Spec("several"));
        Assert.Equal("--steps is missing: several has several (20, 40), expected one of them or any other T.", await _folder.Refused("curves", several, "--out", _folder.Out));
        Assert.Contains("'--foo'", await _folder.Refused("curves", several, "--foo"), StringComparison.Ordinal);
        Assert.Contains("--steps: found 'x'", await _folder.Refused("curves", several, "--steps", "x"), StringComparison.Ordinal);
        Assert.Contains("--steps: found T = 8, but r = ", await _folder.Refused("curves", several, "--steps", "8", "--out", _folder.Out), StringComparison.Ordinal);
        Assert.Contains("--checkpoint: found with a learner", await _folder.Refused("curves", several, "--steps", "20", "--checkpoint", _folder.PathOf("kept"), "--out", _folder.Out), StringComparison.Ordinal);
        _folder.Write("p.csv", "a\n-1\n0.5\n2\n");
        Assert.Contains("has no exact solver", await _folder.Refused("curves", Write("cloud", """{"kind":"point-cloud","file":"p.csv"}"""), "--out", _folder.Out), StringComparison.Ordinal);
    }

    private string[] Texts(string file) => [.. XDocument.Load(Path.Combine(_folder.Out, file)).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim())];

    private string Write(string name, string target, string more = "") => _folder.Write($"{name}.json", CliFolder.Spec(name, "20", target, more));
}
