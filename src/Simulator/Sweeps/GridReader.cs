using System.Collections.Immutable;
using Simulator.Experiments;
using Simulator.Specifications;

namespace Simulator.Sweeps;

/// <summary>
/// Reads grids. A grid is an axis, or grids that are <c>cross</c>ed (every value of one with every value of the others; an array stands for it), <c>zip</c>ped (first with first, second with second)
/// or put one after the other (<c>either</c>). A grid is the list of its points; a point is one value of each axis.
/// </summary>
internal static class GridReader
{
    /// <summary>More cells than this are a slip of the keyboard.</summary>
    public const int MostCells = 1_000_000;

    /// <summary>More values than this are none that one has thought of.</summary>
    private const int MostValues = 100_000;

    private static readonly string[] ValueFields = ["values", "range", "logRange"];

    private static readonly string[] Combinations = ["cross", "zip", "either"];

    /// <summary>Reads a grid.</summary>
    /// <param name="node">An axis, a combination of grids, or an array of grids that are crossed.</param>
    /// <returns>The points of the grid, each a list of one value per axis, in the order of the specification, the last axis fastest.</returns>
    /// <exception cref="SpecificationException">Axes that are in conflict, a grid without points, or one that is too large.</exception>
    public static ImmutableArray<ImmutableArray<GridValue>> Read(SpecificationNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.Kind == NodeKind.Array) return Cross(node, node.AsItems("axes"));
        string? combination = Combinations.FirstOrDefault(c => node.Optional(c) is not null);
        if (combination is null) return [.. Axis(node).Select(v => ImmutableArray.Create(v))];
        SpecificationNode inner = node.WithFields(combination).Optional(combination)!;
        ImmutableArray<SpecificationNode> items = inner.AsItems("grids");
        return combination switch
        {
            "cross" => Cross(inner, items),
            "zip" => Zip(inner, items),
            _ => Either(inner, items),
        };
    }

    private static ImmutableArray<ImmutableArray<GridValue>> Cross(SpecificationNode node, ImmutableArray<SpecificationNode> items)
    {
        ImmutableArray<ImmutableArray<GridValue>> points = [[]];
        foreach (SpecificationNode item in items)
        {
            ImmutableArray<ImmutableArray<GridValue>> next = Read(item);
            CheckConflicts(item, points, next);
            if ((long)points.Length * next.Length > MostCells) throw node.Error($"found a grid of more than {MostCells} cells, expected at most so many");
            points = [.. points.SelectMany(p => next.Select(q => p.AddRange(q)))];
        }

        return points;
    }

    private static ImmutableArray<ImmutableArray<GridValue>> Zip(SpecificationNode node, ImmutableArray<SpecificationNode> items)
    {
        ImmutableArray<ImmutableArray<GridValue>>[] grids = [.. items.Select(Read)];
        ImmutableArray<ImmutableArray<GridValue>> points = grids[0];
        for (int i = 1; i < grids.Length; i++)
        {
            ImmutableArray<ImmutableArray<GridValue>> next = grids[i];
            if (next.Length != points.Length)
                throw items[i].Error($"found {next.Length} values beside {points.Length} of '{Names(points[0])}', expected as many: zipped axes go step by step");
            CheckConflicts(items[i], points, next);
            points = [.. points.Zip(next, (p, q) => p.AddRange(q))];
        }

        return points.Length > 0 ? points : throw node.Error("found no values, expected at least one");
    }

    private static ImmutableArray<ImmutableArray<GridValue>> Either(SpecificationNode node, ImmutableArray<SpecificationNode> items)
    {
        ImmutableArray<ImmutableArray<GridValue>>[] grids = [.. items.Select(Read)];
        for (int i = 1; i < grids.Length; i++)
        {
            if (!AxesOf(grids[i][0]).Order().SequenceEqual(AxesOf(grids[0][0]).Order()))
                throw items[i].Error($"found the axes {Names(grids[i][0])} beside {Names(grids[0][0])}, expected the same names: both make rows of one table");
        }

        // Every part in the order of the first one, so that columns mean the same.
        string[] order = [.. AxesOf(grids[0][0])];
        if (grids.Sum(g => (long)g.Length) > MostCells) throw node.Error($"found a grid of more than {MostCells} cells, expected at most so many");
        return [.. grids.SelectMany(g => g).Select(p => ImmutableArray.CreateRange(p.OrderBy(v => Array.IndexOf(order, v.Axis))))];
    }

    /// <summary>Two axes must have different names, and a later one may not overwrite what an earlier one has set: a point sets its fields in the order of its values.</summary>
    private static void CheckConflicts(SpecificationNode node, ImmutableArray<ImmutableArray<GridValue>> earlier, ImmutableArray<ImmutableArray<GridValue>> later)
    {
        foreach ((GridValue a, GridValue b) in Kinds(earlier).SelectMany(a => Kinds(later).Select(b => (a, b))))
        {
            if (a.Axis == b.Axis) throw node.Error($"found a second axis '{b.Axis}', expected axes of different names");
            foreach ((FieldPath path, _) in b.Fields)
            {
                if (a.Fields.FirstOrDefault(f => path.Contains(f.Path)).Path is { } overwritten)
                    throw node.Error($"found that '{b.Axis}' sets {path}, which overwrites {overwritten} of '{a.Axis}'; expected axes that leave each other's fields alone, whole objects before fields inside them");
            }
        }
    }

    /// <summary>One value of every axis and of every set of fields that it sets.</summary>
    private static IEnumerable<GridValue> Kinds(ImmutableArray<ImmutableArray<GridValue>> points)
        => points.SelectMany(p => p).DistinctBy(v => (v.Axis, string.Join(' ', v.Fields.Select(f => f.Path))));

    private static IEnumerable<string> AxesOf(ImmutableArray<GridValue> point) => point.Select(v => v.Axis);

    private static string Names(ImmutableArray<GridValue> point) => string.Join(", ", AxesOf(point));

    private static ImmutableArray<GridValue> Axis(SpecificationNode node)
    {
        node.WithFields("name", "field", "values", "range", "logRange", "also");
        SpecificationNode field = node.Required("field", "the place of a field, such as \"target.means[0]\"");
        FieldPath path = FieldPath.Read(field);
        if (path.Parts[0].Name is "grid" or "name" or "accuracy" or "mostSteps" or "search")
            throw field.Error($"found {field.Describe()}, which is no field of an experiment; expected one of target, schedule, steps, learner, seed, samples, theorem or a field inside");
        bool isSteps = path.ToString() == MeasurementColumns.Steps;
        if (isSteps && node.Optional("name") is { } renamed) throw renamed.Error($"found {renamed.Describe()} for the axis over steps, whose column is '{MeasurementColumns.Steps}'; expected no name");
        string name = node.Optional("name") is { } given ? AxisName(given) : path.ToString();
        ImmutableArray<(FieldPath Path, double Factor, double Power)> also = node.Optional("also") is { } others ? [.. others.AsItems("fields that follow the axis").Select(Following)] : [];
        FieldPath[] set = [path, .. also.Select(a => a.Path)];
        for (int i = 1; i < set.Length; i++)
        {
            if (set[..i].FirstOrDefault(p => p.Contains(set[i]) || set[i].Contains(p)) is { } earlier)
                throw node.Optional("also")!.Error($"found {set[i]}, which the axis sets already at {earlier}; expected other fields");
        }

        ImmutableArray<(object Label, SpecificationNode Value)> values = Values(node, field);
        return
        [
            .. values.Select(v => new GridValue(
                name,
                v.Label,
                [
                    (path, v.Value),
                    .. also.Select(a => (a.Path, v.Value.Number(a.Factor * Math.Pow(v.Value.AsNumber(x => x > 0 || a.Power == 1, "a positive number, of which 'also' can take a power"), a.Power)))),
                ])),
        ];
    }

    private static string AxisName(SpecificationNode node)
    {
        string name = node.AsText();
        if (MeasurementColumns.IsReserved(name)) throw node.Error($"found {node.Describe()}, which is a column of the results; expected another name");
        return name.Trim().Length > 0 && !name.Any(char.IsControl) ? name : throw node.Error($"found {node.Describe()}, expected a name for a column of tables");
    }

    private static (FieldPath Path, double Factor, double Power) Following(SpecificationNode node)
    {
        node.WithFields("field", "factor", "power");
        return (
            FieldPath.Read(node.Required("field", "the place of a field")),
            node.Optional("factor")?.AsNumber(v => v != 0, "a number other than 0") ?? 1,
            node.Optional("power")?.AsNumber() ?? 1);
    }

    private static ImmutableArray<(object Label, SpecificationNode Value)> Values(SpecificationNode node, SpecificationNode field)
    {
        string[] given = [.. ValueFields.Where(f => node.Optional(f) is not null)];
        if (given.Length != 1)
        {
            throw node.Error(given.Length == 0
                ? $"found no values for {field.Describe()}, expected one of 'values' [ … ], 'range' {{from, to, step}} and 'logRange' {{from, to, count}}"
                : $"found both '{given[0]}' and '{given[1]}', expected one of them");
        }

        SpecificationNode source = node.Optional(given[0])!;
        if (given[0] == "values") return WithoutTwins(source.AsItems("values").Select(Labelled));
        IEnumerable<double> numbers = given[0] == "range" ? Range(source) : LogRange(source);
        return [.. numbers.Select(v => ((object)v, source.Number(v)))];
    }

    private static ImmutableArray<(object Label, SpecificationNode Value)> WithoutTwins(IEnumerable<(object Label, SpecificationNode Value)> values)
    {
        var seen = new HashSet<string>();
        var all = ImmutableArray.CreateBuilder<(object, SpecificationNode)>();
        foreach ((object label, SpecificationNode value) in values)
        {
            if (!seen.Add(ResultTable.Plain(label))) throw value.Error($"found {value.Describe()} under a label that is there already, '{label}'; expected each value once");
            all.Add((label, value));
        }

        return all.ToImmutable();
    }

    /// <summary>A number or a string is its own label; for anything else the label stands beside it.</summary>
    private static (object Label, SpecificationNode Value) Labelled(SpecificationNode node)
    {
        switch (node.Kind)
        {
            case NodeKind.Number:
                return (node.AsNumber(), node);
            case NodeKind.Text:
                return (Visible(node), node);
            case NodeKind.Object when node.Optional("label") is { } label && node.Optional("value") is { } value:
                node.WithFields("label", "value");
                return (Visible(label), value);
            default:
                // Two objects that differ have different JSON, which is a long label but an honest one.
                return (node.ToJson()?.ToJsonString() ?? "null", node);
        }
    }

    /// <summary>A text that stands in tables on one line.</summary>
    private static string Visible(SpecificationNode node)
    {
        string text = node.AsText();
        return text.Length > 0 && !text.Any(char.IsControl) ? text : throw node.Error($"found {node.Describe()}, expected a text of at least one character, all of them visible");
    }

    private static IEnumerable<double> Range(SpecificationNode node)
    {
        node.WithFields("from", "to", "step");
        (double from, double to) = Ends(node, _ => true, "a number");
        double step = node.Optional("step")?.AsNumber(v => v > 0, "a positive number") ?? 1;

        // A last value that rounding has put a little beyond the end belongs to the range.
        double count = Math.Floor((to - from) / step * (1 + 1e-12)) + 1;
        if (count > MostValues) throw node.Error($"found {count:G6} values, expected at most {MostValues}");
        return Enumerable.Range(0, (int)count).Select(i => from + i * step);
    }

    private static IEnumerable<double> LogRange(SpecificationNode node)
    {
        node.WithFields("from", "to", "count", "integers");
        (double from, double to) = Ends(node, v => v > 0, "a positive number");
        int count = node.Required("count", "how many values").AsInteger(1, MostValues);
        bool integers = node.Optional("integers")?.AsBoolean() ?? false;
        if (count == 1 && from != to) throw node.Required("count", "").Error("found 1 for a range with two ends, expected at least 2");
        return Enumerable.Range(0, count)
            .Select(i => i == 0 ? from : i == count - 1 ? to : from * Math.Pow(to / from, (double)i / (count - 1)))
            .Select(v => integers ? Math.Round(v) : v)
            .Distinct();
    }

    private static (double From, double To) Ends(SpecificationNode node, Func<double, bool> condition, string expected)
    {
        double from = node.Required("from", "the first value").AsNumber(condition, expected);
        SpecificationNode end = node.Required("to", "the last value");
        double to = end.AsNumber(condition, expected);
        return from <= to ? (from, to) : throw end.Error($"found the end {end.Describe()} before the start {node.Optional("from")!.Describe()}, expected from ≤ to: the grid would be empty");
    }
}
