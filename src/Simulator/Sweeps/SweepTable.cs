using System.Collections.Immutable;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Theory;

namespace Simulator.Sweeps;

/// <summary>The table of a sweep: a row for every measured (cell, T), with the cell's number, its values on the axes, and what was measured.</summary>
internal static class SweepTable
{
    /// <summary>Columns that parts have in front of the table's own.</summary>
    private static readonly ImmutableArray<ResultColumn> Address = [new(MeasurementColumns.Key, ColumnKind.Text)];

    /// <summary>The rows of a part, with addresses and wall times.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="cells">The cells of the part with their measured rows.</param>
    public static ResultTable Part(SweepSpecification sweep, IEnumerable<(SweepCell Cell, CellRows Rows)> cells)
    {
        (int Index, bool IsNumber)[] axes =
        [
            .. Enumerable.Range(0, sweep.Axes.Length).Where(i => sweep.Axes[i] != MeasurementColumns.Steps).Select(i => (i, sweep.Cells.All(c => c.Labels[i] is double))),
        ];
        ImmutableArray<ResultColumn> columns =
        [
            .. Address,
            new(MeasurementColumns.Cell, ColumnKind.Integer),
            .. axes.Select(a => new ResultColumn(sweep.Axes[a.Index], a.IsNumber ? ColumnKind.Number : ColumnKind.Text)),
            new(MeasurementColumns.Target, ColumnKind.Text),
            new(MeasurementColumns.Dimension, ColumnKind.Integer),
            .. MeasurementColumns.All,
        ];
        ImmutableArray<ImmutableArray<object?>> rows =
        [
            .. cells.SelectMany(c => c.Rows.Rows.Select(measured => ImmutableArray.CreateRange<object?>(
            [
                c.Cell.Key,
                c.Cell.Index,
                .. axes.Select(a => a.IsNumber ? c.Cell.Labels[a.Index] : ResultTable.Plain(c.Cell.Labels[a.Index])),
                c.Cell.Experiment.Target.Kind,
                c.Cell.Experiment.Target.Dimension,
                .. measured,
            ]))),
        ];
        return new ResultTable(columns, rows);
    }

    /// <summary>The measured rows of every cell in a part, by the cell's address.</summary>
    /// <param name="part">The part.</param>
    public static IEnumerable<(string Key, CellRows Rows)> Measured(ResultTable part)
    {
        int from = part.Columns.Length - MeasurementColumns.All.Length;
        return part.Rows.GroupBy(r => (string)r[0]!, r => r[from..]).Select(g => (g.Key, new CellRows([.. g])));
    }

    /// <summary>Parts put together in the order of the cells, without addresses and wall times: the same bytes however the cells were shared out.</summary>
    /// <param name="parts">The parts, of equal columns.</param>
    public static ResultTable Collected(IReadOnlyList<ResultTable> parts)
    {
        int last = parts[0].Columns.Length - 1, cell = Address.Length;
        return new ResultTable(
            parts[0].Columns[cell..last],
            [.. parts.SelectMany(p => p.Rows).DistinctBy(r => ((int)r[cell]!, r[StepsIn(parts[0])])).OrderBy(r => (int)r[cell]!).ThenBy(r => (int)r[StepsIn(parts[0])]!).Select(r => r[cell..last])]);
    }

    private static int StepsIn(ResultTable part) => part.Columns.Length - MeasurementColumns.All.Length;
}

/// <summary>The measured rows of a cell, by T ascending; each holds the values of <see cref="MeasurementColumns.All"/>.</summary>
/// <param name="Rows">The rows.</param>
internal sealed record CellRows(ImmutableArray<ImmutableArray<object?>> Rows)
{
    private static readonly int Steps = MeasurementColumns.IndexOf(MeasurementColumns.Steps), Lower = MeasurementColumns.IndexOf(MeasurementColumns.W1Lower), Upper = MeasurementColumns.IndexOf(MeasurementColumns.W1Upper), Outcome = MeasurementColumns.IndexOf(MeasurementColumns.StatusName);

    /// <summary>W1 by T.</summary>
    public Dictionary<int, MeasuredDistance> Distances() => Rows.ToDictionary(
        r => (int)r[Steps]!,
        r => new MeasuredDistance((double?)r[Lower] ?? double.NaN, (double?)r[Upper] ?? double.NaN, StatusNames.Parse((string)r[Outcome]!)));
}
