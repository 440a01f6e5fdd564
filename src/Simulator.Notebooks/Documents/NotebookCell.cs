using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Simulator.Specifications;

namespace Simulator.Notebooks.Documents;

/// <summary>A cell of a notebook.</summary>
public sealed partial class NotebookCell
{
    private readonly JsonObject _json;

    private NotebookCell(int number, bool isCode, string source, JsonObject json) => (Number, IsCode, Source, _json) = (number, isCode, source, json);

    /// <summary>Its place among all cells, from 1.</summary>
    public int Number { get; }

    /// <summary>Whether it is code; else prose.</summary>
    public bool IsCode { get; }

    /// <summary>Its text.</summary>
    public string Source { get; }

    /// <summary>
    /// Blocks of C# in prose, answers to exercises for instance: between fences that say <c>csharp</c>, or in <c>&lt;pre&gt;&lt;code class="language-csharp"&gt;</c>, since not every
    /// viewer understands fences between tags. None in a cell of code.
    /// </summary>
    public ImmutableArray<string> CodeBlocks => IsCode ? [] : [.. Block().Matches(Source).Select(m => m.Groups["code"].Success ? m.Groups["code"].Value : WebUtility.HtmlDecode(m.Groups["markup"].Value))];

    /// <summary>Whether it is meant to fail, by Jupyter's tag <c>raises-exception</c>.</summary>
    public bool RaisesException => HasTag("raises-exception");

    /// <summary>Whether its output is different in every run, by the tag <c>varies</c>: times, for instance.</summary>
    public bool Varies => HasTag("varies");

    /// <summary>The text of its outputs, as it stands in the file: what the console got, and the plain text of what was shown.</summary>
    public string OutputText => string.Concat(Outputs().Select(TextOf));

    /// <summary>Whether an error stands among its outputs.</summary>
    public bool HasError => Outputs().Any(o => o["output_type"]?.ToString() == "error");

    /// <summary>The MIME types of what it shows, in order.</summary>
    public ImmutableArray<string> Types => [.. Outputs().Select(o => o["data"]).OfType<JsonObject>().SelectMany(data => data.Select(d => d.Key))];

    internal static NotebookCell Of(string path, int number, JsonNode? node)
    {
        if (node is not JsonObject json || json["cell_type"]?.ToString() is not { } type || CellText.Join(json["source"]) is not { } source)
            throw new SpecificationException(string.Create(CultureInfo.InvariantCulture, $"{path}: cell {number}: found no cell, expected cell_type and source."));
        return new(number, type == "code", source, json);
    }

    /// <summary>Replaces the outputs.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="executionCount">The number of the run; null when it was not run.</param>
    public void SetOutputs(IEnumerable<CellOutput> outputs, int? executionCount)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        _json["execution_count"] = executionCount;
        _json["outputs"] = new JsonArray([.. outputs.Select(o => (JsonNode)o.ToJson())]);
        if (_json["metadata"] is not JsonObject) _json["metadata"] = new JsonObject();
    }

    [GeneratedRegex("""^```csharp *\n(?<code>.*?)^``` *$|<pre><code class="language-csharp">(?<markup>.*?)</code></pre>""", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    private bool HasTag(string tag) => _json["metadata"] is JsonObject metadata && metadata["tags"] is JsonArray tags && tags.Any(t => t?.ToString() == tag);

    private IEnumerable<JsonObject> Outputs() => _json["outputs"] is JsonArray outputs ? outputs.OfType<JsonObject>() : [];

    private static string TextOf(JsonObject output)
    {
        string text = CellText.Join(output["text"]) ?? CellText.Join((output["data"] as JsonObject)?[MimeBundle.Plain]) ?? $"{output["ename"]}: {output["evalue"]}";
        return text.TrimEnd('\n') + "\n";
    }
}
