using Simulator.Experiments;
using Simulator.Specifications;

namespace Simulator.Cli;

/// <summary>Where results go.</summary>
internal static class OutputFolders
{
    private const string Default = "results";

    /// <summary>A folder per specification: --out itself for a single one, else one inside, by name.</summary>
    /// <exception cref="SpecificationException">Two specifications would share a folder, or the name of the folder is empty.</exception>
    public static string[] For(IReadOnlyList<ExperimentSpecification> specifications, string? given)
    {
        if (given is not null && string.IsNullOrWhiteSpace(given)) throw new SpecificationException("--out: found an empty name, expected a folder.");
        string? twice = specifications.GroupBy(s => s.Name).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null)
            throw new SpecificationException($"found two specifications with the name '{twice}', expected different names, since each has its folder of results.");
        return specifications.Count == 1 && given is not null
            ? [given]
            : [.. specifications.Select(s => Path.Combine(given ?? Default, s.Name))];
    }

    /// <summary>The folder of a sweep.</summary>
    /// <exception cref="SpecificationException">The name of the folder is empty.</exception>
    public static string For(string name, string? given)
    {
        if (given is not null && string.IsNullOrWhiteSpace(given)) throw new SpecificationException("--out: found an empty name, expected a folder.");
        return given ?? Path.Combine(Default, name);
    }

    /// <summary>Complains before the work, not after it, if a folder cannot be written.</summary>
    /// <exception cref="SpecificationException">The folder cannot be made or written.</exception>
    public static void RequireWritable(string folder) => RequireWritable(folder, folder);

    /// <summary>The same for a file that is to be written.</summary>
    /// <exception cref="SpecificationException">The file cannot be made or written.</exception>
    public static void RequireWritableFile(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new SpecificationException("--out: found an empty name, expected a file.");
        if (Directory.Exists(path) || Path.GetFileName(path).Length == 0) throw new SpecificationException($"--out {path}: found a folder, expected a file.");
        RequireWritable(Path.GetDirectoryName(Path.GetFullPath(path))!, path);
    }

    private static void RequireWritable(string folder, string given)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".{Environment.MachineName}-{Environment.ProcessId}.partial");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"--out {given}: cannot be written ({e.Message.TrimEnd('.')}).", e);
        }
    }
}
