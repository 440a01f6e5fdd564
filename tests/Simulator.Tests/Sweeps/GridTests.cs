using Simulator.Specifications;
using Simulator.Sweeps;
using Xunit;

namespace Simulator.Tests.Sweeps;

public class GridTests
{
    private const string Gaussian = "\"target\": { \"kind\": \"gaussian\", \"dimension\": 1, \"standardDeviation\": 2 }";

    /// <summary>The last axis is fastest; the step counts of the experiment are the last of all.</summary>
    [Fact]
    public void Axes_are_crossed_in_their_order()
    {
        SweepSpecification sweep = Read("""
            "grid": [{ "field": "target.dimension", "name": "d", "values": [1, 2] }, { "field": "schedule.c1", "name": "c1", "values": [4, 5] }], "steps": [50, 100],
            "schedule": { "kind": "two-phase" }
            """);
        Assert.Equal(["d", "c1", "steps"], sweep.Axes);
        Assert.Equal(8, sweep.Cells.Length);
        Assert.Equal([1.0, 4.0, 50.0], sweep.Cells[0].Labels);
        Assert.Equal([1.0, 4.0, 100.0], sweep.Cells[1].Labels);
        Assert.Equal([1.0, 5.0, 50.0], sweep.Cells[2].Labels);
        Assert.Equal([2.0, 5.0, 100.0], sweep.Cells[7].Labels);
        Assert.Equal(2, sweep.Cells[7].Experiment.Target.Dimension);
        Assert.Equal(100, sweep.Cells[7].Steps);
    }

    [Fact]
    public void Zipped_axes_go_step_by_step()
    {
        SweepSpecification sweep = Read(Grid("""{ "zip": [{ "field": "target.dimension", "name": "d", "values": [1, 4, 9] }, { "field": "target.standardDeviation", "name": "s", "values": [3, 2, 1] }] }"""));
        Assert.Equal([[1.0, 3.0, 50.0], [4.0, 2.0, 50.0], [9.0, 1.0, 50.0]], sweep.Cells.Select(c => c.Labels.ToArray()));
    }

    /// <summary>Families with different fields make rows of one table.</summary>
    [Fact]
    public void Grids_stand_one_after_the_other()
    {
        SweepSpecification sweep = Read(Grid("""
            { "either": [
              [{ "field": "target", "name": "family", "values": [{ "label": "a", "value": { "kind": "gaussian", "standardDeviation": 2 } }] }, { "field": "target.dimension", "name": "d", "values": [1, 3] }],
              [{ "field": "target", "name": "family", "values": [{ "label": "b", "value": { "kind": "sphere" } }] },
               { "field": "target.dimension", "name": "d", "values": [4], "also": [{ "field": "target.radius", "factor": 3, "power": 0.5 }] }] ] }
            """));
        Assert.Equal([["a", 1.0, 50.0], ["a", 3.0, 50.0], ["b", 4.0, 50.0]], sweep.Cells.Select(c => c.Labels.ToArray()));
        Assert.Equal(6, sweep.Cells[2].Experiment.Target.ToJson()["radius"]!.GetValue<double>());
    }

    [Theory]
    [InlineData("""{ "field": "target.dimension", "range": { "from": 1, "to": 7, "step": 3 } }""", new[] { 1.0, 4, 7 })]
    [InlineData("""{ "field": "target.standardDeviation", "range": { "from": 0.1, "to": 0.5, "step": 0.1 } }""", new[] { 0.1, 0.2, 0.30000000000000004, 0.4, 0.5 })]
    [InlineData("""{ "field": "target.standardDeviation", "logRange": { "from": 1, "to": 16, "count": 5 } }""", new[] { 1.0, 2, 4, 8, 16 })]
    [InlineData("""{ "field": "target.dimension", "logRange": { "from": 1, "to": 4, "count": 5, "integers": true } }""", new[] { 1.0, 2, 3, 4 })]
    public void Ranges_are_what_they_say(string axis, double[] values)
        => Assert.Equal(values, Read(Grid(axis)).Cells.Select(c => (double)c.Labels[0]));

