using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Simulator.Specifications;

/// <summary>What a node of a specification is.</summary>
public enum NodeKind
{
    /// <summary>An object.</summary>
    Object,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    Text,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>null.</summary>
    Null,
}

/// <summary>
/// A value of a specification with its place. The <c>As…</c> members read it as what is expected and complain otherwise with
/// <em>file:line:column: field: found …, expected …</em>, counted from 1.
/// </summary>
public sealed class SpecificationNode
{
    /// <summary>Most characters of the user's text that a message repeats.</summary>
    private const int LongestQuote = 60;

    private readonly double _number;
    private readonly string _text;
    private readonly ImmutableArray<SpecificationNode> _items;
    private readonly ImmutableArray<SpecificationMember> _members;

    internal SpecificationNode(
        string source,
        int line,
        int column,
        string path,
        NodeKind kind,
        double number,
        string text,
        ImmutableArray<SpecificationNode> items,
        ImmutableArray<SpecificationMember> members)
    {
        (Source, Line, Column, Path, Kind) = (source, line, column, path, kind);
        (_number, _text, _items, _members) = (number, text, items, members);
    }

    /// <summary>The file (or what stands for it).</summary>
    public string Source { get; }

    /// <summary>Line, from 1.</summary>
    public int Line { get; }

    /// <summary>Column, from 1.</summary>
    public int Column { get; }

    /// <summary>Where in the document, e.g. <c>target.means[1]</c>; empty for the whole.</summary>
    public string Path { get; }

    /// <summary>What the node is.</summary>
    public NodeKind Kind { get; }

    /// <summary>A complaint about this node.</summary>
    /// <param name="problem">What was found and what would be right, without a full stop.</param>
    public SpecificationException Error(string problem)
        => new($"{Source}:{Line}:{Column}: {(Path.Length == 0 ? "" : Path + ": ")}{problem}.");

    /// <summary>The members of an object, all of which must be known.</summary>
    /// <param name="fields">The fields that may occur.</param>
    /// <exception cref="SpecificationException">Not an object, or a field that is not known.</exception>
    public SpecificationNode WithFields(params ReadOnlySpan<string> fields)
    {
        RequireObject();
        foreach (SpecificationMember member in _members)
        {
            if (fields.Contains(member.Name)) continue;
            string list = fields.Length == 1 ? $"only '{fields[0]}'" : "one of " + string.Join(", ", fields!);
            throw new SpecificationException(
                $"{Source}:{member.Line}:{member.Column}: {member.Value.Path}: found the unknown field '{Quote(member.Name)}', expected {list}.");
        }

        return this;
    }

    /// <summary>A field of an object, or null if it is not there.</summary>
    /// <param name="field">Name of the field.</param>
    public SpecificationNode? Optional(string field)
    {
        RequireObject();
        foreach (SpecificationMember member in _members)
        {
            if (member.Name == field) return member.Value;
        }

        return null;
    }

    /// <summary>A field of an object that must be there.</summary>
    /// <param name="field">Name of the field.</param>
    /// <param name="meaning">What the field should hold, for the message.</param>
    /// <exception cref="SpecificationException">The field is missing.</exception>
    public SpecificationNode Required(string field, string meaning)
        => Optional(field) ?? throw Error($"the field '{field}' is missing, expected {meaning}");

    /// <summary>The <c>kind</c> of an object, one of the known ones.</summary>
    /// <param name="kinds">The known kinds.</param>
    /// <exception cref="SpecificationException">No kind, or an unknown one.</exception>
    public string KindAmong(IEnumerable<string> kinds)
    {
        string list = string.Join(", ", kinds);
        SpecificationNode node = Required("kind", "one of " + list);
        string kind = node.AsText();
        return kinds.Contains(kind) ? kind : throw node.Error($"found the unknown kind '{Quote(kind)}', expected one of {list}");
    }

    /// <summary>The number.</summary>
    /// <exception cref="SpecificationException">Not a number.</exception>
    public double AsNumber() => Kind == NodeKind.Number ? _number : throw Error($"found {Describe()}, expected a number");

    /// <summary>The number, which must satisfy a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="expected">The condition in words.</param>
    /// <exception cref="SpecificationException">Not a number or the condition fails.</exception>
    public double AsNumber(Func<double, bool> condition, string expected)
    {
        ArgumentNullException.ThrowIfNull(condition);
        double value = AsNumber();
        return condition(value) ? value : throw Error($"found {Describe()}, expected {expected}");
    }

    /// <summary>The number as an integer in a range.</summary>
    /// <param name="least">Least value allowed.</param>
    /// <param name="greatest">Greatest value allowed.</param>
    /// <exception cref="SpecificationException">Not an integer in the range.</exception>
    public int AsInteger(int least, int greatest = int.MaxValue)
    {
        string range = greatest == int.MaxValue ? $"an integer of at least {least}" : $"an integer from {least} to {greatest}";
        if (Kind != NodeKind.Number) throw Error($"found {Describe()}, expected {range}");
        return _number >= least && _number <= greatest && _number == Math.Floor(_number)
            ? (int)_number
            : throw Error($"found {Describe()}, expected {range}");
    }

