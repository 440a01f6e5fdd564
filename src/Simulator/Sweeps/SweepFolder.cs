using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Simulator.Experiments;
using Simulator.Specifications;

namespace Simulator.Sweeps;

/// <summary>
/// The folder of a sweep: <c>sweep.json</c> says what it holds; <c>parts</c> has a Parquet file for every task that is done, whose name ends in the SHA-256 of its content, and logs of those that are not.
/// </summary>
internal sealed partial class SweepFolder
{
    /// <summary>The manifest.</summary>
    public const string ManifestName = "sweep.json";

    private const string PartsName = "parts", AddressText = "simulator.sweep", BuildText = "simulator.build";

    /// <summary>What the names of logs end in.</summary>
    internal const string LogExtension = ".cells";

    /// <summary>Fields of a specification that may change while results are kept: cells are found by their addresses.</summary>
    private static readonly string[] MayGrow = ["grid", "steps", "accuracy", "mostSteps", "search"];

    private readonly string _directory;

    /// <summary>A folder.</summary>
    /// <param name="directory">Its path.</param>
    public SweepFolder(string directory) => _directory = directory;

    private string Parts => Path.Combine(_directory, PartsName);

    /// <summary>Makes the folder that of a sweep.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="manifest">What the manifest is to say.</param>
    /// <exception cref="SpecificationException">It holds the results of another specification.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Claim(SweepSpecification sweep, SweepManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        Directory.CreateDirectory(Parts);
        if (File.Exists(Path.Combine(_directory, ManifestName)))
        {
            SweepManifest there = ReadManifest();
            if (Difference(there, manifest) is { } difference)
            {
                throw new SpecificationException(
                    $"{_directory}: found the results of another specification ({difference}), expected those of '{sweep.Name}' or an empty folder; take another --out.");
            }

            if (there.Address == manifest.Address) return;
            manifest = manifest with { Earlier = [.. there.Earlier.Append(there.Address).Where(a => a != manifest.Address).Distinct()] };
        }

