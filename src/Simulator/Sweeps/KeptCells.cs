using System.Collections.Concurrent;
using Simulator.Specifications;

namespace Simulator.Sweeps;

/// <summary>Cells that are measured when they are asked for, once, and kept in a log by their addresses.</summary>
internal sealed class KeptCells : IDisposable
{
    private const string LogName = "search.cells";

    private readonly CellLog _log;
    private readonly ConcurrentDictionary<string, CellRows> _known;
    private readonly CellMeasurement _measurement = new([]);

    /// <summary>The cells of a folder, which is made if need be.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="SpecificationException">Another process uses it.</exception>
    public KeptCells(string directory)
    {
        Directory.CreateDirectory(directory);
        _log = CellLog.Open(Path.Combine(directory, LogName), "search");
        _known = new ConcurrentDictionary<string, CellRows>(_log.Read().DistinctBy(c => c.Key).ToDictionary(c => c.Key, c => c.Rows));
    }

    /// <summary>The rows of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="cancellation">Stops the work.</param>
    public CellRows Of(SweepCell cell, CancellationToken cancellation)
    {
        if (_known.TryGetValue(cell.Key, out CellRows? rows)) return rows;
        rows = _measurement.Of(cell, 1, cancellation);
        if (!_known.TryAdd(cell.Key, rows)) return rows;
        lock (_log)
        {
            _log.Append(cell, rows);
        }

        return rows;
    }

    /// <inheritdoc/>
    public void Dispose() => _log.Dispose();
}
