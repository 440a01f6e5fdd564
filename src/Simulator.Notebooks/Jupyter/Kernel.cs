using System.Threading.Channels;
using NetMQ;
using Simulator.Notebooks.Scripting;

namespace Simulator.Notebooks.Jupyter;

/// <summary>A Jupyter kernel for cells in C#.</summary>
public sealed class Kernel : IDisposable
{
    /// <summary>How long a cell may take to stop at the end; one that calls what cannot be stopped is left to the end of the process.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly Channel<KernelRequest> _shell = Channel.CreateUnbounded<KernelRequest>(), _control = Channel.CreateUnbounded<KernelRequest>();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MessageSigner _signer;
    private readonly KernelSockets _sockets;
    private readonly KernelCells _cells;
    private readonly KernelAnswers _answers;
    private long _latest;

    /// <summary>Listens; requests wait until <see cref="RunAsync"/>.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="folder">Where files that cells refer to are looked up.</param>
    /// <exception cref="IOException">A port is taken, or the address is not one of this machine.</exception>
    public Kernel(KernelConnection connection, string folder)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var session = new ScriptSession(folder);
        _signer = new MessageSigner(connection.Key);
        _cells = new KernelCells(session, () => Interlocked.Read(ref _latest));
        _answers = new KernelAnswers(session, _cells, () => _asked.TrySetResult());
        _sockets = new KernelSockets(connection, Receive);
    }

    /// <summary>Answers until a request asks for the end.</summary>
    /// <param name="cancellation">Ends it, too.</param>
    public async Task RunAsync(CancellationToken cancellation = default)
    {
        Task sockets = Task.Factory.StartNew(_sockets.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task shell = Task.Run(() => AnswerAsync(_shell.Reader), CancellationToken.None), control = Task.Run(() => AnswerAsync(_control.Reader), CancellationToken.None);
        await using CancellationTokenRegistration stop = cancellation.Register(() => _asked.TrySetResult());

        // Only a failure ends the others before the end is asked for.
        await await Task.WhenAny(_asked.Task, sockets, shell, control);
        _cells.Interrupt();
        _shell.Writer.Complete();
        _control.Writer.Complete();
        await Task.WhenAny(shell, Task.Delay(Patience, CancellationToken.None));
        _sockets.Finish();
        await sockets;
    }

    /// <inheritdoc/>
    public void Dispose() => _sockets.Dispose();

    private async Task AnswerAsync(ChannelReader<KernelRequest> requests)
    {
        await foreach (KernelRequest request in requests.ReadAllAsync())
            await _answers.AnswerAsync(request);
    }

    /// <summary>On the thread of the sockets. What is no message, or wrongly signed, is dropped.</summary>
    private void Receive(KernelChannel channel, NetMQMessage wire)
    {
        if (KernelMessage.Read(wire, _signer) is not { } message) return;
        var request = new KernelRequest(message, Interlocked.Increment(ref _latest), _name, reply => Send(channel, reply), m => Send(KernelChannel.Broadcast, m));

        // Versions of VS Code's extension send interrupts on the shell channel, where they would wait for the cell that they are to stop.
        (channel == KernelChannel.Control || request.Kind == "interrupt" ? _control : _shell).Writer.TryWrite(request);
    }

    private void Send(KernelChannel channel, KernelMessage message) => _sockets.Send(channel, message.Write(_signer));
}
