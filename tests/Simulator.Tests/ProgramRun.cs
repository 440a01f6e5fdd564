using System.Diagnostics;
using Xunit;

namespace Simulator.Tests;

/// <summary>What a program of its own process did.</summary>
internal sealed record ProgramRun(string Command, int Code, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// What builds inside of a test need: no server stays behind that would keep our pipes open, no messages but those of the build, and nothing of
    /// the build that runs these tests.
    /// </summary>
    private static readonly (string Name, string? Value)[] Quiet =
    [
        ("MSBUILDDISABLENODEREUSE", "1"),
        ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"),
        ("UseSharedCompilation", "false"),
        ("DOTNET_NOLOGO", "1"),
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        ("DOTNET_CLI_UI_LANGUAGE", "en"),
        ("MSBuildSDKsPath", null),
        ("MSBuildExtensionsPath", null),
        ("MSBuildLoadMicrosoftTargetsReadOnly", null),
    ];

    /// <summary>Both outputs and the command, for messages of tests.</summary>
    public string Everything => $"{Command}\nexit code {Code}\n{Output}{Error}";

    /// <summary>The program's file on the path, or null.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="folder">Where it starts.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that are set, or taken away where there is no value.</param>
    public static async Task<ProgramRun> Of(string folder, string program, IEnumerable<string> arguments, params (string Name, string? Value)[] environment)
    {
        string[] words = [.. arguments];
        var start = new ProcessStartInfo(program, words) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        using Process process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token), error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new ProgramRun(string.Join(' ', [program, .. words]), process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs <c>dotnet</c>, which must succeed.</summary>
    /// <param name="folder">Where it starts.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that are set besides.</param>
    /// <returns>What it printed.</returns>
    public static async Task<string> Dotnet(string folder, IEnumerable<string> arguments, params (string Name, string? Value)[] environment)
    {
        ProgramRun run = await Of(folder, "dotnet", arguments, [.. Quiet, .. environment]);
        Assert.True(run.Code == 0, run.Everything);
        return run.Output;
    }
}
