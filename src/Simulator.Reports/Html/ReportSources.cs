using System.Collections.Immutable;
using Simulator.Experiments;
using Simulator.Specifications;
using Simulator.Sweeps;

namespace Simulator.Reports.Html;

/// <summary>What a report is about: all results in a folder and below it.</summary>
/// <param name="Sweeps">Sweeps.</param>
/// <param name="Results">Results of single experiments, and files that could not be used.</param>
public sealed record ReportSources(ImmutableArray<SweepResult> Sweeps, FolderResults Results)
{
    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="SpecificationException">There is no such folder, nothing to report in it, or a sweep is damaged.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static ReportSources Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new SpecificationException($"{folder}: found no such folder, expected one with results.");
        var sources = new ReportSources(SweepResult.ReadAll(folder), ResultFolder.Read(folder));
        if (!sources.Sweeps.IsEmpty || !sources.Results.IsEmpty) return sources;
        ImmutableArray<SkippedFile> skipped = sources.Results.Skipped;
        string found = skipped.IsEmpty ? "found no results in it or below" : $"found only files that cannot be used ({skipped[0].File}: {skipped[0].Reason}{(skipped.Length > 1 ? $"; {skipped.Length - 1} more" : "")})";
        throw new SpecificationException(
            $"{folder}: {found}, expected the folder of a sweep, {ResultFolder.VerifyName}, {ResultFolder.TraceName}, {ResultFolder.LedgerName} or {ResultFolder.CurvesName}.");
    }

    /// <summary>Everything that was measured at some T.</summary>
    internal ImmutableArray<ReportedRow> Rows() =>
        [.. Sweeps.SelectMany(ReportedRow.Of), .. Results.Verify.SelectMany(ReportedRow.Of)];
}
