using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Experiments;
using Simulator.Specifications;

namespace Simulator.Sweeps;

/// <summary>A collected sweep with all that is known of how it was made, but for the machine.</summary>
/// <param name="Folder">Its folder, relative to the one that was searched; empty for that one itself.</param>
/// <param name="SummarySha256">Digest of the summary, which names those of the tables.</param>
/// <param name="Summary">What was found.</param>
/// <param name="Table">The table.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Specification">The specification.</param>
public sealed record SweepResult(string Folder, string SummarySha256, SweepSummary Summary, ResultTable Table, long Seed, JsonNode Specification)
{
    /// <summary>Reads all sweeps in a folder and below it.</summary>
    /// <param name="folder">The folder, which must exist.</param>
    /// <exception cref="SpecificationException">A sweep is damaged or not collected.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static ImmutableArray<SweepResult> ReadAll(string folder) =>
    [
        .. ResultFolder.Files(folder, SweepFolder.ManifestName).Select(manifest => Path.GetDirectoryName(manifest)!)
            .Select(directory => Read(directory) with { Folder = ResultFolder.Relative(folder, directory) is var name && name == "." ? "" : name + "/" }),
    ];

    private static SweepResult Read(string directory)
    {
        SweepManifest manifest = new SweepFolder(directory).ReadManifest();
        string path = Path.Combine(directory, SweepResults.SummaryName);
        if (!File.Exists(path)) throw new SpecificationException($"{directory}: found a sweep that is not collected, expected {SweepResults.SummaryName}; run 'simulator collect {directory}'.");
        SweepResults.CheckSums(directory);
        SweepSummary summary = SweepResults.ReadSummary(directory);
        if (summary.Address != manifest.Address)
            throw new SpecificationException($"{path}: found the summary of an earlier state of the sweep, expected that of {SweepFolder.ManifestName}; run 'simulator collect {directory}'.");
        ResultTable table = SweepResults.ReadTable(directory, summary);
        string? missing = MeasurementColumns.All.Select(c => c.Name).Except([MeasurementColumns.Seconds]).Concat(summary.Axes).Append(MeasurementColumns.Cell).FirstOrDefault(c => !table.Has(c));
        return missing is null
            ? new SweepResult("", ParquetTable.Digest(path), summary, table, manifest.Seed, manifest.Specification)
            : throw new SpecificationException($"{path}: found a table without the column '{missing}', expected one of this version; run the sweep again.");
    }
}
