using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Simulator.Experiments;
using Simulator.Specifications;

namespace Simulator.Sweeps;

/// <summary>The cells that a task has done so far, in a <see cref="RecordFile"/>: what makes a killed run go on. It is gone when the task's part is written.</summary>
internal sealed class CellLog : IDisposable
{
    private readonly RecordFile _file;

    private CellLog(RecordFile file) => _file = file;

    private static ReadOnlySpan<byte> Magic => "simulator cells 1\n"u8;

    /// <summary>What logs of this build begin with: columns of another one may differ.</summary>
    private static string Header => $"{Manifest.ProgramVersion} {Manifest.Build}";

    /// <summary>Opens the log of a task, for this process alone; one that is damaged from the start or of another build is begun anew.</summary>
    /// <param name="path">The file.</param>
    /// <param name="work">What its process does, in a word: a task or a search.</param>
    /// <exception cref="SpecificationException">The file cannot be made or opened, as when another process has it.</exception>
    public static CellLog Open(string path, string work)
    {
        try
        {
            return Open(path);
        }
        catch (IOException e)
        {
            throw new SpecificationException($"{path}: cannot be used ({e.Message.TrimEnd('.')}); another process seems to run the same {work}.", e);
        }
    }

    private static CellLog Open(string path)
    {
        if (!File.Exists(path)) return new CellLog(RecordFile.Create(path, Magic, Header));
        var file = RecordFile.Open(path, Magic);
        if (file.Header == Header) return new CellLog(file);
        file.Dispose();
        return new CellLog(RecordFile.Create(path, Magic, Header));
    }

    /// <summary>The cells of a log that no process has, by their addresses; none if it is of another build.</summary>
    /// <param name="path">The file, which is left as it is.</param>
    /// <exception cref="IOException">There is no such file, it cannot be opened, or a process has it.</exception>
    public static IReadOnlyList<(string Key, CellRows Rows)> ReadAll(string path)
    {
        using var log = new CellLog(RecordFile.OpenToRead(path, Magic));
        return log._file.Header == Header ? [.. log.Read()] : [];
    }

    /// <summary>The cells of the log, by their addresses.</summary>
    /// <exception cref="IOException">The file was changed from outside.</exception>
    public IEnumerable<(string Key, CellRows Rows)> Read() => _file.Places.Select(p => Parse(_file.Read(p)));

    /// <summary>Adds a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="rows">What was measured.</param>
    /// <exception cref="IOException">It cannot be written; the cells before are kept.</exception>
    public void Append(SweepCell cell, CellRows rows)
    {
        try
        {
            _file.Append(cell.Index + 1, JsonSerializer.SerializeToUtf8Bytes(new Record(cell.Key, rows.Rows)));
        }
        catch (IOException e)
        {
            throw new IOException($"a cell cannot be kept ({e.Message.TrimEnd('.')}); the cells before are, and the same command goes on there.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static (string Key, CellRows Rows) Parse(byte[] payload)
    {
        using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(payload));
        JsonElement root = document.RootElement;
        return (root.GetProperty(nameof(Record.Key)).GetString()!, new CellRows([.. root.GetProperty(nameof(Record.Rows)).EnumerateArray().Select(Row)]));
    }

    private static ImmutableArray<object?> Row(JsonElement row) => [.. row.EnumerateArray().Zip(MeasurementColumns.All, (value, column) => Value(value, column.Kind))];

    private static object? Value(JsonElement value, ColumnKind kind) => value.ValueKind == JsonValueKind.Null ? null : kind switch
    {
        ColumnKind.Number => value.GetDouble(),
        ColumnKind.Integer => value.GetInt32(),
        _ => value.GetString(),
    };

    private sealed record Record(string Key, ImmutableArray<ImmutableArray<object?>> Rows);
}
