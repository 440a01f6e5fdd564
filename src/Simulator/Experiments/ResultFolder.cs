using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Simulator.Experiments;

/// <summary>Finds the results of single experiments in a folder and below it: of <c>verify</c>, <c>trace</c>, <c>ledger</c> and <c>curves</c>.</summary>
public static class ResultFolder
{
    /// <summary>Names of the files.</summary>
    public const string VerifyName = "results.json", TraceName = "trace.json", LedgerName = "ledger.json", CurvesName = "curves.json";

    /// <summary>Reads every result, in the order of the files' names; a damaged one is named and skipped.</summary>
    /// <param name="folder">The folder, which must exist.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public static FolderResults Read(string folder)
    {
        var skipped = ImmutableArray.CreateBuilder<SkippedFile>();
        ImmutableArray<ResultFile<VerifyResult>> verify = Of<VerifyResult>(VerifyName, "verify", r => !r.Rows.IsEmpty);
        ImmutableArray<ResultFile<TraceResult>> traces = Of<TraceResult>(TraceName, "trace", r => !r.Rows.IsEmpty);
        ImmutableArray<ResultFile<LedgerResult>> ledgers = Of<LedgerResult>(LedgerName, "ledger", r => !r.Links.IsEmpty && !r.Chain.IsEmpty);
        ImmutableArray<ResultFile<CurvesResult>> curves = Of<CurvesResult>(CurvesName, "curves", r => !r.Rows.IsEmpty);
        return new FolderResults(verify, traces, ledgers, curves, [.. skipped.OrderBy(s => s.File, StringComparer.Ordinal)]);

        ImmutableArray<ResultFile<T>> Of<T>(string name, string command, Func<T, bool> hasContent)
        {
            var found = ImmutableArray.CreateBuilder<ResultFile<T>>();
            foreach (string path in Files(folder, name))
            {
                string relative = Relative(folder, path);
                try
                {
                    byte[] content = File.ReadAllBytes(path);
                    T result = ResultReader.Parse<T>(content);
                    if (hasContent(result)) found.Add(new ResultFile<T>(relative, Convert.ToHexStringLower(SHA256.HashData(content)), result));
                    else skipped.Add(new SkippedFile(relative, $"results of {command} without rows"));
                }
                catch (Exception e) when (e is JsonException or NotSupportedException)
                {
                    skipped.Add(new SkippedFile(relative, $"not the results of {command} as this version writes them"));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    skipped.Add(new SkippedFile(relative, "cannot be read"));
                }
            }

            return found.ToImmutable();
        }
    }

    /// <summary>The files of a name in a folder and below it, in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The name.</param>
    internal static IEnumerable<string> Files(string folder, string name)
        => Directory.EnumerateFiles(folder, name, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Order(StringComparer.Ordinal);

    /// <summary>A file's name inside a folder, the same on every system.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The file.</param>
    internal static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}

/// <summary>The results of single experiments in a folder.</summary>
/// <param name="Verify">Of <c>verify</c>.</param>
/// <param name="Traces">Of <c>trace</c>.</param>
/// <param name="Ledgers">Of <c>ledger</c>.</param>
/// <param name="Curves">Of <c>curves</c>.</param>
/// <param name="Skipped">Files that could not be used.</param>
public sealed record FolderResults(
    ImmutableArray<ResultFile<VerifyResult>> Verify,
    ImmutableArray<ResultFile<TraceResult>> Traces,
    ImmutableArray<ResultFile<LedgerResult>> Ledgers,
    ImmutableArray<ResultFile<CurvesResult>> Curves,
    ImmutableArray<SkippedFile> Skipped)
{
    /// <summary>Whether no file could be used.</summary>
    public bool IsEmpty => Verify.IsEmpty && Traces.IsEmpty && Ledgers.IsEmpty && Curves.IsEmpty;
}

/// <summary>A result with the file that holds it.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="Name">The file, relative to the folder.</param>
/// <param name="Sha256">Digest of its content, in hexadecimal digits.</param>
/// <param name="Result">The result.</param>
public sealed record ResultFile<T>(string Name, string Sha256, T Result);
