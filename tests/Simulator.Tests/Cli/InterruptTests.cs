using System.Diagnostics;
using System.Globalization;
using Simulator.Cli;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>Ctrl-C, sent to a process of its own.</summary>
public sealed class InterruptTests : IDisposable
{
    private const int Sigint = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ctrl_c_stops_the_work_with_130_and_leaves_nothing_half_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill and read from /proc.");
        string path = _folder.Write("long.json", CliFolder.Spec("long", "[200000]"));
        string program = Path.Combine(AppContext.BaseDirectory, "Simulator.Cli.dll");
        Assert.True(File.Exists(program), $"{program} was not copied beside the tests.");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, "verify", path, "--out", _folder.Out])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            timeout.CancelAfter(Patience);

            // The folder is made when all input has been read, just before the work.
            while (!Directory.Exists(_folder.Out) && !process.HasExited)
                await Task.Delay(20, timeout.Token);
            Assert.False(process.HasExited, "The program ended before it could be stopped.");
            Assert.SkipWhen(IgnoresInterrupts(process), "SIGINT is ignored here, as in a background job of a shell.");
            using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync(timeout.Token);

            Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token), error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            Assert.Equal(ExitCodes.Stopped, process.ExitCode);
            Assert.Equal("", await output);
            Assert.EndsWith("simulator: stopped; nothing half-written was left.\n", await error, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Out));
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    /// <summary>Reads the mask of ignored signals; a process inherits it from whatever started the tests.</summary>
    private static bool IgnoresInterrupts(Process process)
    {
        string line = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal));
        ulong mask = ulong.Parse(line["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (mask >> (Sigint - 1) & 1) != 0;
    }
}
