using System.Text.Json.Nodes;
using Xunit;

namespace Simulator.Tests.Cli;

public sealed class FitTests : IDisposable
{
    private static readonly string Iris = Repository.PathOf("experiments", "quickstart-iris", "iris.csv");

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Json_holds_the_target_and_how_it_was_found()
    {
        CliOutcome outcome = await CliFolder.Run("fit", Iris, "--columns", "petal_length", "--components", "2", "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        JsonNode document = JsonNode.Parse(outcome.Output)!;
        Assert.Equal("mixture", document["target"]!["kind"]!.GetValue<string>());
        Assert.Equal((2, 150), (document["components"]!.GetValue<int>(), document["sampleSize"]!.GetValue<int>()));
        Assert.Equal("ok", document["status"]!.GetValue<string>());
        Assert.InRange(document["goodnessOfFit"]!["pValue"]!.GetValue<double>(), 0, 1);
    }

    [Fact]
    public async Task The_target_alone_goes_to_stdout_so_that_it_can_be_piped()
    {
        CliOutcome outcome = await CliFolder.Run("fit", Iris, "--columns", "petal_length, petal_width", "--components", "2");
        Assert.Equal(0, outcome.Code);
        Assert.Equal("mixture", JsonNode.Parse(outcome.Output)!["kind"]!.GetValue<string>());
        Assert.Contains("Fitted by EM: K = 2, n = 150", outcome.Error, StringComparison.Ordinal);
        CliOutcome quiet = await CliFolder.Run("fit", Iris, "--columns", "petal_length, petal_width", "--components", "2", "--quiet");
        Assert.Equal(outcome with { Error = "" }, quiet);
    }

    [Theory]
    [InlineData("petal_length", "2")]
    [InlineData("sepal_length,sepal_width", "1", "--standardize")]
    public async Task A_written_target_can_stand_in_a_specification(string columns, params string[] options)
    {
        string file = _folder.PathOf("made/here/target.json");
        CliOutcome outcome = await CliFolder.Run(["fit", Iris, "--columns", columns, "--out", file, "--components", .. options]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Contains($"Written: {file}", outcome.Output, StringComparison.Ordinal);
        string target = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        string path = _folder.Write("spec.json", CliFolder.Spec("fitted", "20", target));
        CliOutcome verified = await CliFolder.Run("verify", path, "--out", _folder.Out, "--json");
        Assert.Equal((0, ""), (verified.Code, verified.Error));
    }

    [Fact]
    public async Task The_fit_command_and_a_fitted_target_agree()
    {
        CliOutcome fit = await CliFolder.Run("fit", Iris, "--columns", "petal_length", "--components", "2");
        File.Copy(Iris, _folder.PathOf("iris.csv"));
        string path = _folder.Write(
            "spec.json", CliFolder.Spec("x", "100", """{"kind":"fitted","file":"iris.csv","columns":["petal_length"],"components":2}"""));
        CliOutcome verified = await CliFolder.Run("verify", path, "--out", _folder.Out, "--json");
        Assert.Equal((0, ""), (verified.Code, verified.Error));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(fit.Output), JsonNode.Parse(verified.Output)!["target"]!["resolved"]));
    }

    [Fact]
    public async Task Columns_may_have_any_letters()
    {
        _folder.Write("data.csv", "\uFEFF\"größe, cm\",日\r\n1,2\r\n2,3\r\n4,4\r\n7,1\r\n");
        CliOutcome outcome = await CliFolder.Run("fit", _folder.PathOf("data.csv"), "--columns", "日", "--components", "1", "--quiet");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        string target = """{"kind":"fitted","file":"data.csv","columns":["größe, cm"],"components":1}""";
        string path = _folder.Write("spec.json", CliFolder.Spec("x", "20", target));
        Assert.Equal(new CliOutcome(0, "", ""), await CliFolder.Run("verify", path, "--out", _folder.Out, "--quiet"));
    }
}
