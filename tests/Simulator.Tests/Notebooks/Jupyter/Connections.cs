using System.Net;
using System.Net.Sockets;
using Simulator.Notebooks.Jupyter;

namespace Simulator.Tests.Notebooks.Jupyter;

/// <summary>Connections on this machine.</summary>
internal static class Connections
{
    public const string Key = "a key";

    /// <summary>A connection on ports that were free a moment ago.</summary>
    public static KernelConnection Free()
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
            listener.Dispose();
        return new("127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], Key);
    }

    /// <summary>The connection as Jupyter writes it down.</summary>
    public static string File(KernelConnection c) => FormattableString.Invariant($$"""
        {
          "shell_port": {{c.Shell}}, "iopub_port": {{c.Broadcast}}, "stdin_port": {{c.Input}}, "control_port": {{c.Control}}, "hb_port": {{c.Heartbeat}},
          "ip": "{{c.Address}}", "key": "{{c.Key}}", "transport": "tcp", "signature_scheme": "hmac-sha256", "kernel_name": "simulator-csharp"
        }
        """);
}
