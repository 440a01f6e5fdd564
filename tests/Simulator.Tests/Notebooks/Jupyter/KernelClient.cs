using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using Simulator.Notebooks.Jupyter;
using Xunit;

namespace Simulator.Tests.Notebooks.Jupyter;

/// <summary>What a reader's program does: asks a kernel, and listens to what it tells everybody.</summary>
internal sealed class KernelClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1), Moment = TimeSpan.FromMilliseconds(50);

    private readonly DealerSocket _shell = new(), _control = new();
    private readonly SubscriberSocket _broadcast = new();
    private readonly RequestSocket _heartbeat = new();
    private readonly MessageSigner _signer;

    public KernelClient(KernelConnection connection)
    {
        _signer = new MessageSigner(connection.Key);
        _broadcast.SubscribeToAnyTopic();
        foreach ((NetMQSocket socket, int port) in ((NetMQSocket, int)[])[(_shell, connection.Shell), (_control, connection.Control), (_broadcast, connection.Broadcast), (_heartbeat, connection.Heartbeat)])
        {
            socket.Options.Linger = TimeSpan.Zero;
            socket.Connect(FormattableString.Invariant($"tcp://{connection.Address}:{port}"));
        }
    }

    /// <summary>Waits until the kernel answers and broadcasts arrive: a subscription takes its time.</summary>
    public void Meet()
    {
        for (DateTime start = DateTime.UtcNow; DateTime.UtcNow - start < Patience;)
        {
            string asked = Ask("kernel_info");
            Reply(asked);
            if (TryBroadcast(Moment) is not { } heard) continue;
            for (; heard.Parent["msg_id"]!.ToString() != asked || State(heard) != "idle"; heard = Broadcast())
            {
                // What belongs to the questions before.
            }

            return;
        }

        Assert.Fail("No broadcast arrived.");
    }

    /// <summary>Asks.</summary>
    /// <returns>The number of the message.</returns>
    public string Ask(string kind, JsonObject? content = null, bool control = false, MessageSigner? signer = null)
    {
        var message = KernelMessage.Of([], kind + "_request", "test", [], content ?? []);
        Send(message.Write(signer ?? _signer), control);
        return message.Header["msg_id"]!.GetValue<string>();
    }

    /// <summary>Asks for a cell.</summary>
    public string Execute(string code, JsonObject? more = null)
    {
        JsonObject content = more ?? [];
        content["code"] = code;
        return Ask("execute", content);
    }

    public void Send(NetMQMessage wire, bool control = false) => (control ? _control : _shell).SendMultipartMessage(wire);

    /// <summary>The next reply, which must be to this question.</summary>
    public JsonObject Reply(string asked, bool control = false)
    {
        KernelMessage reply = Receive(control ? _control : _shell, Patience) ?? throw new TimeoutException("No reply.");
        Assert.Equal(asked, reply.Parent["msg_id"]!.GetValue<string>());
        Assert.EndsWith("_reply", reply.Type, StringComparison.Ordinal);
        return reply.Content;
    }

    /// <summary>What everybody hears about a question, from busy to idle, which are left out.</summary>
    public List<KernelMessage> Heard(string asked)
    {
        var heard = new List<KernelMessage>();
        while (heard.LastOrDefault() is not { } last || State(last) != "idle")
        {
            KernelMessage next = Broadcast();
            Assert.Equal(asked, next.Parent["msg_id"]!.GetValue<string>());
            heard.Add(next);
        }

        Assert.Equal("busy", State(heard[0]));
        return heard[1..^1];
    }

    public KernelMessage Broadcast() => TryBroadcast(Patience) ?? throw new TimeoutException("No broadcast.");

    /// <summary>Whether the kernel gives a sign of life.</summary>
    public bool IsAlive()
    {
        _heartbeat.SendFrame("ping");
        return _heartbeat.TryReceiveFrameString(Patience, out string? pong) && pong == "ping";
    }

    public void Dispose()
    {
        foreach (NetMQSocket socket in (NetMQSocket[])[_shell, _control, _broadcast, _heartbeat])
            socket.Dispose();
    }

    private KernelMessage? TryBroadcast(TimeSpan patience) => Receive(_broadcast, patience);

    private static string? State(KernelMessage message) => message.Type == "status" ? message.Content["execution_state"]!.GetValue<string>() : null;

    private KernelMessage? Receive(NetMQSocket socket, TimeSpan patience)
    {
        var wire = new NetMQMessage();
        if (!socket.TryReceiveMultipartMessage(patience, ref wire)) return null;
        return Assert.IsType<KernelMessage>(KernelMessage.Read(wire, _signer));
    }
}
