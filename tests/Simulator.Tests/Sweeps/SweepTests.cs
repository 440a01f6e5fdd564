using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Simulator.Cli;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Specifications;
using Simulator.Tests.Cli;
using Xunit;

namespace Simulator.Tests.Sweeps;

public sealed class SweepTests : IDisposable
{
    private static readonly string[] Collected = ["cells.parquet", "cells.csv", "summary.json"];

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>N(0, 4 I_d) has W1 = c(T) E‖Z‖, so that the exponent over d is that of E‖Z‖ = √2 Γ((d+1)/2)/Γ(d/2), here by hand for d = 1, 2, 4.</summary>
    [Fact]
    public async Task The_exponent_of_d_is_that_of_the_norm_of_noise()
    {
        string path = Write("g", "\"grid\": [{ \"field\": \"target.dimension\", \"name\": \"d\", \"values\": [1, 2, 4] }], \"steps\": [50, 100, 200]");
        JsonNode result = await Sweep(path, "a");
        double[] x = [0, Math.Log(2), Math.Log(4)], y = [Math.Log(Math.Sqrt(2 / Math.PI)), Math.Log(Math.Sqrt(Math.PI / 2)), Math.Log(3 * Math.Sqrt(2 * Math.PI) / 4)];
        double slope = (y[2] - y[0]) / (x[2] - x[0]);
        JsonNode fit = result["fits"]!.AsArray().Single(f => (string)f!["against"]! == "dimension")!;
        Close.Absolute(slope, (double)fit["exponent"]!["value"]!, 1e-9);
        Assert.Equal(("w1", 2.5, 9), ((string)fit["quantity"]!, (double)fit["stated"]!, (int)fit["points"]!));
        Assert.Equal((9, 9, 0), ((int)result["cells"]!, (int)result["computed"]!, (int)result["reused"]!));

        // Log-corrected, W1 of a fixed smooth target falls like 1/T (section 7).
        JsonNode overSteps = result["fits"]!.AsArray().Single(f => (string)f!["against"]! == "steps")!;
        Assert.InRange((double)overSteps["logCorrected"]!["value"]!, -1.1, -0.9);
        foreach (string file in Collected)
            Assert.True(File.Exists(_folder.PathOf($"a/{file}")), file);
    }

    /// <summary>The smallest T is where the row before does not do, by rows that verify measures.</summary>
    [Fact]
    public async Task The_smallest_T_is_the_smallest()
    {
        JsonNode result = await Sweep(Write("c", "\"accuracy\": [0.05, 0.01], \"grid\": [{ \"field\": \"target.standardDeviation\", \"name\": \"s\", \"values\": [0.5, 2] }]"), "a");
        JsonArray found = result["summary"]!["complexity"]!.AsArray();
        Assert.Equal(4, found.Count);
        foreach (JsonNode? search in found)
        {
            double accuracy = (double)search!["accuracy"]!, deviation = (int)search["cell"]! == 0 ? 0.5 : 2;
            int steps = (int)search["steps"]!;
            Assert.Equal(("ok", steps - 1), ((string)search["status"]!, (int)search["insufficient"]!));
            VerifyResult rows = VerifyRunner.Run(ExperimentReader.Read(
                SpecificationReader.Parse($$"""{ "target": { "kind": "gaussian", "dimension": 1, "standardDeviation": {{deviation.ToString(CultureInfo.InvariantCulture)}} }, "steps": [{{steps - 1}}, {{steps}}] }""", "s"), "", "s"), cancellation: TestContext.Current.CancellationToken);
            Assert.True(rows.Rows[0].W1.Lower > accuracy && rows.Rows[1].W1.Upper <= accuracy);
        }

        JsonNode fit = result["fits"]!.AsArray().Single(f => (string)f!["against"]! == "1/accuracy")!;
        Assert.Equal(("steps", 1.0), ((string)fit["quantity"]!, (double)fit["stated"]!));
        Assert.InRange((double)fit["exponent"]!["value"]!, 1, 1.4);
    }

