using System.Collections.Immutable;

namespace Simulator.Notebooks.Documents;

/// <summary>Outputs of a cell in order.</summary>
internal sealed class OutputCollector
{
    private readonly Lock _lock = new();
    private readonly List<CellOutput> _outputs = [];
    private readonly StreamJoiner _joiner;

    /// <summary>Nothing came yet.</summary>
    public OutputCollector() => _joiner = new StreamJoiner(_outputs.Add);

    /// <summary>What came so far.</summary>
    public ImmutableArray<CellOutput> Collected
    {
        get
        {
            lock (_lock)
            {
                _joiner.Flush();
                return [.. _outputs];
            }
        }
    }

    /// <summary>Adds an output, from any thread.</summary>
    public void Add(CellOutput output)
    {
        lock (_lock) _joiner.Add(output);
    }
}
