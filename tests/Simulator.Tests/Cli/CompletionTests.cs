using System.CommandLine;
using System.CommandLine.Completions;
using Simulator.Cli;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>Completion: what the program answers, and what shells make of it.</summary>
public sealed class CompletionTests : IDisposable
{
    /// <summary>Options whose values nobody but the user knows; numbers are not looked for.</summary>
    private static readonly string[] FreeText = ["--columns", "--at", "--through", "--sheet", "--name"];

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ver", "verify")]
    [InlineData("s", "sample,schema,search,supremum,sweep")]
    [InlineData("verify|", ":files")]
    [InlineData("verify|a.json|", ":files")]
    [InlineData("evaluate|a.json|--s", "--seed,--steps")]
    [InlineData("verify|--json|--b", "--backend")]
    [InlineData("verify|--json|--js", "")]
    [InlineData("verify|-q|--qui", "")]
    [InlineData("verify|--backend|", "auto,managed,mkl,openblas,simd")]
    [InlineData("verify|--backend|m", "managed,mkl")]
    [InlineData("verify|--backend=m", "--backend=managed,--backend=mkl")]
    [InlineData("verify|--backend|=|m", "managed,mkl")]
    [InlineData("verify|--backend|=", "auto,managed,mkl,openblas,simd")]
    [InlineData("verify|--out|", ":folders")]
    [InlineData("verify|--out=x", ":folders")]
    [InlineData("fit|data.csv|--out|", ":files")]
    [InlineData("fit|--columns|", "")]
    [InlineData("fit|--components|", "bic")]
    [InlineData("sample|a.json|--format|", "csv,parquet")]
    [InlineData("schema|", "--help,--sweep")]
    [InlineData("completion|", "bash,fish,pwsh,zsh")]
    [InlineData("--v", "--version")]
    [InlineData("nonsense|", "")]
    [InlineData("verify|--unknown|--jso", "--json")]
    public async Task The_unfinished_word_can_become(string line, string expected)
    {
        CliOutcome outcome = await CliFolder.Run(["complete", "--", .. line.Split('|')]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        string[] found = [.. outcome.Output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')[0]).Order(StringComparer.Ordinal)];
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), found);
    }

    [Fact]
    public void Every_value_that_is_no_number_or_free_text_has_completions()
    {
        foreach (Command command in Commands.All.Where(c => !c.Hidden))
        {
            foreach (Argument argument in command.Arguments)
                Assert.True(argument.GetCompletions(CompletionContext.Empty).Any(), $"{command.Name} {argument.Name}");
            foreach (Option option in command.Options.Where(o => o.ValueType == typeof(string) && !FreeText.Contains(o.Name)))
                Assert.True(option.GetCompletions(CompletionContext.Empty).Any(), $"{command.Name} {option.Name}");
        }
    }

    [Fact]
    public async Task Help_speaks_of_files_and_not_of_marks()
    {
        foreach (Command command in Commands.All.Where(c => !c.Hidden))
        {
            string help = (await CliFolder.Run([.. Commands.PathOf(command), "--help"])).Output;
            Assert.DoesNotContain(Completions.AnyFile, help, StringComparison.Ordinal);
            Assert.DoesNotContain(Completions.AnyFolder, help, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unknown_shell_is_bad_input_that_names_the_known_ones()
        => Assert.Contains("bash, zsh, fish, pwsh", await _folder.Refused("completion", "tcsh"), StringComparison.Ordinal);

    [Fact]
    public async Task Bash_completes_commands_values_and_files()
    {
        string bash = Require("bash");
        string script = await Script("bash");

        // Outside of an interactive shell there is no completion that compopt could change: here it says what it was asked for.
        string driver = _folder.Write("driver.sh", $$"""
            source '{{script}}'
            compopt() { echo "compopt $*"; }
            complete -p simulator
            for line in "ver" "verify --backend m" "verify --backend = s" "verify x" "verify --out x"; do
                COMP_WORDS=(simulator $line) COMP_CWORD=${#COMP_WORDS[@]}
                (( COMP_CWORD-- ))
                $(complete -p simulator | sed 's/.*-F \([^ ]*\).*/\1/')
                echo "${COMPREPLY[*]}"
            done
            """);
        ProgramRun run = await InShell(bash, ["--norc", driver]);
        Assert.Equal(["complete -F _simulator simulator", "verify", "managed mkl", "simd", "compopt -o default", "", "compopt -o dirnames"], Lines(run));
    }

    [Fact]
    public async Task Fish_completes_commands_values_and_files()
    {
        string fish = Require("fish");
        _folder.Write("spec one.json", "");
        Directory.CreateDirectory(_folder.PathOf("a folder"));
        string script = await Script("fish");
        string[] lines = ["simulator ver", "simulator verify --backend m", "simulator verify sp", "simulator verify --out a"];
        ProgramRun run = await InShell(fish, ["--no-config", "-c", $"source '{script}'; {string.Join("; ", lines.Select(l => $"complete -C '{l}'"))}"]);
        Assert.Equal(["verify", "managed", "mkl", "spec one.json", "a folder/"], Lines(run).Select(l => l.Split('\t')[0]));
    }

    [Fact]
    public async Task Zsh_reads_its_script()
    {
        string zsh = Require("zsh");
        ProgramRun run = await InShell(zsh, ["-f", "-c", $"autoload -Uz compinit; compinit -u -D; source '{await Script("zsh")}'; print -r -- $_comps[simulator]"]);
        Assert.Equal(["_simulator"], Lines(run));
    }

    [Fact]
    public async Task PowerShell_completes_commands_values_and_files()
    {
        string pwsh = Require("pwsh");
        _folder.Write("spec one.json", "");
        string driver = _folder.Write("driver.ps1", $$"""
            . '{{await Script("pwsh")}}'
            foreach ($line in 'simulator ver', 'simulator verify --backend m', 'simulator verify sp') {
                [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText -join ' '
            }
            """);
        Assert.Equal(["verify", "managed mkl", $"'.{Path.DirectorySeparatorChar}spec one.json'"], Lines(await InShell(pwsh, ["-NoProfile", "-File", driver])));
    }

    private static string Require(string shell)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is put on the path as a script of a Unix shell.");
        string? program = ProgramRun.Find(shell);
        Assert.SkipWhen(program is null, $"There is no {shell} here.");
        return program;
    }

    private static string[] Lines(ProgramRun run)
    {
        Assert.True(run is { Code: 0, Error: "" }, run.Everything);
        return run.Output.TrimEnd('\n').Split('\n');
    }

    private async Task<string> Script(string shell)
    {
        CliOutcome outcome = await CliFolder.Run("completion", shell);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        return _folder.Write(shell == "pwsh" ? "completion.ps1" : $"completion.{shell}", outcome.Output);
    }

    /// <summary>Runs a shell in the folder, with <c>simulator</c> on its path.</summary>
    private async Task<ProgramRun> InShell(string shell, string[] arguments)
    {
        string program = _folder.Write("bin/simulator", $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Simulator.Cli.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return await ProgramRun.Of(
            _folder.Root, shell, arguments, ("PATH", _folder.PathOf("bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH")), ("HOME", _folder.Root));
    }
}
