using System.Net.Sockets;
using NetMQ;
using NetMQ.Sockets;

namespace Simulator.Notebooks.Jupyter;

/// <summary>The sockets of a kernel. They live on one thread; messages may be sent from any.</summary>
internal sealed class KernelSockets : IDisposable
{
    /// <summary>How long what was sent may take to leave after the end.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private readonly RouterSocket _shell = new(), _control = new(), _input = new();
    private readonly PublisherSocket _broadcast = new();
    private readonly ResponseSocket _heartbeat = new();
    private readonly NetMQQueue<(KernelChannel Channel, NetMQMessage Message)> _outgoing = new();
    private readonly NetMQPoller _poller;
    private readonly Lock _lock = new();
    private bool _closed;

    /// <summary>Listens; nothing is received before <see cref="Run"/>.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="received">Is given what comes on the shell and on the control channel, on the thread of the sockets.</param>
    /// <exception cref="IOException">A port is taken, or the address is not one of this machine.</exception>
    public KernelSockets(KernelConnection connection, Action<KernelChannel, NetMQMessage> received)
    {
        _poller = [_shell, _control, _heartbeat, _outgoing];
        foreach (NetMQSocket socket in All)
            socket.Options.Linger = Linger;

        // A client that comes back under its name takes the place of the one that was lost.
        foreach (RouterSocket router in (RouterSocket[])[_shell, _control, _input])
            router.Options.RouterHandover = true;

        // No output is dropped because the reader is slow.
        _broadcast.Options.SendHighWatermark = 0;
        _shell.ReceiveReady += (_, e) => Receive(e.Socket, message => received(KernelChannel.Shell, message));
        _control.ReceiveReady += (_, e) => Receive(e.Socket, message => received(KernelChannel.Control, message));
        _heartbeat.ReceiveReady += (_, e) => Receive(e.Socket, e.Socket.SendMultipartMessage);
        _outgoing.ReceiveReady += (_, e) => SendNext(e.Queue);
        try
        {
            Bind(_shell, connection, connection.Shell);
            Bind(_control, connection, connection.Control);
            Bind(_broadcast, connection, connection.Broadcast);
            Bind(_input, connection, connection.Input);
            Bind(_heartbeat, connection, connection.Heartbeat);
        }
        catch (IOException)
        {
            Dispose();
            throw;
        }
    }

    private IEnumerable<NetMQSocket> All => [_shell, _control, _input, _broadcast, _heartbeat];

    /// <summary>Serves the sockets until <see cref="Finish"/>.</summary>
    public void Run() => _poller.Run();

    /// <summary>Sends a message, from any thread, in the order of the calls; after the end it does nothing.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="message">The message.</param>
    public void Send(KernelChannel channel, NetMQMessage message)
    {
        lock (_lock)
        {
            if (!_closed) _outgoing.Enqueue((channel, message));
        }
    }

    /// <summary>Ends <see cref="Run"/> when everything is sent that was given to <see cref="Send"/>.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            if (_closed) return;
            _closed = true;

            // An empty message is the last.
            _outgoing.Enqueue((KernelChannel.Broadcast, new NetMQMessage()));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _poller.Dispose();
        _outgoing.Dispose();
        foreach (NetMQSocket socket in All)
            socket.Dispose();
    }

    private static void Receive(NetMQSocket socket, Action<NetMQMessage> received)
    {
        var message = new NetMQMessage();
        if (socket.TryReceiveMultipartMessage(ref message)) received(message);
    }

    private static void Bind(NetMQSocket socket, KernelConnection connection, int port)
    {
        string address = FormattableString.Invariant($"tcp://{connection.Address}:{port}");
        try
        {
            socket.Bind(address);
        }
        catch (Exception e) when (e is NetMQException or SocketException)
        {
            throw new IOException($"{address}: cannot listen there ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private void SendNext(NetMQQueue<(KernelChannel Channel, NetMQMessage Message)> queue)
    {
        if (!queue.TryDequeue(out (KernelChannel Channel, NetMQMessage Message) next, TimeSpan.Zero)) return;
        if (next.Message.IsEmpty) _poller.Stop();
        else Socket(next.Channel).SendMultipartMessage(next.Message);
    }

    private NetMQSocket Socket(KernelChannel channel) => channel switch
    {
        KernelChannel.Shell => _shell,
        KernelChannel.Control => _control,
        _ => _broadcast,
    };
}
