using System.Collections.Immutable;
using Simulator.Experiments;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Specifications;
using Simulator.Targets;

namespace Simulator.Sweeps;

/// <summary>Reads specifications of sweeps: those of an experiment, with a <c>grid</c> over any of its fields.</summary>
public static class SweepReader
{
    /// <summary>The largest T that a search of the smallest one tries unless told otherwise.</summary>
    private const int StandardMostSteps = 100_000;

    private const string StepsField = MeasurementColumns.Steps;

    /// <summary>Fields of a sweep that are none of an experiment.</summary>
    private static readonly string[] OwnFields = ["grid", "accuracy", "mostSteps", "search"];

    private static readonly FieldPath StepsPath = FieldPath.Parse(StepsField)!;

    /// <summary>Reads a specification file. Paths inside are relative to it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">A seed that replaces the one in the file, or null.</param>
    /// <param name="backend">Name of the linear-algebra backend, a part of every cell's address; default the default one.</param>
    /// <exception cref="SpecificationException">The file cannot be used.</exception>
    public static SweepSpecification ReadFile(string path, long? seed = null, string? backend = null)
        => Read(SpecificationReader.ReadFile(path), Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path), seed, backend);

    /// <summary>Reads a specification.</summary>
    /// <param name="node">The document.</param>
    /// <param name="directory">Folder to which paths inside are relative.</param>
    /// <param name="defaultName">Name of a sweep that does not give one.</param>
    /// <param name="seed">A seed that replaces the one in the document, or null.</param>
    /// <param name="backend">Name of the linear-algebra backend; default the default one.</param>
    /// <exception cref="SpecificationException">The document cannot be used.</exception>
    public static SweepSpecification Read(SpecificationNode node, string directory, string defaultName, long? seed = null, string? backend = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.Optional("search") is { } search) throw search.Error("found a search for hard targets, expected a grid alone: 'simulator search' runs it");
        ImmutableArray<double> accuracies = Accuracies(node);
        (SpecificationNode experiment, ImmutableArray<ImmutableArray<GridValue>> points) = Grid(node, accuracies);
        CheckFamilies(node, points);
        ImmutableArray<string> axes = [.. points[0].Select(v => v.Axis)];
        ImmutableArray<SweepCell> cells = Cells(experiment, points, axes, accuracies, new Origin(directory, defaultName, seed, backend ?? Backends.Default));
        return new SweepSpecification(cells[0].Experiment.Name, axes, cells, accuracies, node.ToJson()!);
    }

    /// <summary>Reads the specification of a search for hard targets from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">A seed that replaces the one in the file, or null.</param>
    /// <exception cref="SpecificationException">The file cannot be used.</exception>
    public static HardTargetSweep ReadSearchFile(string path, long? seed = null)
        => ReadSearch(SpecificationReader.ReadFile(path), Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path), seed);

    /// <summary>Reads the specification of a search for hard targets.</summary>
    /// <param name="node">The document.</param>
    /// <param name="directory">Folder to which paths inside are relative.</param>
    /// <param name="defaultName">Name of a search that does not give one.</param>
    /// <param name="seed">A seed that replaces the one in the document, or null.</param>
    /// <exception cref="SpecificationException">The document cannot be used.</exception>
    public static HardTargetSweep ReadSearch(SpecificationNode node, string directory, string defaultName, long? seed = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        SpecificationNode search = node.Required("search", "a search for hard targets {maximise, over, largestLipschitz}");
        if (node.Optional("accuracy") is { } accuracy) throw accuracy.Error("found beside 'search', which measures W1 at given T; expected one of them");
        HardTargetSpecification hard = HardTargetSpecification.Read(search);
        (SpecificationNode experiment, ImmutableArray<ImmutableArray<GridValue>> points) = Grid(node, []);
        foreach (MovingField field in hard.Fields)
        {
            if (points.SelectMany(p => p).FirstOrDefault(v => v.Fields.Any(f => field.Path.Contains(f.Path) || f.Path.Equals(field.Path))) is { } axis)
                throw field.Node.Error($"found {field.Path}, which the axis '{axis.Axis}' of the grid sets; expected fields that the grid leaves alone");
        }

        return new HardTargetSweep(hard, experiment, points, [.. points[0].Select(v => v.Axis)], new Origin(directory, defaultName, seed, Backends.Default));
    }

    /// <summary>What the cells have in common, and the points of the grid, T among its axes unless the smallest T is searched.</summary>
    private static (SpecificationNode Experiment, ImmutableArray<ImmutableArray<GridValue>> Points) Grid(SpecificationNode node, ImmutableArray<double> accuracies)
    {
        SpecificationNode experiment = node.Without(OwnFields);
        ImmutableArray<ImmutableArray<GridValue>> points = node.Optional("grid") is { } grid ? GridReader.Read(grid) : [[]];
        bool stepsInGrid = points.Any(p => p.Any(v => v.Fields.Any(f => f.Path.Equals(StepsPath))));
        if (accuracies.IsEmpty)
        {
            if (node.Optional("mostSteps") is { } alone) throw alone.Error("found without 'accuracy', expected beside it: it ends the search of the smallest T");
            if (!stepsInGrid) return (experiment, OverSteps(experiment.Required(StepsField, "step counts T, here or in the grid"), points));
            return experiment.Optional(StepsField) is { } twice ? throw twice.Error("found beside an axis of the grid over steps, expected one of them") : (experiment, points);
        }

        if (experiment.Optional(StepsField) is { } fixedSteps) throw fixedSteps.Error("found beside 'accuracy', which searches the smallest T; expected one of them");
        if (stepsInGrid) throw node.Required("grid", "").Error("found an axis over steps beside 'accuracy', which searches the smallest T; expected one of them");
        SpecificationNode most = node.Optional("mostSteps") ?? node.Optional("accuracy")!.Number(StandardMostSteps);
        most.AsInteger(2, ExperimentReader.MostSteps);
        return (experiment.With(StepsPath, most), points);
    }

    /// <summary>The experiments at the points of a grid.</summary>
    /// <param name="experiment">What they have in common.</param>
    /// <param name="points">The points.</param>
    /// <param name="axes">The names of the axes.</param>
    /// <param name="accuracies">The ε for which T is searched.</param>
    /// <param name="origin">Where the specification comes from.</param>
    /// <exception cref="SpecificationException">A cell cannot be measured; the message names it.</exception>
    internal static ImmutableArray<SweepCell> Cells(
        SpecificationNode experiment, ImmutableArray<ImmutableArray<GridValue>> points, ImmutableArray<string> axes, ImmutableArray<double> accuracies, Origin origin)
    {
        var targets = new Dictionary<(string, long), Target>();
        var cells = ImmutableArray.CreateBuilder<SweepCell>(points.Length);
        foreach (ImmutableArray<GridValue> point in points)
        {
            ImmutableArray<object> labels = [.. point.Select(v => v.Label)];
            try
            {
                SpecificationNode node = point.SelectMany(v => v.Fields).Aggregate(experiment, (n, f) => n.With(f.Path, f.Value));
                ExperimentSpecification read = ExperimentReader.Read(node, origin.Directory, origin.DefaultName, origin.Seed, (target, context) =>
                {
                    // A fit takes time: cells that share the text of a target share the target.
                    (string, long) key = (target.ToJson()?.ToJsonString() ?? "", context.Seed);
                    if (!targets.TryGetValue(key, out Target? found)) targets.Add(key, found = TargetReader.Read(target, context));
                    return found;
                });
                if (read.Steps.Length > 1) throw node.Required(StepsField, "").Error("found several step counts as one value of an axis, expected one");
                VerifyRunner.Check(read);
                cells.Add(new SweepCell(cells.Count, labels, read, CellAddress.Of(read, accuracies, origin.Backend)));
            }
            catch (SpecificationException e)
            {
                throw new SpecificationException($"{e.Message.TrimEnd('.')}, in {SweepCell.Describe(cells.Count, axes, labels)}.", e);
            }
        }

        return cells.ToImmutable();
    }

    /// <summary>Rows of one family are told apart by their numbers alone, and are fitted together: they must set the same fields, and no two may have the same numbers.</summary>
    private static void CheckFamilies(SpecificationNode node, ImmutableArray<ImmutableArray<GridValue>> points)
    {
        const char Separator = '\u001f';
        string Texts(ImmutableArray<GridValue> point) => string.Join(Separator, point.Where(v => v.Label is string).Select(v => $"{v.Axis}{Separator}{v.Label}"));
        foreach (IGrouping<string, ImmutableArray<GridValue>> family in points.GroupBy(Texts))
        {
            string[][] fields = [.. family.Select(p => p.SelectMany(v => v.Fields).Select(f => f.Path.ToString()).Order().ToArray()).DistinctBy(f => string.Join(' ', f))];
            if (fields.Length > 1)
            {
                throw node.Required("grid", "").Error(
                    $"found points that set {string.Join(", ", fields[0])} and points that set {string.Join(", ", fields[1])} under the same texts, expected an axis of texts that tells them apart: rows of one family are fitted together");
            }

            HashSet<string> labels = [];
            if (family.FirstOrDefault(p => !labels.Add(string.Join(Separator, p.Select(v => ResultTable.Plain(v.Label))))) is { IsDefault: false } twin)
                throw node.Required("grid", "").Error($"found a second point with {string.Join(", ", twin.Select(v => $"{v.Axis} = {ResultTable.Plain(v.Label)}"))}, expected each once");
        }
    }

    /// <summary>The step counts of the experiment are the last axis.</summary>
    private static ImmutableArray<ImmutableArray<GridValue>> OverSteps(SpecificationNode steps, ImmutableArray<ImmutableArray<GridValue>> points)
    {
        ImmutableArray<SpecificationNode> values = steps.Kind == NodeKind.Number ? [steps] : steps.AsItems("step counts T");
        foreach (SpecificationNode value in values)
        {
            if (values.First(v => v.AsNumber() == value.AsNumber()) != value) throw value.Error($"found T = {value.Describe()} a second time, expected each step count once");
        }

        if ((long)points.Length * values.Length > GridReader.MostCells)
            throw steps.Error($"found a grid of more than {GridReader.MostCells} cells, expected at most so many");
        return [.. points.SelectMany(p => values.Select(v => p.Add(new GridValue(StepsField, v.AsNumber(), [(StepsPath, v)]))))];
    }

    private static ImmutableArray<double> Accuracies(SpecificationNode node)
    {
        if (node.Optional("accuracy") is not { } given) return [];
        ImmutableArray<SpecificationNode> items = given.Kind == NodeKind.Number ? [given] : given.AsItems("accuracies ε");
        return [.. items.Select(i => i.AsNumber(v => v > 0, "a positive number")).Distinct().OrderDescending()];
    }

    /// <summary>Where a specification comes from.</summary>
    /// <param name="Directory">Folder to which paths inside are relative.</param>
    /// <param name="DefaultName">Name of a sweep that does not give one.</param>
    /// <param name="Seed">A seed that replaces the one in the document, or null.</param>
    /// <param name="Backend">Name of the linear-algebra backend.</param>
    internal sealed record Origin(string Directory, string DefaultName, long? Seed, string Backend);
}
