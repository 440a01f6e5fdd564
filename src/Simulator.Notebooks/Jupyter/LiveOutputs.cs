using System.Text;

namespace Simulator.Notebooks.Jupyter;

/// <summary>Passes a cell's outputs on while it runs. Text is held for a moment, so that a thousand short writes are few messages.</summary>
internal sealed class LiveOutputs : IDisposable
{
    /// <summary>A moment: too short to be seen.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly Action<CellOutput> _pass;
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly Timer _timer;
    private string _stream = "";

    /// <summary>Nothing is held yet.</summary>
    /// <param name="pass">Is given the outputs, from any thread, one at a time.</param>
    public LiveOutputs(Action<CellOutput> pass) => (_pass, _timer) = (pass, new Timer(_ => Flush()));

    /// <summary>Adds an output, from any thread.</summary>
    /// <param name="output">The output.</param>
    public void Add(CellOutput output)
    {
        lock (_lock)
        {
            if (output is not StreamOutput written)
            {
                Flush();
                _pass(output);
                return;
            }

            if (written.Stream != _stream) Flush();
            if (_text.Length == 0) _timer.Change(Moment, Timeout.InfiniteTimeSpan);
            _stream = written.Stream;
            _text.Append(written.Text);
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
        lock (_lock)
        {
            if (_text.Length == 0) return;
            var written = new StreamOutput(_stream, _text.ToString());
            _text.Clear();
            _pass(written);
        }
    }
}
