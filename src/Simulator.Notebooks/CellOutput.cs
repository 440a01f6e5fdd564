using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Simulator.Notebooks;

/// <summary>Something that a cell put out. Its JSON is that of Jupyter's notebook format, version 4, and of its messages: texts are lists of lines in the one, whole in the other.</summary>
public abstract record CellOutput
{
    /// <summary>The kind, as the format names it.</summary>
    internal abstract string Kind { get; }

    /// <summary>What stands in a message; in a file the kind stands before it.</summary>
    /// <param name="text">How text is written.</param>
    private protected abstract JsonObject Content(Func<string, JsonNode> text);

    /// <summary>The content of a message about the output.</summary>
    internal JsonObject ToMessage() => Content(text => JsonValue.Create(text));

    /// <summary>The output as it stands in a notebook, with fields in the order of their names, as Jupyter writes them.</summary>
    internal JsonObject ToJson()
    {
        JsonObject json = Content(CellText.Lines);
        json["output_type"] = Kind;
        return [.. json.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))];
    }
}

/// <summary>Text that was written to the console.</summary>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text.</param>
public sealed record StreamOutput(string Stream, string Text) : CellOutput
{
    internal override string Kind => "stream";

    private protected override JsonObject Content(Func<string, JsonNode> text) => new() { ["name"] = Stream, ["text"] = text(Text) };
}

/// <summary>Something that was shown on the way.</summary>
/// <param name="Data">Its forms.</param>
public sealed record DisplayOutput(MimeBundle Data) : CellOutput
{
    internal override string Kind => "display_data";

    private protected override JsonObject Content(Func<string, JsonNode> text) => new() { ["data"] = Data.ToJson(text), ["metadata"] = new JsonObject() };
}

/// <summary>The value of a cell's last expression.</summary>
/// <param name="Data">Its forms.</param>
/// <param name="ExecutionCount">The number of the run.</param>
public sealed record ResultOutput(MimeBundle Data, int ExecutionCount) : CellOutput
{
    internal override string Kind => "execute_result";

    private protected override JsonObject Content(Func<string, JsonNode> text) => new() { ["data"] = Data.ToJson(text), ["execution_count"] = ExecutionCount, ["metadata"] = new JsonObject() };
}

/// <summary>Why a cell did not end.</summary>
/// <param name="Name">The type of the exception, or <c>CompilationError</c>.</param>
/// <param name="Message">The message.</param>
/// <param name="Trace">Where, line by line.</param>
public sealed record ErrorOutput(string Name, string Message, ImmutableArray<string> Trace) : CellOutput
{
    internal override string Kind => "error";

    private protected override JsonObject Content(Func<string, JsonNode> text) => new() { ["ename"] = Name, ["evalue"] = Message, ["traceback"] = new JsonArray([.. Trace.Select(line => (JsonNode)line)]) };
}
