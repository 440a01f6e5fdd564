namespace Simulator.Notebooks.Jupyter;

/// <summary>Passes a cell's outputs on while it runs. Text is held for a moment, so that a thousand short writes are few messages.</summary>
internal sealed class LiveOutputs : IDisposable
{
    /// <summary>A moment: too short to be seen.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly StreamJoiner _joiner;
    private readonly Timer _timer;

    /// <summary>Nothing is held yet.</summary>
    /// <param name="pass">Is given the outputs, from any thread, one at a time.</param>
    public LiveOutputs(Action<CellOutput> pass) => (_joiner, _timer) = (new StreamJoiner(pass), new Timer(_ => Flush()));

    /// <summary>Adds an output, from any thread.</summary>
    /// <param name="output">The output.</param>
    public void Add(CellOutput output)
    {
        lock (_lock)
        {
            if (_joiner.Add(output)) _timer.Change(Moment, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Passes on what is held.</summary>
    public void Dispose()
    {
        Flush();
        _timer.Dispose();
    }

    private void Flush()
    {
        lock (_lock) _joiner.Flush();
    }
}
