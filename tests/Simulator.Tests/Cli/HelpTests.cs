using System.Text.Json.Nodes;
using Xunit;

namespace Simulator.Tests.Cli;

public sealed class HelpTests
{
    [Theory]
    [InlineData()]
    [InlineData("verify")]
    [InlineData("evaluate")]
    [InlineData("sample")]
    [InlineData("curves")]
    [InlineData("report")]
    [InlineData("fit")]
    [InlineData("notebook")]
    [InlineData("notebook", "run")]
    [InlineData("kernel")]
    [InlineData("kernel", "install")]
    [InlineData("kernel", "uninstall")]
    [InlineData("kernel", "run")]
    [InlineData("doctor")]
    [InlineData("schema")]
    public async Task Help_ends_with_an_example_whose_files_exist(params string[] command)
    {
        CliOutcome outcome = await CliFolder.Run([.. command, "--help"]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        string[] lines = outcome.Output.Split('\n');
        int start = Array.FindIndex(lines, line => line.StartsWith("Example", StringComparison.Ordinal));
        Assert.True(start > 0, outcome.Output);
        Assert.StartsWith("  simulator " + string.Join(' ', command), lines[start + 1].TrimEnd(), StringComparison.Ordinal);
        foreach (string word in lines[(start + 1)..].SelectMany(l => l.Split(' ')).Where(w => w.StartsWith("experiments/", StringComparison.Ordinal)))
            Assert.True(File.Exists(Repository.PathOf(word)), word);
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        CliOutcome outcome = await CliFolder.Run("--version");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+", outcome.Output);
        Assert.Single(outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Doctor_prints_one_document_with_the_backend_and_the_peak()
    {
        CliOutcome outcome = await CliFolder.Run("doctor", "--json", "--threads", "3");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        JsonObject document = JsonNode.Parse(outcome.Output)!.AsObject();
        foreach (string field in (string[])["version", "runtime", "system", "architecture", "backend", "kernels"])
            Assert.False(string.IsNullOrWhiteSpace(document[field]!.GetValue<string>()), field);
        Assert.Equal(3, document["threads"]!.GetValue<int>());
        Assert.True(document["cores"]!.GetValue<int>() >= 1 && document["peakGigaflopsPerCore"]!.GetValue<double>() > 0);
    }
}
