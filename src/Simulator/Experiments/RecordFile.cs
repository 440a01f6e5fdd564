using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Simulator.Experiments;

/// <summary>
/// A file that grows by a record at a time. A record carries its checksum: what a crash or a full disk has cut short is not there when the file is opened again, and all before it is.
/// </summary>
/// <remarks>Layout: the magic bytes, then records of (tag, length in bytes, checksum, payload), the checksum being the first eight bytes of the SHA-256 of all the rest; the first record, of tag 0, is the header as UTF-8. Numbers are little-endian.</remarks>
internal sealed class RecordFile : IDisposable
{
    private const int Prefix = sizeof(int) + sizeof(int) + sizeof(ulong), LongestRecord = 1 << 30;

    private readonly Stream _stream;
    private readonly List<RecordPlace> _places = [];
    private long _end;

    /// <summary>Uses a stream that holds a file; for <see cref="Create"/> and <see cref="Open"/>, and for tests.</summary>
    /// <param name="stream">Can be read, written and sought.</param>
    /// <param name="magic">What such files begin with.</param>
    internal RecordFile(Stream stream, ReadOnlySpan<byte> magic)
    {
        if (!stream.CanSeek) throw new IOException("it is no ordinary file");
        _stream = stream;
        byte[] start = new byte[magic.Length];
        _stream.Position = 0;
        _end = _stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && magic.SequenceEqual(start) ? start.Length : 0;
        while (_end > 0 && ReadAt(_end) is var (tag, payload) && payload is not null)
        {
            if (tag == 0) Header = Encoding.UTF8.GetString(payload);
            else _places.Add(new RecordPlace(tag, _end));
            _end += Prefix + payload.Length;
        }
    }

    /// <summary>What the file belongs to; empty if it is no such file.</summary>
    public string Header { get; } = "";

    /// <summary>The records, in the order in which they came.</summary>
    public IReadOnlyList<RecordPlace> Places => _places;

    /// <summary>Makes a file with a header, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="magic">What such files begin with.</param>
    /// <param name="header">The header.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static RecordFile Create(string path, ReadOnlySpan<byte> magic, string header)
    {
        ResultWriter.WriteWhole(path, [.. magic, .. Record(0, Encoding.UTF8.GetBytes(header))]);
        return Open(path, magic);
    }

    /// <summary>Opens a file, for this process alone: another that appends would cut off what this one has appended.</summary>
    /// <param name="path">The file.</param>
    /// <param name="magic">What such files begin with.</param>
    /// <exception cref="IOException">The file cannot be opened, another process has it, or it is no ordinary file.</exception>
    public static RecordFile Open(string path, ReadOnlySpan<byte> magic) => new(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0), magic);

    /// <summary>Opens a file that is not to grow; several processes may do so at once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="magic">What such files begin with.</param>
    /// <exception cref="IOException">There is no such file, it cannot be opened, a process appends to it, or it is no ordinary file.</exception>
    public static RecordFile OpenToRead(string path, ReadOnlySpan<byte> magic) => new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), magic);

    /// <summary>The payload of a record.</summary>
    /// <param name="place">The record.</param>
    /// <exception cref="IOException">The file was changed from outside.</exception>
    public byte[] Read(RecordPlace place) => ReadAt(place.Start).Payload ?? throw new IOException("the file was changed by somebody else");

    /// <summary>Adds a record.</summary>
    /// <param name="tag">Its tag, not 0.</param>
    /// <param name="payload">What it holds.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="IOException">It cannot be written; the records before are kept.</exception>
    public RecordPlace Append(int tag, ReadOnlySpan<byte> payload)
    {
        byte[] record = Record(tag, payload);
        _stream.SetLength(_end);
        _stream.Position = _end;
        _stream.Write(record);
        _stream.Flush();
        var place = new RecordPlace(tag, _end);
        _places.Add(place);
        _end += record.Length;
        return place;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private (int Tag, byte[]? Payload) ReadAt(long start)
    {
        byte[] prefix = new byte[Prefix];
        _stream.Position = start;
        if (_stream.ReadAtLeast(prefix, Prefix, throwOnEndOfStream: false) < Prefix) return default;
        int tag = BinaryPrimitives.ReadInt32LittleEndian(prefix), length = BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(sizeof(int)));
        if (length is < 0 or > LongestRecord || start + Prefix + length > _stream.Length) return default;
        byte[] payload = new byte[length];
        _stream.ReadExactly(payload);
        return Record(tag, payload).AsSpan(0, Prefix).SequenceEqual(prefix) ? (tag, payload) : default;
    }

    private static byte[] Record(int tag, ReadOnlySpan<byte> payload)
    {
        byte[] record = new byte[Prefix + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, tag);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(sizeof(int)), payload.Length);
        payload.CopyTo(record.AsSpan(Prefix));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(record.AsSpan(0, 2 * sizeof(int)));
        hash.AppendData(payload);
        hash.GetHashAndReset().AsSpan(0, sizeof(ulong)).CopyTo(record.AsSpan(2 * sizeof(int)));
        return record;
    }
}

/// <summary>A record of a file.</summary>
/// <param name="Tag">Its tag.</param>
/// <param name="Start">Offset in the file.</param>
internal readonly record struct RecordPlace(int Tag, long Start);
