using System.Text.RegularExpressions;
using Simulator.Cli;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>What a run of the program left behind.</summary>
internal sealed record CliOutcome(int Code, string Output, string Error);

/// <summary>A temporary folder in which the program is run as a user would run it, but inside this process.</summary>
internal sealed partial class CliFolder : IDisposable
{
    /// <summary>A mixture on the line that takes milliseconds.</summary>
    public const string Bimodal = """{"kind":"mixture","weights":[0.5,0.5],"means":[-1,1],"standardDeviations":[0.6,0.6]}""";

    public string Root { get; } = Directory.CreateTempSubdirectory("simulator cli ").FullName;

    /// <summary>Where the tests send results.</summary>
    public string Out => PathOf("out");

    public static string Spec(string name, string steps = "[20, 40]", string target = Bimodal, string more = "")
        => $$"""{ "name": "{{name}}", "target": {{target}}, "steps": {{steps}}{{more}} }""";

    public string PathOf(string name) => Path.Combine(Root, name);

    public string Write(string name, string text)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public static async Task<CliOutcome> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await SimulatorProgram.RunAsync(args, output, error);
        return new CliOutcome(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs what must be refused: exit code 1, one sentence on stderr, nothing on stdout, nothing written.</summary>
    /// <returns>The sentence without the program's name.</returns>
    public async Task<string> Refused(params string[] args)
    {
        string[] before = Entries();
        CliOutcome outcome = await Run(args);
        string sentence = AssertComplaint(outcome);
        Assert.Equal(before, Entries());
        return sentence;
    }

    /// <summary>Runs verify on a text that must be refused at the place marked with ¦, which is taken out.</summary>
    public async Task AssertRefusedAt(string markedText, params string[] parts)
    {
        int marker = markedText.IndexOf('¦', StringComparison.Ordinal);
        Assert.True(marker >= 0, "The text has no mark.");
        string before = markedText[..marker], path = Write("spec.json", markedText.Remove(marker, 1));
        int line = before.Count(c => c == '\n') + 1, column = marker - before.LastIndexOf('\n');

        string sentence = await Refused("verify", path, "--out", Out);
        Assert.StartsWith($"{path}:{line}:{column}: ", sentence, StringComparison.Ordinal);
        foreach (string part in parts)
            Assert.Contains(part, sentence, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string AssertComplaint(CliOutcome outcome)
    {
        Assert.True(outcome.Code == ExitCodes.BadInput, $"Exit code {outcome.Code}: {outcome.Error}");
        Assert.Equal("", outcome.Output);
        string[] lines = outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == 1 || (lines.Length == 2 && TryHelp().IsMatch(lines[1])), outcome.Error);
        Assert.Matches("^simulator: .*[^.]\\.$", lines[0]);
        return lines[0]["simulator: ".Length..];
    }

    private string[] Entries() => [.. Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    [GeneratedRegex("^Try 'simulator( [a-z]+)* --help'\\.$")]
    private static partial Regex TryHelp();
}
