using System.Diagnostics;
using System.Globalization;

namespace Simulator.Notebooks.Jupyter;

/// <summary>The process that started the kernel. Killed, it cannot ask for the end, and the kernel would stay for ever.</summary>
internal static class ParentProcess
{
    /// <summary>Ends when the process has ended; never where Jupyter does not say which it is.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task EndedAsync(CancellationToken cancellation)
    {
        // On Windows the variable is a handle, and Jupyter's processes end together.
        if (OperatingSystem.IsWindows() || !int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return;
        }

        Process parent;
        try
        {
            parent = Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            // It has gone already.
            return;
        }

        using (parent)
            await parent.WaitForExitAsync(cancellation);
    }
}