        ResultWriter.WriteWhole(Path.Combine(_directory, ManifestName), ResultJson.Write(manifest) + "\n");
    }

    /// <summary>The manifest.</summary>
    /// <exception cref="SpecificationException">There is none, or it is damaged.</exception>
    public SweepManifest ReadManifest()
    {
        string path = Path.Combine(_directory, ManifestName);
        if (!File.Exists(path)) throw new SpecificationException($"{_directory}: found no {ManifestName}, expected a folder with the results of 'simulator sweep'.");
        return ResultReader.Read<SweepManifest>(path, "the manifest of a sweep; put it back, or run the sweep with another --out");
    }

    /// <summary>The log of a task.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="SpecificationException">Another process has it.</exception>
    public CellLog OpenLog(TaskShare task) => CellLog.Open(LogPath(task), "task");

    /// <summary>Everything that earlier runs of this build have measured, by address: from parts, and from logs that nobody writes.</summary>
    /// <param name="task">The task that asks. Logs of tasks that share the sweep with it are left alone: they hold the others' cells, and who reads a log keeps its task from opening it.</param>
    /// <param name="recompute">Whether damaged parts are removed instead of complained about.</param>
    /// <exception cref="SpecificationException">A part is damaged.</exception>
    public Dictionary<string, CellRows> Known(TaskShare task, bool recompute)
    {
        var known = new Dictionary<string, CellRows>();
        foreach (string path in PartFiles())
        {
            try
            {
                if (!IsWhole(path))
                {
                    if (!recompute) throw Damaged(path, "run the same command with --recompute, which measures its cells anew");
                    File.Delete(path);
                    continue;
                }

                (ResultTable table, IReadOnlyDictionary<string, string> texts) = ParquetTable.Read(path);
                if (texts.GetValueOrDefault(BuildText) == Manifest.Build) Add(SweepTable.Measured(table));
            }
            catch (FileNotFoundException)
            {
                // Its task has replaced it meanwhile.
            }
        }

        foreach (string path in Directory.EnumerateFiles(Parts, "*" + LogExtension).Where(p => !p.EndsWith(task.LogSuffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            try
            {
                Add(CellLog.ReadAll(path));
            }
            catch (IOException)
            {
                // Another task is writing it, or has ended and removed it; what it measures is its own share.
            }
        }

        return known;

        void Add(IEnumerable<(string Key, CellRows Rows)> cells)
        {
            foreach ((string key, CellRows rows) in cells)
                known[key] = rows;
        }
    }

    /// <summary>Writes the part of a task, then removes what it replaces.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="task">The task.</param>
    /// <param name="cells">Its cells, in their order.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WritePart(SweepSpecification sweep, TaskShare task, IEnumerable<(SweepCell Cell, CellRows Rows)> cells)
    {
        string[] before = [.. PartFiles().Where(p => Path.GetFileName(p).StartsWith(task.FileName + ".", StringComparison.Ordinal))];
        string temporary = Path.Combine(Parts, $"{task.FileName}.{Environment.MachineName}-{Environment.ProcessId}.new");
        ParquetTable.Write(
            SweepTable.Part(sweep, cells),
            new Dictionary<string, string> { [AddressText] = sweep.Address, [BuildText] = Manifest.Build, ["simulator.version"] = Manifest.ProgramVersion },
            temporary);
        string path = Path.Combine(Parts, $"{task.FileName}.{ParquetTable.Digest(temporary)}.parquet");
        File.Move(temporary, path, overwrite: true);
        foreach (string old in before.Where(p => p != path))
            File.Delete(old);
        File.Delete(LogPath(task));
    }

    /// <summary>The parts of the sweep that the manifest names, put together.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <exception cref="SpecificationException">A part is damaged, missing or of another specification.</exception>
    public ResultTable Collect(SweepManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var parts = new List<ResultTable>();
        foreach (string path in PartFiles())
        {
            if (!IsWhole(path)) throw Damaged(path, "run 'simulator sweep' for its task with --recompute, which measures its cells anew, then collect again");
            (ResultTable table, IReadOnlyDictionary<string, string> texts) = ParquetTable.Read(path);
            string? address = texts.GetValueOrDefault(AddressText);
            if (address == manifest.Address) parts.Add(table);
            else if (address is null || !manifest.Earlier.Contains(address))
                throw new SpecificationException($"{path}: found the results of another specification, expected parts of '{manifest.Name}' alone; remove the file.");
        }

        HashSet<int> there = [.. parts.SelectMany(p => p.Rows.Select(r => (int)r[1]!))];
        if (there.Count == manifest.Cells) return SweepTable.Collected(parts);
        int first = Enumerable.Range(0, manifest.Cells).First(i => !there.Contains(i));
        string running = Directory.Exists(Parts) && Directory.EnumerateFiles(Parts, "*" + LogExtension).Any() ? " (there are logs of tasks that have not ended: run them again)" : "";
        throw new SpecificationException(
            $"{_directory}: found {there.Count} of {manifest.Cells} cells, cell {first.ToString(CultureInfo.InvariantCulture)} being the first that is missing{running}; expected the parts of all tasks.");
    }

    private IEnumerable<string> PartFiles() => Directory.Exists(Parts)
        ? Directory.EnumerateFiles(Parts, "*.parquet").Order(StringComparer.Ordinal)
        : [];

    private string LogPath(TaskShare task) => Path.Combine(Parts, task.FileName + LogExtension);

    /// <summary>A part's name ends in the digest of what was written: whatever happened to it since shows.</summary>
    private static bool IsWhole(string path) => PartName().Match(Path.GetFileName(path)) is { Success: true } match && match.Groups[1].Value == ParquetTable.Digest(path);

    private static SpecificationException Damaged(string path, string cure)
        => new($"{path}: found a damaged part (its content is not what its name says), expected one as it was written; {cure}.");

    private static string? Difference(SweepManifest there, SweepManifest here)
    {
        if (there.Name != here.Name) return $"name: {there.Name} there, {here.Name} here";
        return RunIdentity.Difference(Fixed(there.Specification), Fixed(here.Specification));

        static string Fixed(JsonNode specification)
        {
            var fields = (JsonObject)specification.DeepClone();
            foreach (string field in MayGrow)
                fields.Remove(field);
            return fields.ToJsonString();
        }
    }

    [GeneratedRegex(@"^\d{4,}-of-\d{4,}\.([0-9a-f]{64})\.parquet$")]
    private static partial Regex PartName();
}

/// <summary>One of several tasks that share a sweep: those of its cells whose number leaves the remainder <see cref="Index"/> by <see cref="Count"/>.</summary>
/// <param name="Index">Which, from 0.</param>
/// <param name="Count">Of how many.</param>
public readonly record struct TaskShare(int Index, int Count)
{
    /// <summary>All of a sweep.</summary>
    public static TaskShare Whole { get; } = new(0, 1);

    /// <summary>What the task's files are called.</summary>
    internal string FileName => string.Create(CultureInfo.InvariantCulture, $"{Index:0000}{Of}");

    /// <summary>What the logs' names of all tasks end in that share the sweep.</summary>
    internal string LogSuffix => Of + SweepFolder.LogExtension;

    private string Of => string.Create(CultureInfo.InvariantCulture, $"-of-{Count:0000}");

    /// <summary>Whether a cell is this task's.</summary>
    /// <param name="cell">The cell.</param>
    public bool Has(SweepCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Index % Count == Index;
    }
}

/// <summary>What a folder of results holds.</summary>
/// <param name="Name">Name of the sweep.</param>
/// <param name="Address">Its address: that of all its cells.</param>
/// <param name="Earlier">Addresses of the same sweep when its grid was another or the code was older; their parts are left out.</param>
/// <param name="Cells">How many cells there are.</param>
/// <param name="Axes">The names of the axes.</param>
/// <param name="Accuracies">The ε for which the smallest T is searched.</param>
/// <param name="Seed">The seed of the bootstrap.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Build">Build of the program.</param>
/// <param name="Kernel">The vector path of the kernels.</param>
/// <param name="Backend">The linear-algebra backend.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Machine">The machine that began.</param>
/// <param name="Specification">The specification.</param>
internal sealed record SweepManifest(
    string Name,
    string Address,
    ImmutableArray<string> Earlier,
    int Cells,
    ImmutableArray<string> Axes,
    ImmutableArray<double> Accuracies,
    long Seed,
    string Version,
    string Build,
    string Kernel,
    string Backend,
    string Runtime,
    MachineRecord Machine,
    JsonNode Specification);

/// <summary>A machine.</summary>
/// <param name="System">Its operating system.</param>
/// <param name="Architecture">Its instruction set.</param>
/// <param name="Processors">Processors that the program may use.</param>
/// <param name="MemoryGiB">Memory that the program may use.</param>
internal sealed record MachineRecord(string System, string Architecture, int Processors, double MemoryGiB);
