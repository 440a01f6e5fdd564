using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Simulator.Experiments;
using Simulator.Specifications;

namespace Simulator.Notebooks.Documents;

/// <summary>A notebook in Jupyter's format, version 4. What is not understood is kept as it is.</summary>
public sealed class NotebookDocument
{
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const char ByteOrderMark = '\uFEFF';

    private readonly JsonObject _root;

    private NotebookDocument(string path, JsonObject root, ImmutableArray<NotebookCell> cells) => (FilePath, _root, Cells) = (path, root, cells);

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>The cells in order.</summary>
    public ImmutableArray<NotebookCell> Cells { get; }

    /// <summary>Reads a notebook.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SpecificationException">The file is no notebook of version 4, or one of another language.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NotebookDocument Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path)) throw new SpecificationException($"{path}: no such file, expected a notebook (.ipynb).");
        try
        {
            using var reader = new StreamReader(path, Utf8, detectEncodingFromByteOrderMarks: false);
            return Of(path, JsonNode.Parse(reader.ReadToEnd().TrimStart(ByteOrderMark), documentOptions: Reading));
        }
        catch (DecoderFallbackException)
        {
            throw new SpecificationException($"{path}: found bytes that are no UTF-8, expected a notebook (.ipynb).");
        }
        catch (JsonException e)
        {
            // Fields that stand there twice are found when the text has been read, and have no place.
            throw new SpecificationException($"{path}: {(e.LineNumber is { } line ? FormattableString.Invariant($"no JSON, at line {line + 1}") : "found a field twice")}, expected a notebook (.ipynb).", e);
        }
    }

    private static NotebookDocument Of(string path, JsonNode? parsed)
    {
        if (parsed is not JsonObject root || root["cells"] is not JsonArray cells)
            throw new SpecificationException($"{path}: found no list of cells, expected a notebook (.ipynb) of format 4.");
        if (root["nbformat"] is not JsonValue format || !format.TryGetValue(out int version) || version != 4)
            throw new SpecificationException($"{path}: nbformat: found {root["nbformat"]?.ToJsonString() ?? "nothing"}, expected 4.");

        // A notebook without a language is taken for one of ours.
        if (Language(root) is { } language && !language.Equals("C#", StringComparison.OrdinalIgnoreCase) && !language.Equals("csharp", StringComparison.OrdinalIgnoreCase))
            throw new SpecificationException($"{path}: metadata: found a notebook in {language}, expected C#.");
        return new(path, root, [.. cells.Select((cell, i) => NotebookCell.Of(path, i + 1, cell))]);
    }

    private static string? Language(JsonObject root)
        => root["metadata"] is JsonObject metadata && metadata["kernelspec"] is JsonObject kernel && kernel["language"] is JsonValue value && value.TryGetValue(out string? language) ? language : null;

    /// <summary>Writes the notebook back, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Write()
    {
        if (_root["metadata"] is not JsonObject metadata) _root["metadata"] = metadata = [];
        foreach ((string name, JsonObject description) in NotebookLanguage.Metadata())
            metadata[name] = description;

        // Behind a link the file is written, not the link.
        ResultWriter.WriteWhole(File.ResolveLinkTarget(FilePath, returnFinalTarget: true)?.FullName ?? FilePath, NotebookJson.Write(_root));
    }
}
