using System.Collections.Immutable;

namespace Simulator.Notebooks.Documents;

/// <summary>Outputs of a cell in order; neighbouring pieces of text on one stream are one output.</summary>
internal sealed class OutputCollector
{
    private readonly Lock _lock = new();
    private readonly List<CellOutput> _outputs = [];

    /// <summary>What came so far.</summary>
    public ImmutableArray<CellOutput> Collected
    {
        get
        {
            lock (_lock) return [.. _outputs];
        }
    }

    /// <summary>Adds an output, from any thread.</summary>
    public void Add(CellOutput output)
    {
        lock (_lock)
        {
            if (output is StreamOutput next && _outputs.LastOrDefault() is StreamOutput last && last.Stream == next.Stream) _outputs[^1] = last with { Text = last.Text + next.Text };
            else _outputs.Add(output);
        }
    }
}