    [Theory]
    [InlineData("[]", "1:", "grid", "found an empty array, expected an array of axes")]
    [InlineData("""[{ "field": "target.dimension" }]""", "grid[0]", "expected one of 'values' [ … ], 'range' {from, to, step} and 'logRange' {from, to, count}")]
    [InlineData("""[{ "field": "target.dimension", "values": [] }]""", "grid[0].values", "found an empty array")]
    [InlineData("""[{ "field": "target.dimension", "values": [1, 1] }]""", "grid[0].values[1]", "a label that is there already, '1'")]
    [InlineData("""[{ "field": "target.dimension", "values": [1], "range": { "from": 1, "to": 2 } }]""", "grid[0]", "found both 'values' and 'range', expected one of them")]
    [InlineData("""[{ "field": "target.dimension", "range": { "from": 2, "to": 1 } }]""", "grid[0].range.to", "expected from ≤ to: the grid would be empty")]
    [InlineData("""[{ "field": "target.dimension", "logRange": { "from": 0, "to": 1, "count": 2 } }]""", "grid[0].logRange.from", "found 0, expected a positive number")]
    [InlineData("""[{ "field": "target.dimension", "values": [1] }, { "field": "target.dimension", "name": "e", "values": [2] }]""", "grid[1]", "'e' sets target.dimension, which overwrites target.dimension of 'target.dimension'")]
    [InlineData("""[{ "field": "target.dimension", "values": [1] }, { "field": "target", "values": [{ "kind": "gaussian", "standardDeviation": 1 }] }]""", "grid[1]", "'target' sets target, which overwrites target.dimension")]
    [InlineData("""[{ "field": "target.dimension", "name": "x", "values": [1] }, { "field": "target.standardDeviation", "name": "x", "values": [1] }]""", "grid[1]", "found a second axis 'x'")]
    [InlineData("""{ "zip": [{ "field": "target.dimension", "values": [1, 2] }, { "field": "target.standardDeviation", "values": [1] }] }""", "grid.zip[1]", "found 1 values beside 2")]
    [InlineData("""{ "either": [{ "field": "target.dimension", "values": [1] }, { "field": "target.standardDeviation", "values": [1] }] }""", "grid.either[1]", "expected the same names")]
    [InlineData("""[{ "field": "target..x", "values": [1] }]""", "grid[0].field", "expected the place of a field")]
    [InlineData("""[{ "field": "target.means[3]", "values": [1] }]""", "grid[0].values[0]", "the field 'target.means[3]' is not there")]
    [InlineData("""[{ "field": "target.kind.x", "values": [1] }]""", "grid[0].values[0]", "found the string \"gaussian\" in the place of an object")]
    [InlineData("""[{ "field": "name", "values": ["a"] }]""", "grid[0].field", "which is no field of an experiment")]
    [InlineData("""[{ "field": "target.dimension", "name": "w1Upper", "values": [1] }]""", "grid[0].name", "which is a column of the results")]
    [InlineData("""[{ "field": "target.dimension", "name": "steps", "values": [1] }]""", "grid[0].name", "which is a column of the results")]
    [InlineData("""[{ "field": "target.dimension", "name": "accuracy", "values": [1] }]""", "grid[0].name", "which is a column of the results")]
    [InlineData("""[{ "field": "target.standardDeviation", "values": [1], "also": [{ "field": "target.standardDeviation", "factor": 2 }] }]""", "grid[0].also", "which the axis sets already at target.standardDeviation")]
    [InlineData("""[{ "field": "target.dimension", "values": [2, { "label": "2", "value": 6 }] }]""", "grid[0].values[1]", "a label that is there already, '2'")]
    [InlineData("""[{ "field": "target.dimension", "values": [{ "label": "a\nb", "value": 6 }] }]""", "grid[0].values[0].label", "all of them visible")]
    [InlineData("""{ "either": [{ "field": "target.dimension", "name": "d", "values": [1, 2] }, { "field": "target.dimension", "name": "d", "values": [2, 4] }] }""", "grid", "found a second point with d = 2, steps = 50, expected each once")]
    [InlineData("""{ "either": [{ "field": "target.dimension", "name": "d", "values": [1, 2] }, { "field": "target.dimension", "name": "d", "values": [4], "also": [{ "field": "target.standardDeviation" }] }] }""", "grid", "expected an axis of texts that tells them apart")]
    [InlineData("""[{ "field": "target.dimension", "values": [1, 2.5] }]""", "grid[0].values[1]", "in cell 1 (target.dimension = 2.5, steps = 50)")]
    [InlineData("""[{ "field": "target.dimensoin", "values": [1] }]""", "grid[0].values[0]", "unknown field 'dimensoin'")]
    [InlineData("""[{ "field": "steps", "values": [3] }]""", "steps", "found beside an axis of the grid over steps")]
    [InlineData("""[{ "field": "target.dimension", "range": { "from": 1, "to": 99999 } }, { "field": "seed", "range": { "from": 1, "to": 99999 } }]""", "grid", "found a grid of more than 1000000 cells")]
    [InlineData("""[{ "field": "target.dimension", "range": { "from": 1, "to": 1e9 } }]""", "grid[0].range", "found 1E+09 values, expected at most 100000")]
    public void Bad_grids_are_named(string grid, params string[] parts)
    {
        string message = Assert.Throws<SpecificationException>(() => Read($"\"grid\": {grid}, \"steps\": 50")).Message;
        Assert.StartsWith("s:1:", message, StringComparison.Ordinal);
        foreach (string part in parts)
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"accuracy\": 0.1, \"steps\": 50", "steps: found beside 'accuracy'")]
    [InlineData("\"accuracy\": 0.1, \"grid\": [{ \"field\": \"steps\", \"values\": [50] }]", "an axis over steps beside 'accuracy'")]
    [InlineData("\"accuracy\": 0", "accuracy: found 0, expected a positive number")]
    [InlineData("\"accuracy\": []", "accuracy: found an empty array")]
    [InlineData("\"steps\": 50, \"mostSteps\": 100", "mostSteps: found without 'accuracy'")]
    [InlineData("\"grid\": [{ \"field\": \"seed\", \"values\": [1] }]", "the field 'steps' is missing")]
    [InlineData("\"steps\": 50, \"search\": {}", "'simulator search' runs it")]
    [InlineData("\"steps\": [50, 60, 50]", "steps[2]: found T = 50 a second time")]
    [InlineData("\"grid\": [{ \"field\": \"steps\", \"name\": \"T\", \"values\": [50] }]", "expected no name")]
    public void Bad_sweeps_are_named(string fields, string part)
        => Assert.Contains(part, Assert.Throws<SpecificationException>(() => Read(fields)).Message, StringComparison.Ordinal);

    /// <summary>Addresses tell apart what is measured, and nothing else.</summary>
    [Fact]
    public void Equal_experiments_have_equal_addresses()
    {
        string[] a = [.. Read(Grid("""{ "field": "target.dimension", "name": "d", "values": [1, 2, 3] }""")).Cells.Select(c => c.Key)];
        string[] b = [.. Read(Grid("""{ "field": "target.dimension", "name": "k", "values": [3, 2] }"""), more: ", \"name\": \"other\"").Cells.Select(c => c.Key)];
        Assert.Equal(3, a.Distinct().Count());
        Assert.Equal([a[2], a[1]], b);
        Assert.NotEqual(a[0], Read("\"steps\": 51").Cells[0].Key);
        Assert.NotEqual(a[0], Read("\"steps\": 50", more: ", \"seed\": 2").Cells[0].Key);
        Assert.Equal(a[0], Read("\"steps\": 50", more: ", \"learner\": { \"kind\": \"exact\" }").Cells[0].Key);
    }

    /// <summary>The whole has another address where axes or labels have other names: parts of the two must not be put together.</summary>
    [Fact]
    public void Names_are_part_of_the_address_of_the_whole()
    {
        string[] grids =
        [
            """{ "field": "target.dimension", "name": "d", "values": [1, 2] }""", """{ "field": "target.dimension", "name": "k", "values": [1, 2] }""",
            """{ "field": "target.dimension", "name": "d", "values": [{ "label": "a", "value": 1 }, { "label": "b", "value": 2 }] }""", """{ "field": "target.dimension", "name": "d", "values": [{ "label": "b", "value": 1 }, { "label": "a", "value": 2 }] }""",
        ];
        SweepSpecification[] sweeps = [.. grids.Select(g => Read(Grid(g)))];
        Assert.Equal(4, sweeps.Select(s => s.Address).Distinct().Count());
        Assert.All(sweeps, s => Assert.Equal(sweeps[0].Cells.Select(c => c.Key), s.Cells.Select(c => c.Key)));
    }

    private static string Grid(string grid) => $"\"grid\": [{grid}], \"steps\": 50";

    private static SweepSpecification Read(string fields, string more = "")
        => SweepReader.Read(SpecificationReader.Parse($"{{ {Gaussian}, {fields}{more} }}", "s"), "", "test");
}
