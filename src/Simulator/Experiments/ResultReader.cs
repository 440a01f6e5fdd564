using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Simulator.Specifications;

namespace Simulator.Experiments;

/// <summary>Reads results that <see cref="ResultWriter"/> has written.</summary>
internal static class ResultReader
{
    /// <summary>A field that may not be null must be there: a missing number is no 0.</summary>
    private static readonly JsonSerializerOptions s_strict = new(ResultJson.Options)
    {
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireFields } },
    };

    /// <summary>Reads a JSON file.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="what">What it is expected to be, in words.</param>
    /// <exception cref="SpecificationException">There is no such file, or it is damaged.</exception>
    public static T Read<T>(string path, string what)
    {
        if (!File.Exists(path)) throw new SpecificationException($"{path}: no such file, expected {what}.");
        try
        {
            return Parse<T>(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new SpecificationException($"{path}: found a damaged file, expected {what}.", e);
        }
    }

    /// <summary>Reads the text of a JSON file.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="content">The text, UTF-8.</param>
    /// <exception cref="JsonException">It is damaged, or fields are missing.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> content) => JsonSerializer.Deserialize<T>(content, s_strict) ?? throw new JsonException();

    private static void RequireFields(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.AssociatedParameter is { } parameter)
                property.IsRequired = !parameter.IsNullable && Nullable.GetUnderlyingType(property.PropertyType) is null;
        }
    }
}
