using System.Runtime.InteropServices;
using Simulator.Consistency;

namespace Simulator.Experiments;

/// <summary>Steps of a recursion in a <see cref="RecordFile"/>, a record of numbers a step.</summary>
internal sealed class StepFile : IStepLog, IDisposable
{
    private readonly RecordFile _file;
    private readonly Dictionary<int, RecordPlace> _steps = [];

    /// <summary>Uses a stream that holds a file; for tests.</summary>
    /// <param name="stream">Can be read, written and sought.</param>
    internal StepFile(Stream stream)
        : this(new RecordFile(stream, Magic))
    {
    }

    private StepFile(RecordFile file)
    {
        _file = file;
        foreach (RecordPlace place in file.Places)
            _steps[place.Tag] = place;
    }

    /// <summary>What the file belongs to; empty if it is no such file.</summary>
    public string Header => _file.Header;

    /// <summary>How many steps there are.</summary>
    public int Count => _steps.Count;

    private static ReadOnlySpan<byte> Magic => "simulator steps 1\n"u8;

    /// <summary>Makes a file with a header, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The header.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static StepFile Create(string path, string header) => new(RecordFile.Create(path, Magic, header));

    /// <summary>Opens a file, for this process alone.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be opened, another process has it, or it is no ordinary file.</exception>
    public static StepFile Open(string path) => new(RecordFile.Open(path, Magic));

    /// <inheritdoc/>
    /// <exception cref="IOException">The file was changed from outside.</exception>
    public double[]? Find(int t) => _steps.TryGetValue(t, out RecordPlace place) ? MemoryMarshal.Cast<byte, double>(_file.Read(place)).ToArray() : null;

    /// <inheritdoc/>
    public void Append(int t, ReadOnlySpan<double> numbers)
    {
        try
        {
            _steps[t] = _file.Append(t, MemoryMarshal.AsBytes(numbers));
        }
        catch (IOException e)
        {
            throw new IOException($"the checkpoint cannot be written at t = {t} ({e.Message.TrimEnd('.')}); the steps before are kept.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
