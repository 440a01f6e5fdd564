using System.Collections.Immutable;
using System.Text;

namespace Simulator.Notebooks.Documents;

/// <summary>Outputs of a cell in order; neighbouring pieces of text on one stream are one output.</summary>
internal sealed class OutputCollector
{
    private readonly Lock _lock = new();
    private readonly List<CellOutput> _outputs = [];

    /// <summary>Text of a stream that goes on; it becomes an output when something else comes.</summary>
    private readonly StringBuilder _text = new();
    private string _stream = "";

    /// <summary>What came so far.</summary>
    public ImmutableArray<CellOutput> Collected
    {
        get
        {
            lock (_lock)
            {
                EndStream();
                return [.. _outputs];
            }
        }
    }

    /// <summary>Adds an output, from any thread.</summary>
    public void Add(CellOutput output)
    {
        lock (_lock)
        {
            if (output is not StreamOutput next || next.Stream != _stream) EndStream();
            if (output is StreamOutput piece)
            {
                _stream = piece.Stream;
                _text.Append(piece.Text);
            }
            else _outputs.Add(output);
        }
    }

    private void EndStream()
    {
        if (_text.Length > 0) _outputs.Add(new StreamOutput(_stream, _text.ToString()));
        _text.Clear();
    }
}
