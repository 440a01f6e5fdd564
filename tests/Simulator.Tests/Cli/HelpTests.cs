using System.Text.Json.Nodes;
using Xunit;

namespace Simulator.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Paths => [.. Commands.All.Where(c => !c.Hidden).Select(c => string.Join(' ', Commands.PathOf(c)))];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Help_ends_with_examples_that_parse_and_whose_experiments_exist(string path)
    {
        CliOutcome outcome = await CliFolder.Run([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        string[] lines = outcome.Output.ReplaceLineEndings("\n").Split('\n');
        int start = Array.FindIndex(lines, line => line is "Example:" or "Examples:");
        Assert.True(start > 0, outcome.Output);
        string[] examples = [.. lines[(start + 1)..].Where(line => line.Length > 0)];
        Assert.NotEmpty(examples);
        foreach (string example in examples)
        {
            Assert.StartsWith($"  simulator {path}", example, StringComparison.Ordinal);
            var command = ShellCommand.Parse(example);
            Assert.Empty(Commands.Root.Parse(command.Words[1..]).Errors);
            foreach (string word in command.Words.Where(w => w.StartsWith("experiments/", StringComparison.Ordinal)))
                Assert.True(ShellCommand.Matches(Repository.Root, word).Any(), word);
        }
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
