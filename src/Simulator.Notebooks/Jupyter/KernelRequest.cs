using System.Text;
using System.Text.Json.Nodes;

namespace Simulator.Notebooks.Jupyter;

/// <summary>A request, and the way back to who asked.</summary>
/// <param name="message">The message.</param>
/// <param name="number">Its place among all requests.</param>
/// <param name="session">The session of the kernel.</param>
/// <param name="send">Sends a reply to who asked.</param>
/// <param name="broadcast">Sends to everybody.</param>
internal sealed class KernelRequest(KernelMessage message, long number, string session, Action<KernelMessage> send, Action<KernelMessage> broadcast)
{
    private const string Request = "_request", Response = "_reply";

    /// <summary>Its place among all requests.</summary>
    public long Number => number;

    /// <summary>What is asked, without the ending that all have.</summary>
    public string Kind { get; } = message.Type.EndsWith(Request, StringComparison.Ordinal) ? message.Type[..^Request.Length] : message.Type;

    /// <summary>A field that is text; empty where it is missing.</summary>
    /// <param name="field">Its name.</param>
    public string Text(string field) => Value<string>(field) ?? "";

    /// <summary>A field that is true or false.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="missing">What it is where it is missing.</param>
    public bool Flag(string field, bool missing) => Value<bool?>(field) ?? missing;

    /// <summary>A field that is a whole number.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="missing">What it is where it is missing.</param>
    public int Number32(string field, int missing) => Value<int?>(field) ?? missing;

    /// <summary>Answers.</summary>
    /// <param name="status"><c>ok</c>, <c>error</c> or <c>aborted</c>.</param>
    /// <param name="content">What else the answer says.</param>
    public void Reply(string status, JsonObject content)
    {
        content["status"] = status;
        send(KernelMessage.Of(message.Route, Kind + Response, session, message.Header, content));
    }

    /// <summary>Tells everybody something that belongs to this request.</summary>
    /// <param name="type">The type of the message.</param>
    /// <param name="content">What it says.</param>
    public void Publish(string type, JsonObject content) => broadcast(KernelMessage.Of([Encoding.UTF8.GetBytes(type)], type, session, message.Header, content));

    private T? Value<T>(string field) => message.Content[field] is JsonValue value && value.TryGetValue(out T? found) ? found : default;
}
