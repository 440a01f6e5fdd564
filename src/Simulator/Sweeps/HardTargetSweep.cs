using System.Collections.Immutable;
using Simulator.Experiments;
using Simulator.Specifications;

namespace Simulator.Sweeps;

/// <summary>A search for hard targets with the grid on which every place is measured.</summary>
public sealed class HardTargetSweep
{
    private readonly SpecificationNode _experiment;
    private readonly ImmutableArray<ImmutableArray<GridValue>> _points;
    private readonly ImmutableArray<string> _axes;
    private readonly SweepReader.Origin _origin;

    internal HardTargetSweep(
        HardTargetSpecification search, SpecificationNode experiment, ImmutableArray<ImmutableArray<GridValue>> points, ImmutableArray<string> axes, SweepReader.Origin origin)
    {
        (Search, _experiment, _points, _axes, _origin) = (search, experiment, points, axes, origin);

        // The first place that is looked at must be possible; later ones that are not do not count.
        ImmutableArray<SweepCell> middle = CellsAt([.. search.Fields.Select(f => f.At(0.5))]);
        Name = middle[0].Experiment.Name;
        Seed = middle[0].Experiment.Seed;
        Manifest = Manifest.Of(middle[0].Experiment);
        Dimensions = [.. middle.Select(c => c.Experiment.Target.Dimension)];
        if (search.Goal == HardTargetGoal.ExponentOfDimension && Dimensions.Distinct().Count() < 2)
            throw new SpecificationException($"{Name}: found one dimension in all cells of the grid, expected an axis along which d changes: search.maximise is its exponent.");

        // Cells that differ in d alone: the labels on the axis along which it changes are left out of the group's name.
        int along = Enumerable.Range(0, axes.Length).FirstOrDefault(a => Groups(middle, a).Any(g => g.Select(c => c.Experiment.Target.Dimension).Distinct().Count() > 1));
        int[] group = new int[middle.Length];
        foreach ((IGrouping<string, SweepCell> cells, int number) in Groups(middle, along).Select((g, i) => (g, i)))
        {
            foreach (SweepCell cell in cells)
                group[cell.Index] = number;
        }

        GroupOf = [.. group];
    }

    /// <summary>The search.</summary>
    public HardTargetSpecification Search { get; }

    /// <summary>Name, used for the folder of results.</summary>
    public string Name { get; }

    /// <summary>The seed of the starts.</summary>
    public long Seed { get; }

    /// <summary>How the result is made; the specification is that of the first cell in the middle of the ranges.</summary>
    public Manifest Manifest { get; }

    /// <summary>d of every cell of the grid.</summary>
    public ImmutableArray<int> Dimensions { get; }

    /// <summary>For every cell of the grid the number of the group whose cells differ from it in d alone.</summary>
    public ImmutableArray<int> GroupOf { get; }

    /// <summary>The cells of the grid at a place of the family.</summary>
    /// <param name="values">The fields' values.</param>
    /// <exception cref="SpecificationException">A cell cannot be measured.</exception>
    public ImmutableArray<SweepCell> CellsAt(ImmutableArray<double> values)
    {
        // The grid first: an axis may bring the object that a field lies in.
        ImmutableArray<GridValue> moved = [.. Search.Fields.Zip(values, (f, v) => new GridValue(f.Path.ToString(), v, [(f.Path, f.Node.Number(v))]))];
        return SweepReader.Cells(_experiment, [.. _points.Select(p => p.AddRange(moved))], [.. _axes, .. moved.Select(m => m.Axis)], [], _origin);
    }

    private static IEnumerable<IGrouping<string, SweepCell>> Groups(IEnumerable<SweepCell> cells, int axis)
        => cells.GroupBy(c => string.Join('\u001f', c.Labels.RemoveAt(axis).Select(ResultTable.Plain)));
}
