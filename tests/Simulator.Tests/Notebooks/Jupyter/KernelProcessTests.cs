using System.Diagnostics;
using System.Globalization;
using Simulator.Cli;
using Simulator.Notebooks.Jupyter;
using Simulator.Tests.Cli;
using Xunit;

namespace Simulator.Tests.Notebooks.Jupyter;

/// <summary>The kernel as a process of its own, as Jupyter starts it.</summary>
public sealed class KernelProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly CliFolder _folder = new();
    private readonly KernelConnection _connection = Connections.Free();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_last_answer_arrives_and_the_process_ends_with_0()
    {
        using Process kernel = Start(Environment.ProcessId);
        try
        {
            using var client = new KernelClient(_connection);
            client.Meet();
            string asked = client.Execute("Environment.CurrentDirectory");
            client.Reply(asked);
            Assert.Equal(_folder.Root, client.Heard(asked)[^1].Content["data"]!["text/plain"]!.GetValue<string>());
            asked = client.Ask("shutdown", control: true);
            Assert.False(client.Reply(asked, control: true)["restart"]!.GetValue<bool>());
            Assert.Empty(client.Heard(asked));
            await kernel.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
            Assert.Equal(ExitCodes.Done, kernel.ExitCode);
        }
        finally
        {
            kernel.Kill();
        }
    }

    [Fact]
    public async Task A_kernel_whose_Jupyter_was_killed_ends()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The number of the parent is a handle on Windows.");
        using Process parent = Process.Start("sleep", "600"), kernel = Start(parent.Id);
        try
        {
            using (var client = new KernelClient(_connection))
                client.Meet();
            Assert.False(kernel.HasExited);
            parent.Kill();
            await kernel.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
            Assert.Equal(ExitCodes.Done, kernel.ExitCode);
        }
        finally
        {
            parent.Kill();
            kernel.Kill();
        }
    }

    private Process Start(int parent) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Simulator.Cli.dll"), "kernel", "run", _folder.Write("kernel.json", Connections.File(_connection))])
    {
        WorkingDirectory = _folder.Root,
        Environment = { ["JPY_PARENT_PID"] = parent.ToString(CultureInfo.InvariantCulture) },
    })!;
}
