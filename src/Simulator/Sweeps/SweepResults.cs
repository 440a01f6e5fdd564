using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Specifications;
using Simulator.Theory;

namespace Simulator.Sweeps;

/// <summary>The results of a sweep in a folder: claimed before the work, collected after it.</summary>
public static class SweepResults
{
    /// <summary>Names of the collected files.</summary>
    public const string TableName = "cells.parquet", CsvName = "cells.csv", ComplexityName = "complexity.csv", SummaryName = "summary.json", SumsName = "SHA256SUMS";

    private static readonly ImmutableArray<ResultColumn> ComplexityColumns =
    [
        new("cell", ColumnKind.Integer), new("accuracy", ColumnKind.Number), new("steps", ColumnKind.Integer), new("insufficient", ColumnKind.Integer), new("status", ColumnKind.Text),
        new("statusReason", ColumnKind.Text),
    ];

    /// <summary>Makes a folder that of a sweep. Several tasks may do so, before or after each other or at once.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="directory">The folder, which is made if need be.</param>
    /// <param name="backend">Name of the linear-algebra backend.</param>
    /// <exception cref="SpecificationException">It holds the results of another specification.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Claim(SweepSpecification sweep, string directory, string backend)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        const double GiB = 1L << 30;
        new SweepFolder(directory).Claim(sweep, new SweepManifest(
            sweep.Name,
            sweep.Address,
            [],
            sweep.Cells.Length,
            sweep.Axes,
            sweep.Accuracies,
            sweep.Cells[0].Experiment.Seed,
            Manifest.ProgramVersion,
            Manifest.Build,
            Manifest.KernelPath,
            backend,
            RuntimeInformation.FrameworkDescription,
            new MachineRecord(
                RuntimeInformation.OSDescription,
                RuntimeInformation.ProcessArchitecture.ToString(),
                Environment.ProcessorCount,
                Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / GiB, 1)),
            sweep.Document));
    }

    /// <summary>Puts the parts of all tasks together: the table as Parquet and CSV, the smallest T where it was searched, fits and verdicts.</summary>
    /// <param name="directory">The folder.</param>
    /// <returns>What was found, and the table.</returns>
    /// <exception cref="SpecificationException">It is not that of a sweep, or a part is damaged, missing or of another specification.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static (SweepSummary Summary, ResultTable Table) Collect(string directory)
    {
        var folder = new SweepFolder(directory);
        SweepManifest manifest = folder.ReadManifest();
        ResultTable table = folder.Collect(manifest);
        ImmutableArray<ComplexityRecord> complexities = [.. Complexities(table, manifest.Accuracies)];
        ParquetTable.Write(
            table,
            new Dictionary<string, string> { ["simulator.sweep"] = manifest.Address, ["simulator.version"] = manifest.Version, ["simulator.specification"] = manifest.Specification.ToJsonString() },
            Path.Combine(directory, TableName));
        ResultWriter.WriteWhole(Path.Combine(directory, CsvName), table.Csv());
        var files = new List<string> { TableName, CsvName };
        if (complexities.IsEmpty)
        {
            File.Delete(Path.Combine(directory, ComplexityName));
        }
        else
        {
            ResultWriter.WriteWhole(Path.Combine(directory, ComplexityName), ComplexityTable(table, manifest, complexities).Csv());
            files.Add(ComplexityName);
        }

        ImmutableArray<FileRecord> digests = [.. files.Select(f => DigestOf(directory, f))];
        var summary = new SweepSummary(
            manifest.Name,
            manifest.Address,
            manifest.Version,
            manifest.Kernel,
            manifest.Backend,
            manifest.Axes,
            manifest.Cells,
            table.Rows.Length,
            table.Rows.Select((_, i) => table.Text(i, MeasurementColumns.StatusName)).CountBy(s => s).ToImmutableSortedDictionary(StringComparer.Ordinal),
            ScalingFits.Of(table, manifest.Axes, complexities, manifest.Seed),
            complexities,
            Largest(table),
            digests);
        ResultWriter.WriteWhole(Path.Combine(directory, SummaryName), ResultJson.Write(summary) + "\n");
        IEnumerable<FileRecord> summed = [.. digests, DigestOf(directory, SummaryName), DigestOf(directory, SweepFolder.ManifestName)];
        ResultWriter.WriteWhole(Path.Combine(directory, SumsName), string.Concat(summed.Select(f => $"{f.Sha256}  {f.Name}\n")));
        return (summary, table);
    }

    /// <summary>Checks that files are what was written with them; those that are not there are not.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="SpecificationException">There are no sums, or a file is another one.</exception>
    internal static void CheckSums(string directory)
    {
        string sums = Path.Combine(directory, SumsName);
        if (!File.Exists(sums)) throw new SpecificationException($"{directory}: found no {SumsName}, expected a sweep that is collected; run 'simulator collect {directory}'.");
        foreach (string[] line in File.ReadLines(sums).Select(l => l.Split("  ", 2)))
        {
            string path = Path.Combine(directory, line[^1]);
            if (line.Length < 2 || File.Exists(path) && ParquetTable.Digest(path) != line[0])
                throw new SpecificationException($"{path}: found a damaged file (it is not what {SumsName} says), expected it as it was written; put it back, or run 'simulator collect {directory}'.");
        }
    }

    /// <summary>The collected table.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="summary">The summary beside it.</param>
    /// <exception cref="SpecificationException">The table is not the one of the summary.</exception>
    public static ResultTable ReadTable(string directory, SweepSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        string path = Path.Combine(directory, TableName);
        return File.Exists(path) && ParquetTable.Digest(path) == summary.Files.FirstOrDefault(f => f.Name == TableName)?.Sha256
            ? ParquetTable.Read(path).Table
            : throw new SpecificationException($"{path}: found no such table or a damaged one, expected the table of {SummaryName}; run 'simulator collect {directory}'.");
    }

    /// <summary>The summary of a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="SpecificationException">There is none, or it is damaged.</exception>
    public static SweepSummary ReadSummary(string directory) => ResultReader.Read<SweepSummary>(Path.Combine(directory, SummaryName), "the summary of a sweep");

    private static FileRecord DigestOf(string directory, string name) => new(name, ParquetTable.Digest(Path.Combine(directory, name)));

    private static IEnumerable<ComplexityRecord> Complexities(ResultTable table, ImmutableArray<double> accuracies)
    {
        if (accuracies.IsEmpty) yield break;
        foreach (IGrouping<int, int> cell in Enumerable.Range(0, table.Rows.Length).GroupBy(i => (int)table.Number(i, MeasurementColumns.Cell)!))
        {
            Dictionary<int, MeasuredDistance> measured = cell.ToDictionary(i => (int)table.Number(i, MeasurementColumns.Steps)!, i => new MeasuredDistance(
                table.Number(i, MeasurementColumns.W1Lower) ?? double.NaN,
                table.Number(i, MeasurementColumns.W1Upper) ?? double.NaN,
                StatusNames.Parse(table.Text(i, MeasurementColumns.StatusName))));
            foreach (double accuracy in accuracies)
            {
                StepComplexity found = StepComplexity.Of(accuracy, measured);
                yield return new ComplexityRecord(cell.Key, accuracy, found.Sufficient, found.Insufficient, found.Outcome, found.Reason);
            }
        }
    }

    /// <summary>The searches with the cells' values on the axes, as in the large table.</summary>
    private static ResultTable ComplexityTable(ResultTable table, SweepManifest manifest, ImmutableArray<ComplexityRecord> complexities)
    {
        int[] axes = [.. Enumerable.Range(0, table.Columns.Length).Where(i => manifest.Axes.Contains(table.Columns[i].Name) || table.Columns[i].Name is MeasurementColumns.Target or MeasurementColumns.Dimension)];
        Dictionary<int, ImmutableArray<object?>> first = table.Rows.GroupBy(r => (int)r[0]!).ToDictionary(g => g.Key, g => g.First());
        return new ResultTable(
            [ComplexityColumns[0], .. axes.Select(i => table.Columns[i]), .. ComplexityColumns[1..]],
            [
                .. complexities.Select(c => ImmutableArray.CreateRange<object?>(
                    [c.Cell, .. axes.Select(i => first[c.Cell][i]), c.Accuracy, c.Steps, c.Insufficient, c.Outcome.Name(), c.Reason])),
            ]);
    }

    private static ImpliedC1Place? Largest(ResultTable table)
    {
        ImpliedC1Place? largest = null;
        for (int i = 0; i < table.Rows.Length; i++)
        {
            if (table.Number(i, MeasurementColumns.ImpliedC1) is { } log10 && table.Text(i, MeasurementColumns.StatusName) == Status.Ok.Name() && !(log10 <= largest?.Log10))
                largest = new ImpliedC1Place(log10, (int)table.Number(i, MeasurementColumns.Cell)!, (int)table.Number(i, MeasurementColumns.Steps)!);
        }

        return largest;
    }
}
