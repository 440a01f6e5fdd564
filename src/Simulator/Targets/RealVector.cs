using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Simulator.Targets;

/// <summary>An immutable vector with value equality and one JSON form: an array of numbers.</summary>
/// <param name="values">The entries.</param>
public readonly struct RealVector(ImmutableArray<double> values) : IEquatable<RealVector>
{
    private readonly ImmutableArray<double> _values = values;

    /// <summary>Number of entries.</summary>
    public int Length => _values.IsDefault ? 0 : _values.Length;

    /// <summary>Entry <paramref name="index"/>.</summary>
    /// <param name="index">0 … Length − 1.</param>
    public double this[int index] => _values[index];

    /// <summary>The entries.</summary>
    public ReadOnlySpan<double> Span => _values.AsSpan();

    /// <summary>The zero vector.</summary>
    /// <param name="length">Number of entries.</param>
    public static RealVector Zero(int length) => new(ImmutableArray.Create(new double[length]));

    /// <summary>Equality of values.</summary>
    /// <param name="left">One vector.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(RealVector left, RealVector right) => left.Equals(right);

    /// <summary>Inequality of values.</summary>
    /// <param name="left">One vector.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(RealVector left, RealVector right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(RealVector other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RealVector other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (double value in Span)
            hash.Add(value);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Span.ToArray())}]";

    /// <summary>The JSON form.</summary>
    public JsonArray ToJson()
    {
        var array = new JsonArray();
        foreach (double value in Span)
            array.Add(JsonValue.Create(value));
        return array;
    }
}
