using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NetMQ;

namespace Simulator.Notebooks.Jupyter;

/// <summary>A message of Jupyter's protocol.</summary>
/// <param name="Route">The frames before the mark: who asked, or the topic of a broadcast.</param>
/// <param name="Header">Its type, its number, the session.</param>
/// <param name="Parent">The header of the message that it answers.</param>
/// <param name="Content">What it says.</param>
internal sealed record KernelMessage(ImmutableArray<byte[]> Route, JsonObject Header, JsonObject Parent, JsonObject Content)
{
    /// <summary>The version of the protocol, in which interrupts are messages.</summary>
    public const string ProtocolVersion = "5.3";

    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false };

    private const string Mark = "<IDS|MSG>";

    /// <summary>Header, parent, metadata, content.</summary>
    private const int Parts = 4;

    /// <summary>What it is.</summary>
    public string Type => Header["msg_type"]?.ToString() ?? "";

    /// <summary>A message of today.</summary>
    /// <param name="route">The frames before the mark.</param>
    /// <param name="type">What it is.</param>
    /// <param name="session">Who sends it.</param>
    /// <param name="parent">The header of the message that it answers.</param>
    /// <param name="content">What it says.</param>
    public static KernelMessage Of(ImmutableArray<byte[]> route, string type, string session, JsonObject parent, JsonObject content) => new(
        route,
        new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString("N"),
            ["session"] = session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        },
        parent,
        content);

    /// <summary>Reads what came over the wire.</summary>
    /// <param name="wire">The frames.</param>
    /// <param name="signer">Knows the key.</param>
    /// <returns>The message, or null if it is none, or the signature is wrong.</returns>
    public static KernelMessage? Read(NetMQMessage wire, MessageSigner signer)
    {
        ImmutableArray<byte[]> frames = [.. wire.Select(f => f.ToByteArray())];
        int mark = 0;
        while (mark < frames.Length && !frames[mark].AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(Mark))) mark++;
        if (frames.Length < mark + 2 + Parts) return null;
        ImmutableArray<byte[]> parts = frames.Slice(mark + 2, Parts);
        if (!signer.Accepts(Encoding.UTF8.GetString(frames[mark + 1]), parts)) return null;
        return Object(parts[0]) is { } header && Object(parts[1]) is { } parent && Object(parts[3]) is { } content ? new(frames[..mark], header, parent, content) : null;
    }

    /// <summary>The message as it goes over the wire.</summary>
    /// <param name="signer">Knows the key.</param>
    public NetMQMessage Write(MessageSigner signer)
    {
        ImmutableArray<byte[]> parts = [Bytes(Header), Bytes(Parent), Bytes([]), Bytes(Content)];
        var wire = new NetMQMessage(Route);
        wire.Append(Mark);
        wire.Append(signer.Sign(parts));
        foreach (byte[] part in parts)
            wire.Append(part);
        return wire;
    }

    private static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json);

    private static JsonObject? Object(byte[] json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: Reading) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