    /// <summary>What the schedule decides says nothing about ε: it is named, and left out of the fit.</summary>
    [Fact]
    public async Task The_least_T_of_a_schedule_decides_no_exponent()
    {
        JsonNode result = await Sweep(Write("c", "\"accuracy\": [10, 5, 2, 0.05, 0.02, 0.01]"), "a");
        Assert.Equal(3, result["summary"]!["complexity"]!.AsArray().Count(c => (string?)c!["reason"] == "the schedule allows no smaller T"));
        JsonNode fit = Assert.Single(result["fits"]!.AsArray())!;
        Assert.Equal((3, 3), ((int)fit["points"]!, (int)fit["leftOut"]!));
        Assert.InRange((double)fit["exponent"]!["value"]!, 1, 1.4);
    }

    /// <summary>Where d and T change together, nothing can be said about either; nor where L_f and d do.</summary>
    [Theory]
    [InlineData("\"field\": \"steps\", \"values\": [50, 100, 200]")]
    [InlineData("\"field\": \"target.standardDeviation\", \"name\": \"s\", \"values\": [1.5, 3, 6]")]
    public async Task Variables_that_change_together_have_no_exponents(string other)
    {
        string steps = other.Contains("steps", StringComparison.Ordinal) ? "" : ", \"steps\": 50";
        JsonNode result = await Sweep(Write("z", $"\"grid\": [{{ \"zip\": [{{ \"field\": \"target.dimension\", \"name\": \"d\", \"values\": [1, 4, 16] }}, {{ {other} }}] }}]{steps}"), "a");
        Assert.DoesNotContain(result["fits"]!.AsArray(), f => (string)f!["against"]! is "steps" or "lipschitz" || (steps.Length == 0 && (string)f["against"]! == "dimension"));
    }

    /// <summary>Seeds change nothing of the exact learner: thirty copies are one observation, and L_f = 1 is a floor.</summary>
    [Fact]
    public async Task Copies_count_once_and_floors_not_at_all()
    {
        JsonNode seeds = await Sweep(Write("s", "\"grid\": [{ \"field\": \"seed\", \"range\": { \"from\": 1, \"to\": 9 } }], \"steps\": [50, 100, 200, 400]"), "a"), once = await Sweep(Write("o", "\"steps\": [50, 100, 200, 400]"), "b");
        JsonNode many = seeds["fits"]![0]!, one = once["fits"]![0]!;
        Assert.Equal(((double)one["exponent"]!["value"]!, (int)one["points"]!), ((double)many["exponent"]!["value"]!, (int)many["points"]!));

        JsonNode floor = await Sweep(Write("f", "\"grid\": [{ \"field\": \"target.standardDeviation\", \"name\": \"s\", \"values\": [0.2, 0.5, 2, 4, 8] }], \"steps\": 50"), "c");
        Assert.Equal((3, 2), ((int)floor["fits"]![0]!["points"]!, (int)floor["fits"]![0]!["leftOut"]!));
    }

    [Fact]
    public async Task Another_schedule_is_not_held_against_the_theorem()
    {
        JsonNode fit = (await Sweep(Write("k", "\"schedule\": { \"kind\": \"karras\" }, \"steps\": [50, 100, 200]"), "a"))["fits"]![0]!;
        Assert.Null(fit["logCorrected"]);
        Assert.Contains("Theorem 1 bounds none of it", (string)fit["verdict"]!, StringComparison.Ordinal);
    }

    /// <summary>W1 of off-centre data is what the start costs, which falls like T^−(c1−c0)/2: more slowly than log⁵T/T itself over this range.</summary>
    [Fact]
    public async Task What_falls_more_slowly_than_the_bound_is_said_to()
    {
        JsonNode fit = (await Sweep(Write("i", "\"schedule\": { \"kind\": \"two-phase\", \"c0\": 2, \"c1\": 2.1 }, \"steps\": [50, 400, 3200]", """{ "kind": "gaussian", "mean": [5000], "covariance": [[1]] }"""), "a"))["fits"]![0]!;
        Assert.True((double)fit["exponent"]!["value"]! > (double)fit["statedHere"]!);
        Assert.Contains("that is more slowly than the log⁵T · T^-1 of Theorem 1 (S)", (string)fit["verdict"]!, StringComparison.Ordinal);
    }

