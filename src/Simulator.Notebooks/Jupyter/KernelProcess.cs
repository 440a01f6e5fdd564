using NetMQ;

namespace Simulator.Notebooks.Jupyter;

/// <summary>A process that is a kernel.</summary>
public static class KernelProcess
{
    /// <summary>Serves a connection from the current folder until the end is asked for, or the process that started this one has ended.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="cancellation">Ends it, too.</param>
    /// <exception cref="IOException">A port is taken, or the address is not one of this machine.</exception>
    public static async Task RunAsync(KernelConnection connection, CancellationToken cancellation)
    {
        using (var kernel = new Kernel(connection, Directory.GetCurrentDirectory()))
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            Task served = kernel.RunAsync(end.Token);
            await Task.WhenAny(served, ParentProcess.EndedAsync(end.Token));
            await end.CancelAsync();
            await served;
        }

        // The last answers are still on their way.
        NetMQConfig.Cleanup(block: true);
    }
}
