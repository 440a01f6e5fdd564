using System.Collections.Immutable;
using Simulator.Consistency;
using Simulator.Schedules;
using Simulator.Specifications;
using Simulator.Targets;

namespace Simulator.Experiments;

/// <summary>Reads experiment specifications, strictly: what is not understood is an error.</summary>
public static class ExperimentReader
{
    /// <summary>More steps than this are a slip of the keyboard: the schedule alone would fill the memory.</summary>
    public const int MostSteps = 100_000_000;

    /// <summary>Fewer samples give no intervals, more do not fit into memory.</summary>
    private const int FewestSamples = 16, MostSamples = 10_000_000;

    /// <summary>The largest seed: beyond it JSON readers round.</summary>
    public const long LargestSeed = 1L << 53;

    /// <summary>The longest name that leaves room for paths around it.</summary>
    private const int LongestName = 120;

    /// <summary>Reads a specification file. Paths inside are relative to it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">A seed that replaces the one in the file, or null.</param>
    /// <exception cref="SpecificationException">The file cannot be used.</exception>
    public static ExperimentSpecification ReadFile(string path, long? seed = null)
        => Read(
            SpecificationReader.ReadFile(path),
            Path.GetDirectoryName(path) ?? "",
            Path.GetFileNameWithoutExtension(path),
            seed);

    /// <summary>Reads a specification.</summary>
    /// <param name="node">The document.</param>
    /// <param name="directory">Folder to which paths inside are relative.</param>
    /// <param name="defaultName">Name of an experiment that does not give one.</param>
    /// <param name="seed">A seed that replaces the one in the document, or null.</param>
    /// <exception cref="SpecificationException">The document cannot be used.</exception>
    public static ExperimentSpecification Read(SpecificationNode node, string directory, string defaultName, long? seed = null)
        => Read(node, directory, defaultName, seed, TargetReader.Read);

    /// <summary>The same, by another reader of targets.</summary>
    internal static ExperimentSpecification Read(
        SpecificationNode node, string directory, string defaultName, long? seed, Func<SpecificationNode, TargetContext, Target> readTarget)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.Optional("grid") is { } grid) throw grid.Error("found a grid, expected one experiment: 'simulator sweep' runs grids");
        node.WithFields("name", "target", "schedule", "steps", "learner", "seed", "samples", "theorem");
        SpecificationNode? nameNode = node.Optional("name");
        string name = nameNode?.AsText() ?? defaultName;
        if (!IsFileName(name))
        {
            string expected = $"1 to {LongestName} letters, digits, '.', '-' or '_', since results are stored under it";
            throw nameNode is not null
                ? nameNode.Error($"found {nameNode.Describe()}, expected {expected}")
                : node.Error($"the file's name '{name}' cannot name the results, expected a field 'name' of {expected}");
        }

        long usedSeed = seed ?? Seed(node.Optional("seed"));
        // Last if it can be: a fit takes time, and other complaints should not wait for it.
        var target = new Lazy<Target>(
            () => readTarget(node.Required("target", "a target"), new TargetContext(directory, usedSeed)));
        ScheduleFamily schedule = ScheduleFields.Read(node.Optional("schedule"), target);
        ImmutableArray<int> steps = Steps(node.Required("steps", "an array of step counts T"), schedule);
        int samples = node.Optional("samples")?.AsInteger(FewestSamples, MostSamples) ?? Sampling.StandardCount;
        Learner learner = LearnerFields.Read(node.Optional("learner"), steps.Min()) with { Sampling = new Sampling(samples, usedSeed) };
        TheoremConstants theorem = Theorem(node.Optional("theorem"), schedule, steps[0]);
        if (learner.Regression is { } regression) RegressionFields.Check(node.Optional("learner")!, regression, target.Value);
        return new ExperimentSpecification(name, target.Value, schedule, steps, learner, usedSeed, theorem);
    }

    private static ImmutableArray<int> Steps(SpecificationNode node, ScheduleFamily schedule)
    {
        ImmutableArray<SpecificationNode> items = node.Kind == NodeKind.Number ? [node] : node.AsItems("step counts T");
        var steps = ImmutableArray.CreateBuilder<int>();
        foreach (SpecificationNode item in items)
        {
            int count = item.AsInteger(2, MostSteps);
            if (schedule.Objection(count) is { } objection) throw item.Error($"found T = {count}, but {objection}");
            if (steps.Contains(count)) throw item.Error($"found T = {count} a second time, expected each step count once");
            steps.Add(count);
        }

        return steps.ToImmutable();
    }

    private static long Seed(SpecificationNode? node)
        => node is null ? 1 : (long)node.AsNumber(v => v >= 0 && v <= LargestSeed && v == Math.Floor(v), "an integer from 0 to 2^53");

    private static TheoremConstants Theorem(SpecificationNode? node, ScheduleFamily schedule, int anySteps)
    {
        var standard = new TheoremConstants();
        if (node is null) return standard;
        node.WithFields("C1", "supportExponent");
        if (node.Optional("C1") is { } c1 && schedule.Rate(anySteps) is null)
            throw c1.Error($"found with a schedule of kind '{schedule.Kind}', expected a two-phase schedule: the theorem bounds no other");
        return new TheoremConstants(
            node.Optional("C1")?.AsNumber(v => v > 0, "a positive number"),
            node.Optional("supportExponent")?.AsNumber(v => v > 0, "a positive number") ?? standard.SupportExponent);
    }

    private static bool IsFileName(string name)
        => name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') && name.Trim('.').Length > 0;
}