    /// <summary>Whatever is changed afterwards in a file that the page is made of is noticed.</summary>
    [Theory]
    [InlineData("summary.json")]
    [InlineData("sweep.json")]
    [InlineData("cells.parquet")]
    public async Task Changed_results_make_no_page(string file)
    {
        await Sweep(Write("g", "\"steps\": [30, 60]"), "a");
        string path = _folder.PathOf($"a/{file}");
        byte[] content = File.ReadAllBytes(path);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(path, content);
        string complaint = await _folder.Refused("report", _folder.PathOf("a"));
        Assert.Contains(file, complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_T_that_is_never_reached_is_a_finding_with_code_2()
    {
        CliOutcome outcome = await CliFolder.Run("sweep", Write("n", "\"accuracy\": 1e-6, \"mostSteps\": 64"), "--out", _folder.Out, "--no-figure");
        Assert.Equal(ExitCodes.NotConverged, outcome.Code);
        Assert.Contains("out-of-range: W1 is not known to be below ε at any T up to 64", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>A grid that has grown, in the same folder: only what is new is measured, and the table is that of a run from nothing.</summary>
    [Fact]
    public async Task Only_what_is_missing_is_measured()
    {
        string small = Write("g", "\"grid\": [{ \"field\": \"target.dimension\", \"name\": \"d\", \"values\": [3, 5] }], \"steps\": [30, 60]");
        await Sweep(small, "a");
        JsonNode again = await Sweep(small, "a");
        Assert.Equal((0, 4), ((int)again["computed"]!, (int)again["reused"]!));

        string large = Write("g", "\"grid\": [{ \"field\": \"target.dimension\", \"name\": \"d\", \"values\": [1, 3, 5] }], \"steps\": [60, 30, 90]");
        JsonNode grown = await Sweep(large, "a");
        Assert.Equal((5, 4), ((int)grown["computed"]!, (int)grown["reused"]!));
        await Sweep(large, "b");
        AssertSameBytes("a", "b");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    public async Task Threads_change_no_byte(string threads)
    {
        string path = Write("t", "\"grid\": [{ \"field\": \"target.standardDeviations\", \"name\": \"s\", \"values\": [[0.6, 0.6], [0.4, 0.7]] }], \"steps\": [20, 30, 40]", CliFolder.Bimodal);
        await Sweep(path, "a", "--threads", "2");
        await Sweep(path, "b", "--threads", threads);
        AssertSameBytes("a", "b");
    }

    /// <summary>Learners that sample use all threads for one cell after the other; still no byte depends on them.</summary>
    [Fact]
    public async Task Sampled_cells_are_the_same_for_any_number_of_threads()
    {
        string path = Write("t", "\"samples\": 32, \"learner\": { \"kind\": \"ddim\" }, \"steps\": [12, 16]", """{ "kind": "mixture", "weights": [0.5, 0.5], "means": [[-1, 0, 0], [1, 0, 0]], "standardDeviations": [0.6, 0.6] }""");
        await Sweep(path, "a", "--threads", "1");
        await Sweep(path, "b", "--threads", "2");
        AssertSameBytes("a", "b");
    }

    /// <summary>kill −9 twenty times at random places: the last run completes to the bytes of a run that was never disturbed.</summary>
    [Fact]
    public async Task Killed_twenty_times_the_table_is_the_same()
    {
        const int Kills = 20, Cells = 4000;
        string path = Write("k", $"\"grid\": [{{ \"field\": \"target.standardDeviation\", \"name\": \"s\", \"logRange\": {{ \"from\": 0.5, \"to\": 5, \"count\": {Cells / 2} }} }}], \"steps\": [400, 800]");
        string program = Path.Combine(AppContext.BaseDirectory, "Simulator.Cli.dll"), log = _folder.PathOf("killed/parts/0000-of-0001.cells");
        var random = RandomStream.Named(11, "test", "kill", "delay");
        int between = 0;
        for (int i = 0; i < Kills; i++)
        {
            long before = Length(log);
            using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, "sweep", path, "--out", _folder.PathOf("killed"), "--no-figure", "--quiet", "--threads", "1"]))!;

            // Most kills fall among the cells, however long the program takes to start here; some before.
            while (i % 4 != 0 && !process.HasExited && Length(log) == before)
                await Task.Delay(5, TestContext.Current.CancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(0.2 * random.NextUniform()), TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (Length(log) > before) between++;
        }

        Assert.True(between > Kills / 4, $"Only {between} runs were killed between their first cell and the last.");
        JsonNode last = await Sweep(path, "killed");
        Assert.Equal(Cells, (int)last["reused"]! + (int)last["computed"]!);
        await Sweep(path, "whole");
        AssertSameBytes("whole", "killed");
        Assert.Single(Directory.EnumerateFiles(_folder.PathOf("killed/parts")));

        static long Length(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;
    }

    [Fact]
    public async Task Results_of_another_specification_are_left_alone()
    {
        await Sweep(Write("a", "\"steps\": 30"), "x");
        string[] before = Files("x");
        string changed = Write("a", "\"steps\": 30, \"seed\": 2"), named = Write("b", "\"steps\": 30");
        Assert.Contains("found the results of another specification (seed: nothing there, 2 here)", await _folder.Refused("sweep", changed, "--out", _folder.PathOf("x")), StringComparison.Ordinal);
        Assert.Contains("found the results of another specification (name: a there, b here)", await _folder.Refused("sweep", named, "--out", _folder.PathOf("x")), StringComparison.Ordinal);
        Assert.Equal(before, Files("x"));
    }

    [Fact]
    public async Task A_folder_is_one_tasks_at_a_time()
    {
        string path = Write("a", "\"steps\": 30");
        await Sweep(path, "x");
        using (RecordFile.Create(_folder.PathOf("x/parts/0000-of-0001.cells"), "simulator cells 1\n"u8, ""))
        {
            Assert.Contains("another process seems to run the same task", await _folder.Refused("sweep", path, "--out", _folder.PathOf("x")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_grid_in_verify_says_which_command_it_is_for()
        => Assert.Contains("'simulator sweep' runs grids", await _folder.Refused("verify", Write("a", "\"grid\": [], \"steps\": 30"), "--out", _folder.Out), StringComparison.Ordinal);

    [Fact]
    public async Task Rows_of_verify_and_of_a_sweep_are_the_same()
    {
        string path = Write("a", "\"steps\": [20, 40]", CliFolder.Bimodal);
        await Sweep(path, "x");
        CliOutcome verified = await CliFolder.Run("verify", path, "--out", _folder.Out, "--no-figure", "--json");
        string[][] csv = [.. File.ReadAllLines(_folder.PathOf("x/cells.csv")).Select(l => l.Split(','))];
        JsonArray rows = JsonNode.Parse(verified.Output)!["rows"]!.AsArray();
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal((double)rows[i]!["w1"]!["lower"]!, double.Parse(csv[i + 1][Array.IndexOf(csv[0], "w1Lower")], CultureInfo.InvariantCulture));
            Assert.Equal((double)rows[i]!["bound"]!["impliedC1Log10"]!, double.Parse(csv[i + 1][Array.IndexOf(csv[0], "impliedC1Log10")], CultureInfo.InvariantCulture));
            Assert.Equal(Status.Ok.Name(), csv[i + 1][Array.IndexOf(csv[0], "status")]);
        }
    }

    private string Write(string name, string fields, string target = """{ "kind": "gaussian", "dimension": 1, "standardDeviation": 2 }""")
        => _folder.Write($"{name}.json", $"{{ \"target\": {target}, {fields} }}");

    private async Task<JsonNode> Sweep(string path, string folder, params string[] more)
    {
        CliOutcome outcome = await CliFolder.Run(["sweep", path, "--out", _folder.PathOf(folder), "--no-figure", "--json", .. more]);
        Assert.True(outcome.Code == ExitCodes.Done, outcome.Error);
        return JsonNode.Parse(outcome.Output)!;
    }

    private void AssertSameBytes(string first, string second)
    {
        foreach (string file in Collected)
            Assert.Equal(File.ReadAllBytes(_folder.PathOf($"{first}/{file}")), File.ReadAllBytes(_folder.PathOf($"{second}/{file}")));
    }

    private string[] Files(string folder) => [.. Directory.EnumerateFiles(_folder.PathOf(folder), "*", SearchOption.AllDirectories).Select(f => $"{f} {File.ReadAllText(f)}").Order(StringComparer.Ordinal)];
}
