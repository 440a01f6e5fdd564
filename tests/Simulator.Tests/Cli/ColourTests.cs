using System.Text.RegularExpressions;
using Simulator.Cli;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>Colours: on a terminal, where they are wanted, and nowhere else.</summary>
public sealed partial class ColourTests : IDisposable
{
    private const string Escape = "\e[", BoldHead = "\e[1m", GreenOk = "\e[32mok\e[0m", RedName = "\e[1;31msimulator:\e[0m";

    /// <summary>What takes least time: most of it is the start of the program.</summary>
    private static readonly string Spec = CliFolder.Spec("spec", "[20, 40]", """{"kind":"gaussian","dimension":1,"standardDeviation":2}""");

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>With NO_COLOR set and empty, which is as good as not set.</summary>
    [Fact]
    public async Task A_terminal_shows_heads_statuses_and_complaints_in_colours()
    {
        string output = await OnTerminal("verify spec.json --no-figure");
        Assert.Contains(BoldHead, output, StringComparison.Ordinal);
        Assert.Contains(GreenOk, output, StringComparison.Ordinal);
        Assert.Contains(RedName + " ", await OnTerminal("verify missing.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO_COLOR=1")]
    [InlineData("TERM=dumb")]
    public async Task A_terminal_that_shows_or_wants_no_colours_gets_none(string setting)
    {
        Assert.DoesNotMatch(Colour(), await OnTerminal("verify spec.json --no-figure", setting));
        Assert.DoesNotMatch(Colour(), await OnTerminal("verify missing.json", setting));
    }

    [Fact]
    public async Task A_document_on_a_terminal_has_no_colours()
        => Assert.DoesNotMatch(Colour(), await OnTerminal("verify spec.json --no-figure --json 2> errors"));

    [Fact]
    public async Task A_stream_that_is_no_terminal_has_no_colours_while_the_other_has_them()
    {
        Assert.Contains(GreenOk, await OnTerminal("verify spec.json --no-figure 2> errors"), StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, File.ReadAllText(_folder.PathOf("errors")), StringComparison.Ordinal);
        await OnTerminal("verify spec.json --no-figure > output");
        string output = File.ReadAllText(_folder.PathOf("output"));
        Assert.Contains(" ok ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_has_no_colours_whatever_is_forced()
    {
        string path = _folder.Write("spec.json", Spec);
        ProgramRun run = await ProgramRun.Of(_folder.Root, "dotnet", [Program, "verify", path, "--no-figure"], ("FORCE_COLOR", "1"), ("CLICOLOR_FORCE", "1"), ("TERM", "xterm-256color"));
        Assert.Equal(0, run.Code);
        Assert.DoesNotContain(Escape, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("   T   status\n────────────\n  20       ok\n  40   violated\n- ok   ok\n", "\e[1m   T   status\e[0m\n────────────\n  20       \e[32mok\e[0m\n  40   \e[31mviolated\e[0m\n- ok   ok\n")]
    [InlineData("   T   status\n────────────\n  20   not-converged   0.1\n", "\e[1m   T   status\e[0m\n────────────\n  20   \e[33mnot-converged\e[0m   0.1\n")]
    [InlineData("simulator: x.json: no such file.", "\e[1;31msimulator:\e[0m x.json: no such file.")]
    [InlineData("words that are   ok   and no table\n", "words that are   ok   and no table\n")]
    [InlineData("", "")]
    public void Text_is_coloured_and_otherwise_as_it_was(string text, string expected)
    {
        string coloured = ColouredWriter.Coloured(text)!;
        Assert.Equal(expected, coloured);
        Assert.Equal(text, Colour().Replace(coloured, ""));
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "Simulator.Cli.dll");

    /// <summary>Runs a line of a shell that begins with <c>simulator</c> on a terminal of its own.</summary>
    private async Task<string> OnTerminal(string line, string setting = "COLORTERM=")
    {
        string? script = OperatingSystem.IsLinux() ? ProgramRun.Find("script") : null;
        Assert.SkipWhen(script is null, "There is no script of util-linux here, which makes terminals.");
        _folder.Write("spec.json", Spec);
        string shell = _folder.Write("line.sh", $"simulator() {{ env TERM=xterm-256color NO_COLOR= {setting} dotnet '{Program}' \"$@\"; }}\nsimulator {line}\n");
        ProgramRun run = await ProgramRun.Of(_folder.Root, script, ["-qec", $"sh '{shell}'", "/dev/null"]);
        return run.Output;
    }

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colour();
}
