using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Simulator.Specifications;

/// <summary>
/// Reads JSON (with comments and trailing commas) into a tree whose nodes know their file, line and column, so that every later
/// complaint can say where. Duplicate fields and numbers that no double can hold are errors here already.
/// </summary>
public static class SpecificationReader
{
    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 64,
    };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SpecificationException">The file cannot be read or is not JSON.</exception>
    public static SpecificationNode ReadFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (string.IsNullOrWhiteSpace(path)) throw new SpecificationException("found an empty file name, expected a JSON file.");
        if (Directory.Exists(path)) throw new SpecificationException($"{path}: found a folder, expected a JSON file.");
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SpecificationException($"{path}: no such file, expected a JSON file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"{path}: cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">JSON text.</param>
    /// <param name="source">What to call the text in messages, usually its file.</param>
    /// <exception cref="SpecificationException">The text is not JSON.</exception>
    public static SpecificationNode Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(utf8, Options);
        var place = new TextPlace(utf8, source);
        try
        {
            reader.Read();
            SpecificationNode root = ReadValue(ref reader, place, "");
            while (reader.Read())
            {
                // Anything after the value makes the reader throw; comments are skipped.
            }

            return root;
        }
        catch (JsonException e)
        {
            throw SyntaxError(e, utf8, source);
        }
    }

    private static SpecificationException SyntaxError(JsonException e, byte[] utf8, string source)
    {
        string problem = JsonProblems.InWords(e.Message);
        if (problem == JsonProblems.NothingThere) return new SpecificationException($"{source}:1:1: {problem}.", e);
        var place = new TextPlace(utf8, source);
        place.MoveToLine((int)(e.LineNumber ?? 0), (int)(e.BytePositionInLine ?? 0));
        return new SpecificationException($"{place}: not valid JSON: {problem}.", e);
    }

    private static SpecificationNode ReadValue(ref Utf8JsonReader reader, TextPlace place, string path)
    {
        place.MoveTo((int)reader.TokenStartIndex);
        (int line, int column) = (place.Line, place.Column);
        SpecificationNode Leaf(NodeKind kind, double number = 0, string text = "")
            => new(place.Source, line, column, path, kind, number, text, [], []);

        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                string literal = Encoding.UTF8.GetString(reader.ValueSpan);
                double number = reader.GetDouble();
                SpecificationNode leaf = Leaf(NodeKind.Number, number, literal);
                return double.IsFinite(number)
                    ? leaf
                    : throw leaf.Error($"found {leaf.Describe()}, which no double holds; expected a number below 1.8e308 in size");
            case JsonTokenType.String:
                return Leaf(NodeKind.Text, text: Text(ref reader, place, path));
            case JsonTokenType.True:
            case JsonTokenType.False:
                return Leaf(NodeKind.Boolean, reader.GetBoolean() ? 1 : 0);
            case JsonTokenType.Null:
                return Leaf(NodeKind.Null);
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<SpecificationNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadValue(ref reader, place, $"{path}[{items.Count}]"));
                return new(place.Source, line, column, path, NodeKind.Array, 0, "", items.ToImmutable(), []);
            default:
                var members = ImmutableArray.CreateBuilder<SpecificationMember>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    place.MoveTo((int)reader.TokenStartIndex);
                    (int nameLine, int nameColumn) = (place.Line, place.Column);
                    string name = Text(ref reader, place, path);
                    string quoted = SpecificationNode.Quote(name), memberPath = path.Length == 0 ? quoted : $"{path}.{quoted}";
                    if (members.Any(m => m.Name == name))
                        throw new SpecificationException($"{place}: {memberPath}: this field stands here a second time, expected each field once.");
                    reader.Read();
                    members.Add(new(name, nameLine, nameColumn, ReadValue(ref reader, place, memberPath)));
                }

                return new(place.Source, line, column, path, NodeKind.Object, 0, "", [], members.ToImmutable());
        }
    }

    private static string Text(ref Utf8JsonReader reader, TextPlace place, string path)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair: JSON by its grammar, but no text.
            string field = path.Length == 0 ? "" : path + ": ";
            throw new SpecificationException($"{place}: {field}found a string with half a character (a lone \\ud800 … \\udfff), expected whole characters.", e);
        }
    }
}
