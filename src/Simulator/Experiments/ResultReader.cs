using System.Text.Json;
using Simulator.Specifications;

namespace Simulator.Experiments;

/// <summary>Reads results that <see cref="ResultWriter"/> has written.</summary>
internal static class ResultReader
{
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
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), ResultJson.Options) ?? throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new SpecificationException($"{path}: found a damaged file, expected {what}.", e);
        }
    }
}