    /// <summary>The string.</summary>
    /// <exception cref="SpecificationException">Not a string.</exception>
    public string AsText() => Kind == NodeKind.Text ? _text : throw Error($"found {Describe()}, expected a string");

    /// <summary>The truth value.</summary>
    /// <exception cref="SpecificationException">Not true or false.</exception>
    public bool AsBoolean() => Kind == NodeKind.Boolean ? _number != 0 : throw Error($"found {Describe()}, expected true or false");

    /// <summary>The items of an array.</summary>
    /// <param name="meaning">What the array should hold, for the message.</param>
    /// <exception cref="SpecificationException">Not an array, or an empty one.</exception>
    public ImmutableArray<SpecificationNode> AsItems(string meaning)
    {
        if (Kind != NodeKind.Array) throw Error($"found {Describe()}, expected an array of {meaning}");
        if (_items.IsEmpty) throw Error($"found an empty array, expected an array of {meaning}");
        return _items;
    }

    /// <summary>The array as numbers.</summary>
    /// <param name="meaning">What the numbers are, for the message.</param>
    /// <exception cref="SpecificationException">Not an array of numbers.</exception>
    public ImmutableArray<double> AsNumbers(string meaning) => [.. AsItems(meaning).Select(i => i.AsNumber())];

    /// <summary>The same object without some of its fields; it keeps its place.</summary>
    /// <param name="fields">The fields, which may be missing.</param>
    /// <exception cref="SpecificationException">Not an object.</exception>
    public SpecificationNode Without(params string[] fields)
    {
        RequireObject();
        return WithContent([], [.. _members.Where(m => !fields.Contains(m.Name))]);
    }

    /// <summary>
    /// The same document with another value at a place. The value keeps its own place in its file, so that a complaint about it points there; fields that are missing on the way are made.
    /// </summary>
    /// <param name="path">Where the value goes.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="SpecificationException">There is no such place.</exception>
    public SpecificationNode With(FieldPath path, SpecificationNode value)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        return With(path, 0, value);
    }

    /// <summary>A number at the place of this node, for values that a specification describes without writing them out.</summary>
    /// <param name="number">The number.</param>
    public SpecificationNode Number(double number)
        => new(Source, Line, Column, Path, NodeKind.Number, number, number.ToString("R", CultureInfo.InvariantCulture), [], []);

    /// <summary>The value as JSON of the library.</summary>
    public JsonNode? ToJson() => Kind switch
    {
        NodeKind.Object => new JsonObject(_members.Select(m => KeyValuePair.Create(m.Name, m.Value.ToJson()))),
        NodeKind.Array => new JsonArray([.. _items.Select(i => i.ToJson())]),
        NodeKind.Number => JsonValue.Create(_number),
        NodeKind.Text => JsonValue.Create(_text),
        NodeKind.Boolean => JsonValue.Create(_number != 0),
        _ => null,
    };

    /// <summary>What stands here, for messages.</summary>
    public string Describe() => Kind switch
    {
        NodeKind.Number => Quote(_text),
        NodeKind.Text => $"the string \"{Quote(_text)}\"",
        NodeKind.Boolean => _number != 0 ? "true" : "false",
        NodeKind.Null => "null",
        NodeKind.Array => string.Create(CultureInfo.InvariantCulture, $"an array of {_items.Length}"),
        _ => "an object",
    };

    /// <summary>The user's text as a message can repeat it: on one line, and only its start if it is long.</summary>
    internal static string Quote(string text)
    {
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= LongestQuote ? line : line[..LongestQuote] + "…";
    }

    private SpecificationNode With(FieldPath path, int depth, SpecificationNode value)
    {
        if (depth == path.Parts.Length) return value;
        FieldPath.Part part = path.Parts[depth];
        string problem = $"the field '{path}' is not there";
        if (part.Name is { } name)
        {
            if (Kind != NodeKind.Object) throw value.Error($"{problem}: found {Describe()} in the place of an object with a field '{name}'");
            bool isThere = Optional(name) is not null;
            SpecificationNode inner = Optional(name) ?? new SpecificationNode(value.Source, value.Line, value.Column, value.Path, NodeKind.Object, 0, "", [], []);
            SpecificationNode changed = inner.With(path, depth + 1, value);
            return WithContent([], isThere
                ? [.. _members.Select(m => m.Name == name ? m with { Value = changed } : m)]
                : [.. _members, new SpecificationMember(name, value.Line, value.Column, changed)]);
        }

        if (Kind != NodeKind.Array || part.Index >= _items.Length)
            throw value.Error($"{problem}: found {Describe()} in the place of an array with an item [{part.Index}]");
        return WithContent(_items.SetItem(part.Index, _items[part.Index].With(path, depth + 1, value)), []);
    }

    private SpecificationNode WithContent(ImmutableArray<SpecificationNode> items, ImmutableArray<SpecificationMember> members)
        => new(Source, Line, Column, Path, Kind, _number, _text, items, members);

    private void RequireObject()
    {
        if (Kind != NodeKind.Object) throw Error($"found {Describe()}, expected an object");
    }
}

/// <summary>A field of an object with the place of its name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">Line of the name, from 1.</param>
/// <param name="Column">Column of the name, from 1.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct SpecificationMember(string Name, int Line, int Column, SpecificationNode Value);
