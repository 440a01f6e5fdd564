using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Simulator.Consistency;

namespace Simulator.Experiments;

/// <summary>
/// A file that grows by a record a step. A record carries its checksum: what a crash or a full disk has cut short is not there when the file is opened again, and all before it is.
/// </summary>
/// <remarks>Layout: the magic bytes, then records of (t, length in bytes, checksum, payload), the checksum being the first eight bytes of the SHA-256 of all the rest; record 0 is the header as UTF-8. Numbers are little-endian.</remarks>
internal sealed class StepFile : IStepLog, IDisposable
{
    private const int Prefix = sizeof(int) + sizeof(int) + sizeof(ulong), LongestRecord = 1 << 30;

    private static ReadOnlySpan<byte> Magic => "simulator steps 1\n"u8;

    private readonly Stream _stream;
    private readonly Dictionary<int, (long Start, int Length)> _records = [];
    private long _end;

    /// <summary>Uses a stream that holds a file; for <see cref="Create"/> and <see cref="Open"/>, and for tests.</summary>
    /// <param name="stream">Can be read, written and sought.</param>
    internal StepFile(Stream stream)
    {
        if (!stream.CanSeek) throw new IOException("it is no ordinary file");
        _stream = stream;
        byte[] magic = new byte[Magic.Length];
        _stream.Position = 0;
        _end = _stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.AsSpan().SequenceEqual(Magic) ? magic.Length : 0;
        while (_end > 0 && ReadRecord(_end) is var (time, payload) && payload is not null)
        {
            if (time == 0) Header = Encoding.UTF8.GetString(payload);
            else _records[time] = (_end + Prefix, payload.Length);
            _end += Prefix + payload.Length;
        }
    }

    /// <summary>What the file belongs to; empty if it is no such file.</summary>
    public string Header { get; } = "";

    /// <summary>How many steps there are.</summary>
    public int Count => _records.Count;

    /// <summary>Makes a file with a header, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The header.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static StepFile Create(string path, string header)
    {
        byte[] payload = Encoding.UTF8.GetBytes(header);
        ResultWriter.WriteWhole(path, [.. Magic, .. Record(0, payload)]);
        return Open(path);
    }

    /// <summary>Opens a file, for this process alone: another that appends would cut off what this one has appended.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be opened, another process has it, or it is no ordinary file.</exception>
    public static StepFile Open(string path) => new(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));

    /// <inheritdoc/>
    /// <exception cref="IOException">The file was changed from outside.</exception>
    public double[]? Find(int t)
    {
        if (!_records.TryGetValue(t, out (long Start, int Length) place)) return null;
        if (ReadRecord(place.Start - Prefix).Payload is not { } payload) throw new IOException($"the checkpoint was changed by somebody else at t = {t}");
        return MemoryMarshal.Cast<byte, double>(payload).ToArray();
    }

    /// <inheritdoc/>
    public void Append(int t, ReadOnlySpan<double> numbers)
    {
        byte[] record = Record(t, MemoryMarshal.AsBytes(numbers));
        try
        {
            _stream.SetLength(_end);
            _stream.Position = _end;
            _stream.Write(record);
            _stream.Flush();
        }
        catch (IOException e)
        {
            throw new IOException($"the checkpoint cannot be written at t = {t} ({e.Message.TrimEnd('.')}); the steps before are kept.", e);
        }

        _records[t] = (_end + Prefix, record.Length - Prefix);
        _end += record.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private (int Time, byte[]? Payload) ReadRecord(long start)
    {
        byte[] prefix = new byte[Prefix];
        _stream.Position = start;
        if (_stream.ReadAtLeast(prefix, Prefix, throwOnEndOfStream: false) < Prefix) return default;
        int time = BinaryPrimitives.ReadInt32LittleEndian(prefix), length = BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(sizeof(int)));
        if (length is < 0 or > LongestRecord || start + Prefix + length > _stream.Length) return default;
        byte[] payload = new byte[length];
        _stream.ReadExactly(payload);
        return Record(time, payload).AsSpan(0, Prefix).SequenceEqual(prefix) ? (time, payload) : default;
    }

    private static byte[] Record(int time, ReadOnlySpan<byte> payload)
    {
        byte[] record = new byte[Prefix + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, time);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(sizeof(int)), payload.Length);
        payload.CopyTo(record.AsSpan(Prefix));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(record.AsSpan(0, 2 * sizeof(int)));
        hash.AppendData(payload);
        hash.GetHashAndReset().AsSpan(0, sizeof(ulong)).CopyTo(record.AsSpan(2 * sizeof(int)));
        return record;
    }
}
