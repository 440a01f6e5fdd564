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
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SpecificationException($"{path}: no such file.", e);
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
        try
        {
            if (!reader.Read()) throw new SpecificationException($"{source}:1:1: the file is empty; expected a JSON object.");
            SpecificationNode root = ReadValue(ref reader, utf8, source, "");
            while (reader.Read())
            {
                // Anything after the value makes the reader throw; comments are skipped.
            }

            return root;
        }
        catch (JsonException e)
        {
            int line = (int)(e.LineNumber ?? 0);
            (int start, int end) = LineBounds(utf8, line);
            int column = Encoding.UTF8.GetCharCount(utf8, start, (int)Math.Min(e.BytePositionInLine ?? 0, end - start)) + 1;
            string what = e.Message;
            int cut = what.IndexOf(" LineNumber:", StringComparison.Ordinal);
            if (cut >= 0) what = what[..cut];
            throw new SpecificationException($"{source}:{line + 1}:{column}: not valid JSON: {Plain(what)}.", e);
        }
    }

    /// <summary>The library's sentence without its advice about options of the library.</summary>
    private static string Plain(string message)
    {
        string first = message.Split(". ", 2)[0].TrimEnd('.');
        return first.Length > 0 ? char.ToLowerInvariant(first[0]) + first[1..] : "syntax error";
    }

    private static (int Start, int End) LineBounds(byte[] utf8, int line)
    {
        int start = 0;
        for (int i = 0; i < line; i++)
        {
            int next = Array.IndexOf(utf8, (byte)'\n', start);
            if (next < 0) break;
            start = next + 1;
        }

        int end = Array.IndexOf(utf8, (byte)'\n', start);
        return (start, end < 0 ? utf8.Length : end);
    }

    private static SpecificationNode ReadValue(ref Utf8JsonReader reader, byte[] utf8, string source, string path)
    {
        (int line, int column) = Position(utf8, (int)reader.TokenStartIndex);
        SpecificationNode Leaf(NodeKind kind, double number = 0, string text = "")
            => new(source, line, column, path, kind, number, text, [], []);

        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                string literal = Encoding.UTF8.GetString(reader.ValueSpan);
                double number = reader.GetDouble();
                if (!double.IsFinite(number))
                    throw new SpecificationException($"{source}:{line}:{column}: {path}: found {literal}, which no double holds; expected a number below 1.8e308 in size.");
                return Leaf(NodeKind.Number, number, literal);
            case JsonTokenType.String:
                return Leaf(NodeKind.Text, text: reader.GetString() ?? "");
            case JsonTokenType.True:
            case JsonTokenType.False:
                return Leaf(NodeKind.Boolean, reader.GetBoolean() ? 1 : 0);
            case JsonTokenType.Null:
                return Leaf(NodeKind.Null);
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<SpecificationNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadValue(ref reader, utf8, source, $"{path}[{items.Count}]"));
                return new(source, line, column, path, NodeKind.Array, 0, "", items.ToImmutable(), []);
            default:
                var members = ImmutableArray.CreateBuilder<KeyValuePair<string, SpecificationNode>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string name = reader.GetString() ?? "";
                    (int nameLine, int nameColumn) = Position(utf8, (int)reader.TokenStartIndex);
                    string memberPath = path.Length == 0 ? name : $"{path}.{name}";
                    if (members.Any(m => m.Key == name))
                        throw new SpecificationException($"{source}:{nameLine}:{nameColumn}: {memberPath}: this field stands here a second time; expected each field once.");
                    reader.Read();
                    members.Add(new(name, ReadValue(ref reader, utf8, source, memberPath)));
                }

                return new(source, line, column, path, NodeKind.Object, 0, "", [], members.ToImmutable());
        }
    }

    /// <summary>Line and column (1-based, in characters) of a byte offset.</summary>
    private static (int Line, int Column) Position(byte[] utf8, int offset)
    {
        int line = 1, start = 0;
        for (int i = 0; i < offset; i++)
        {
            if (utf8[i] != '\n') continue;
            line++;
            start = i + 1;
        }

        return (line, Encoding.UTF8.GetCharCount(utf8, start, offset - start) + 1);
    }
}
