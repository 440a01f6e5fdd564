using System.Collections.Immutable;
using System.Globalization;

namespace Simulator.Specifications;

/// <summary>The place of a value in a specification, as messages write it: <c>target.blocks[0].repeat</c>.</summary>
public sealed class FieldPath : IEquatable<FieldPath>
{
    private readonly string _text;

    private FieldPath(string text, ImmutableArray<Part> parts) => (_text, Parts) = (text, parts);

    /// <summary>The names and numbers on the way, from the outside in; at least one, the first a name.</summary>
    internal ImmutableArray<Part> Parts { get; }

    /// <summary>Reads a path.</summary>
    /// <param name="node">A string.</param>
    /// <exception cref="SpecificationException">Not a path.</exception>
    public static FieldPath Read(SpecificationNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        string text = node.AsText();
        return Parse(text) ?? throw node.Error($"found {node.Describe()}, expected the place of a field such as \"target.means[0]\" or \"steps\"");
    }

    /// <summary>A path from its text, or null if it is none.</summary>
    /// <param name="text">The text.</param>
    public static FieldPath? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = ImmutableArray.CreateBuilder<Part>();
        foreach (string piece in text.Split('.'))
        {
            int bracket = piece.IndexOf('[', StringComparison.Ordinal);
            string name = bracket < 0 ? piece : piece[..bracket];
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')) return null;
            parts.Add(new Part(name, 0));
            for (int at = bracket; at >= 0 && at < piece.Length;)
            {
                int close = piece.IndexOf(']', at);
                if (piece[at] != '[' || close < 0 || !int.TryParse(piece.AsSpan(at + 1, close - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)) return null;
                parts.Add(new Part(null, index));
                at = close + 1;
            }
        }

        return new FieldPath(text, parts.ToImmutable());
    }

    /// <summary>Whether this place is the other one or lies around it, so that setting it overwrites the other.</summary>
    /// <param name="other">The other place.</param>
    public bool Contains(FieldPath other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Parts.Length <= other.Parts.Length && Parts.AsSpan().SequenceEqual(other.Parts.AsSpan()[..Parts.Length]);
    }

    /// <inheritdoc/>
    public bool Equals(FieldPath? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FieldPath);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <summary>A field of an object or, if there is no name, an item of an array.</summary>
    /// <param name="Name">The field's name, or null.</param>
    /// <param name="Index">The item's index, from 0.</param>
    internal readonly record struct Part(string? Name, int Index);
}
