using System.Globalization;
using System.Text.Json.Nodes;
using Simulator.Consistency;
using Simulator.Specifications;

namespace Simulator.Experiments;

/// <summary>
/// Steps of regressions in files, one a number of steps T, so that a run that was stopped goes on where it was, and <c>trace</c>, <c>ledger</c>, <c>evaluate</c> and <c>sample</c> need not learn again what
/// <c>verify</c> has learned. Everything random is named by (seed, T, t), so that a run that goes on gives the same bits as one that was never stopped.
/// </summary>
public sealed class Checkpoints : IStepLogs, IDisposable
{
    /// <summary>Fields of a specification that no step depends on.</summary>
    private static readonly string[] Irrelevant = ["name", "steps", "theorem", "samples"];

    private readonly string _directory;
    private readonly JsonObject _identity;
    private readonly Dictionary<int, StepFile> _files = [];

    /// <summary>The checkpoints of a specification in a folder, which is made if need be.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="specification">The specification, with a learner that takes samples.</param>
    /// <exception cref="SpecificationException">The folder cannot be made.</exception>
    public Checkpoints(string directory, ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        _directory = directory;
        _identity = RunIdentity.Of(specification, Irrelevant);
        Guard(() => Directory.CreateDirectory(directory));
    }

    /// <summary>The log of a recursion; steps of an earlier run are in it.</summary>
    /// <param name="steps">T.</param>
    /// <exception cref="SpecificationException">The file belongs to another specification, or cannot be read or made.</exception>
    public IStepLog Open(int steps) => Guard(() => Find(steps, create: true)!);

    /// <summary>How many steps of a recursion are there already.</summary>
    /// <param name="steps">T.</param>
    /// <exception cref="SpecificationException">The file belongs to another specification, or cannot be read.</exception>
    public int Kept(int steps) => Guard(() => Find(steps, create: false))?.Count ?? 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StepFile file in _files.Values)
            file.Dispose();
    }

    /// <summary>The file for a number of steps.</summary>
    /// <param name="steps">T.</param>
    public string PathOf(int steps) => Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"T{steps}.steps"));

    private StepFile? Find(int steps, bool create)
    {
        lock (_files)
        {
            if (!_files.TryGetValue(steps, out StepFile? file) && (file = Read(steps, create)) is not null) _files.Add(steps, file);
            return file;
        }
    }

    private StepFile? Read(int steps, bool create)
    {
        string path = PathOf(steps);
        if (!File.Exists(path)) return create ? StepFile.Create(path, Text(steps)) : null;
        StepFile file = StepFile.Open(path);
        if (file.Header.Length == 0)
        {
            file.Dispose();
            throw new SpecificationException($"{path}: found a damaged checkpoint or another file, expected a checkpoint; take another folder or remove the file.");
        }

        if (RunIdentity.Difference(file.Header, Text(steps)) is { } difference)
        {
            file.Dispose();
            throw new SpecificationException($"{path}: found a checkpoint of another run ({difference}), expected one of this specification; take another folder or remove the file.");
        }

        return file;
    }

    /// <summary>Runs what touches files; what goes wrong names the option.</summary>
    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"--checkpoint {_directory}: cannot be used ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private string Text(int steps)
    {
        var identity = (JsonObject)_identity.DeepClone();
        identity["specification"]!["steps"] = steps;
        return identity.ToJsonString();
    }
}
