using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Experiments;
using Simulator.Reports.Html;
using Simulator.Specifications;
using Simulator.Sweeps;
using Simulator.Tests.Cli;
using Xunit;

namespace Simulator.Tests.Reports.Html;

/// <summary>Results to report: a sweep on disk, and results of every command in memory.</summary>
internal static class ReportCases
{
    public const string Sweep = """
        { "name": "sweep", "target": { "kind": "gaussian", "standardDeviation": 2 },
          "grid": { "cross": [ { "field": "target.dimension", "name": "d", "values": [1, 4, 16] }, { "field": "steps", "values": [20, 40, 80] } ] } }
        """;

    public const string Search = """
        { "name": "search", "target": { "kind": "gaussian", "standardDeviation": 2 }, "accuracy": [0.2, 0.1, 0.05],
          "grid": { "field": "target.dimension", "name": "d", "values": [1, 4, 16] } }
        """;

    public static FolderResults None { get; } = new([], [], [], [], []);

    /// <summary>Measures a sweep into a folder.</summary>
    public static async Task<string> Measure(CliFolder folder, string specification, string name)
    {
        CliOutcome outcome = await CliFolder.Run("sweep", folder.Write($"{name}.json", specification), "--out", folder.PathOf(name), "--no-figure", "--quiet");
        Assert.True(outcome.Code == 0, outcome.Error);
        return folder.PathOf(name);
    }

    public static VerifyResult Verify(string target = """{ "kind": "gaussian", "dimension": 2, "standardDeviation": 2 }""", string steps = "[100, 200, 400]", string more = "")
        => VerifyRunner.Run(ExperimentReader.Read(SpecificationReader.Parse($$"""{ "name": "measured", "target": {{target}}, "steps": {{steps}}{{more}} }""", "test"), ".", "measured"));

    public static ReportSources Of(params VerifyResult[] results)
        => new([], None with { Verify = [.. results.Select((r, i) => new ResultFile<VerifyResult>($"{i}/results.json", new string('0', 64), r))] });

    /// <summary>The ids of the caveats on the page of some sources.</summary>
    public static ImmutableArray<string> CaveatsOf(ReportSources sources) => [.. Caveats.Of(sources, sources.Rows()).Select(c => c.Id)];

    /// <summary>A sweep of many rows, made up from another one.</summary>
    public static SweepResult Repeated(SweepResult sweep, int rows)
    {
        int cell = sweep.Table.Columns.ToList().FindIndex(c => c.Name == MeasurementColumns.Cell);
        ImmutableArray<ImmutableArray<object?>> many = [.. Enumerable.Range(0, rows).Select(i => sweep.Table.Rows[i % sweep.Table.Rows.Length].SetItem(cell, i))];
        return sweep with { Table = new ResultTable(sweep.Table.Columns, many), Summary = sweep.Summary with { Rows = rows, Cells = rows } };
    }

    /// <summary>The same sources with a text that wants to be markup wherever a text may stand.</summary>
    public static ReportSources Poisoned(ReportSources sources, string poison)
    {
        SweepResult sweep = sources.Sweeps[0];
        ImmutableArray<ResultColumn> columns = [.. sweep.Table.Columns.Select(c => c.Name == "d" ? new ResultColumn(poison, ColumnKind.Text) : c)];
        ImmutableArray<ImmutableArray<object?>> rows = [.. sweep.Table.Rows.Select(r => ImmutableArray.CreateRange(r.Select((v, i) => columns[i].Name == poison ? $"{poison}{v}" : v)))];
        SweepSummary summary = sweep.Summary with
        {
            Name = poison,
            Axes = [poison, MeasurementColumns.Steps],
            Fits = [.. sweep.Summary.Fits.Select(f => f with { Family = poison, Verdict = poison, Axis = poison })],
        };
        SweepResult poisoned = sweep with { Folder = poison + "/", Summary = summary, Table = new ResultTable(columns, rows), Specification = new JsonObject { [poison] = poison } };
        VerifyResult verify = Verify();
        verify = verify with
        {
            Name = poison,
            Target = verify.Target with { Kind = poison, Notes = [poison] },
            Rows = [.. verify.Rows.Select(r => r with { StatusReason = poison, ProofForm = null, ProofFormReason = poison, W1 = r.W1 with { LowerBy = poison } })],
        };
        return new ReportSources([poisoned], None with { Verify = [new ResultFile<VerifyResult>(poison, "0", verify)], Skipped = [new SkippedFile(poison, poison)] });
    }
}
