using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;
using System.Text.Json.Nodes;
using Simulator.Cli;
using Simulator.Tests.Cli;
using Xunit;

namespace Simulator.Tests.Documentation;

/// <summary>
/// Every command line of the program that a page shows is understood by it, and those in blocks of README.md and docs/*.md run, but for blocks after
/// the comment <c>not run by the tests: REASON</c>.
/// </summary>
public sealed class CommandTests
{
    private const string NotRun = "not run by the tests: ";

    /// <summary>How pages call the program.</summary>
    private static readonly string[] Calls = ["simulator ", "dotnet run -c Release --project src/Simulator.Cli -- ", "dotnet run --project src/Simulator.Cli -c Release -- "];

    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly string[] Languages = ["", "sh", "bash", "console"];

    public static TheoryData<string> Pages => [.. MarkdownPage.All.Where(p => CommandsOf(p).Any()).Select(p => p.Name)];

    public static TheoryData<string> PagesThatRun => [.. MarkdownPage.Guides.Where(p => CommandsOf(p).Any(c => c.IsRun)).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_parse_and_the_files_of_the_repository_that_they_name_exist(string name)
    {
        foreach (CommandOfPage each in CommandsOf(MarkdownPage.Of(name)))
        {
            ParseResult parsed = Commands.Root.Parse(each.Command.Words);
            Assert.True(parsed.Errors.Count == 0, $"{name}: {each.Line}: {string.Join(' ', parsed.Errors.Select(e => e.Message))}");
            foreach (string word in each.Command.Words.Where(w => (w.StartsWith("experiments/", StringComparison.Ordinal) || w.StartsWith("notebooks/", StringComparison.Ordinal)) && !Outputs(parsed).Contains(w)))
                Assert.True(ShellCommand.Matches(Repository.Root, word).Any(), $"{name}: {each.Line}: {word} does not exist.");
        }
    }

    [Theory]
    [MemberData(nameof(PagesThatRun))]
    public async Task Commands_in_blocks_run(string name)
    {
        using var folder = new CliFolder();
        foreach (CommandOfPage each in CommandsOf(MarkdownPage.Of(name)).Where(c => c.IsRun))
        {
            string[] words = Placed(each.Command.Words, folder.PathOf(""));
            CliOutcome outcome = await CliFolder.Run(words);
            Assert.True(outcome.Code == ExitCodes.Done, $"{name}: {each.Line}: exit code {outcome.Code}: {outcome.Error}");
            if (each.Command.Output is { } file) folder.Write(file, outcome.Output);
        }
    }

    [Fact]
    public void The_first_command_of_the_readme_is_one_that_runs() => Assert.Contains("README.md", PagesThatRun.Select(row => row.Data));

    /// <summary>The lines of a page that call the program; a backslash at the end of a line goes on with the next one.</summary>
    private static IEnumerable<CommandOfPage> CommandsOf(MarkdownPage page)
    {
        foreach (CodeBlockOfPage block in page.Code.Where(b => b.Language is null || Languages.Contains(b.Language)))
        {
            bool isRun = block.Language is not null && block.Remark?.StartsWith(NotRun, StringComparison.Ordinal) != true;
            foreach (string line in block.Code.ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            {
                string bare = line.StartsWith("$ ", StringComparison.Ordinal) ? line[2..] : line;
                if (Calls.FirstOrDefault(call => bare.StartsWith(call, StringComparison.Ordinal)) is { } call)
                    yield return new CommandOfPage(line, ShellCommand.Parse(bare[call.Length..]), isRun);
            }
        }
    }

    /// <summary>The words with places in a folder of the test: results go there, files come from there or from the repository.</summary>
    private static string[] Placed(string[] words, string folder)
    {
        ParseResult parsed = Commands.Root.Parse(words);
        string[] outputs = Outputs(parsed), inputs = [.. parsed.CommandResult.Command.Arguments.Where(a => TakesPlaces(a)).SelectMany(a => parsed.GetResult(a)?.Tokens ?? []).Select(t => t.Value)];
        string[] files = [.. inputs.SelectMany(Found)];
        string[] placed = [.. words.SelectMany(word => outputs.Contains(word) ? [Path.Combine(folder, word)] : inputs.Contains(word) ? Found(word) : [word])];
        if (parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == "--out") is not { } option || parsed.GetResult(option) is not null || !Completes(option, Completions.AnyFolder)) return placed;

        // Without --out results go to a folder below the one that the program was started in.
        string results = Path.Combine(folder, "results");
        return [.. placed, "--out", files.Length == 1 ? Path.Combine(results, JsonNode.Parse(File.ReadAllText(files[0]), documentOptions: Json)!["name"]!.GetValue<string>()) : results];

        IEnumerable<string> Found(string word)
        {
            string[] found = [.. ShellCommand.Matches(folder, word), .. ShellCommand.Matches(Repository.Root, word)];
            Assert.True(found.Length > 0, $"{string.Join(' ', words)}: {word} does not exist.");
            return found;
        }
    }

    private static string[] Outputs(ParseResult parsed)
        => [.. parsed.CommandResult.Command.Options.Where(o => TakesPlaces(o)).SelectMany(o => parsed.GetResult(o)?.Tokens ?? []).Select(t => t.Value)];

    private static bool TakesPlaces(Symbol symbol) => Completes(symbol, Completions.AnyFile) || Completes(symbol, Completions.AnyFolder);

    private static bool Completes(Symbol symbol, string place) => symbol.GetCompletions(CompletionContext.Empty).Any(c => c.Label == place);

    private sealed record CommandOfPage(string Line, ShellCommand Command, bool IsRun);
}
