using System.Diagnostics;
using System.Globalization;
using Simulator.Cli;
using Simulator.Sweeps;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>A sweep shared over tasks gives the bytes of one run: in this process, through the script for Slurm, and where they are here, under GNU parallel and a real Slurm.</summary>
public sealed class ClusterTests : IDisposable
{
    /// <summary>What the scripts of tests/Cluster end with where they cannot run.</summary>
    private const int CannotRun = 77;

    private const string Grid = """, "grid": { "name": "mean", "field": "target.means[1]", "values": [1, 1.5, 2] }""";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly string[] Collected = ["cells.parquet", "cells.csv", "summary.json", "complexity.csv"];

    /// <summary>A submission that runs the job at once: each task of an array in a process of its own, all at the same time.</summary>
    private const string FakeSbatch = """
        #!/bin/bash
        set -euo pipefail
        here=$(dirname "$0")
        last=none log=
        for word in "$@"; do
            case $word in
                --array=0-*) last=${word#--array=0-} ;;
                --output=*) log=${word#--output=} ;;
                --dependency=*) [ "$word" = --dependency=afterany:7 ] || exit 9 ;;
            esac
        done
        job=$(mktemp "$here/job.XXXXXX")
        cat > "$job"
        log=${log//%%/%}
        if [ "$last" = none ]; then
            bash "$job" > "${log//%j/8}" 2>&1 || true
            echo 8
        else
            for ((i = 0; i <= last; i++)); do
                named=${log//%A/7}
                SLURM_ARRAY_TASK_ID=$i bash "$job" > "${named//%a/$i}" 2>&1 &
            done
            wait
            echo '7;cluster'
        fi
        """;

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4, "\"steps\": [20, 30]")]
    [InlineData(9, "\"steps\": 20")]
    [InlineData(4, "\"accuracy\": [0.4, 0.3], \"mostSteps\": 200")]
    public async Task Tasks_and_collect_give_the_bytes_of_one_run(int tasks, string steps)
    {
        string spec = Write(steps), count = tasks.ToString(CultureInfo.InvariantCulture);
        await Done("sweep", spec, "--out", _folder.PathOf("a"), "--no-figure", "--quiet");

        // The last task first: which one claims the folder does not matter either.
        for (int task = tasks - 1; task >= 0; task--)
            await Done("sweep", spec, "--out", _folder.PathOf("b"), "--task-index", $"{task}", "--task-count", count, "--quiet");
        Assert.Equal(tasks, Parts("b").Length);
        await Done("collect", _folder.PathOf("b"), "--no-figure", "--quiet");
        AssertSameBytes("a", "b", steps.Contains("accuracy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_script_for_slurm_gives_the_bytes_of_one_run()
    {
        RequireBash();
        string spec = _folder.Write("it's 5% \"new\"/spec.json", Text("\"steps\": 20")), bin = _folder.PathOf("bin");
        string results = _folder.PathOf("it's 5% \"new\"/b $HOME");
        CliOutcome emitted = await CliFolder.Run("sweep", spec, "--out", results, "--task-count", "4", "--emit-slurm", "--no-figure");
        Assert.Equal((ExitCodes.Done, ""), (emitted.Code, emitted.Error));
        Assert.False(Directory.Exists(results), "Emitting a script measures and writes nothing.");
        Assert.Contains("--array=0-3 ", emitted.Output, StringComparison.Ordinal);
        Assert.Contains("--dependency=afterany:", emitted.Output, StringComparison.Ordinal);
        _folder.Write("submit.sh", emitted.Output);
        string sbatch = _folder.Write("bin/sbatch", FakeSbatch);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(sbatch, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (int code, string output, string error) = await Bash(
            [_folder.PathOf("submit.sh")],
            ("PATH", $"{bin}:{Environment.GetEnvironmentVariable("PATH")}"),
            ("SIMULATOR", $"dotnet '{Program().Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        Assert.Equal((0, "tasks: job 7, collect: job 8\n", ""), (code, output, error));
        string[] logs = [.. Directory.EnumerateFiles(Path.Combine(results, "logs")).Order(StringComparer.Ordinal)];
        Assert.Equal(["7-0.log", "7-1.log", "7-2.log", "7-3.log", "8-collect.log"], logs.Select(Path.GetFileName));
        Assert.All(logs[..4], log => Assert.Equal("", File.ReadAllText(log)));
        Assert.DoesNotContain(".png", File.ReadAllText(logs[4]), StringComparison.Ordinal);
        await Done("sweep", spec, "--out", _folder.PathOf("a"), "--no-figure", "--quiet");
        AssertSameBytes("a", results, complexity: false);
    }

    [Fact]
    public async Task What_decides_the_numbers_reaches_every_task_of_the_script()
    {
        CliOutcome emitted = await CliFolder.Run(
            "sweep", Write("\"steps\": 20"), "--out", _folder.Out, "--task-count", "3", "--emit-slurm", "--seed", "5", "--backend", "managed", "--memory", "2", "--recompute");
        Assert.Contains("--seed 5 --backend managed --memory 2 --recompute'\n", emitted.Output, StringComparison.Ordinal);
        Assert.Contains("sweep.json", Assert.Single(emitted.Output.Split('\n'), l => l.Contains("--task-index $SLURM_ARRAY_TASK_ID --task-count 3", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--emit-slurm: found without --task-count", "--emit-slurm")]
    [InlineData("--task-index: found beside --emit-slurm", "--emit-slurm", "--task-index", "0", "--task-count", "4")]
    [InlineData("--task-index: found alone", "--task-index", "0")]
    [InlineData("--task-count: found alone", "--task-count", "4")]
    [InlineData("--task-index: found 4 of 4 tasks, expected 0 to 3", "--task-index", "4", "--task-count", "4")]
    [InlineData("--task-index: found '-1', expected an integer of at least 0", "--task-index", "-1", "--task-count", "4")]
    [InlineData("--task-count: found '0', expected an integer from 1 to 100000", "--task-index", "0", "--task-count", "0")]
    [InlineData("--task-count: found '2.5', expected an integer from 1 to 100000", "--emit-slurm", "--task-count", "2.5")]
    public async Task Tasks_that_cannot_be_are_refused(string sentence, params string[] options)
        => Assert.StartsWith(sentence, await _folder.Refused(["sweep", Write("\"steps\": 20"), "--out", _folder.Out, .. options]), StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_part_is_named_by_its_first_cell()
    {
        string spec = Write("\"steps\": [20, 30]");
        foreach (string task in (string[])["0", "1", "3"])
            await Done(OfTask(spec, task));
        string sentence = await _folder.Refused("collect", _folder.Out, "--no-figure");
        Assert.Equal($"{_folder.Out}: found 5 of 6 cells, cell 2 being the first that is missing; expected the parts of all tasks.", sentence);

        // A task that was killed has left its log.
        File.WriteAllText(_folder.PathOf("out/parts/0002-of-0004.cells"), "");
        Assert.Contains("missing (there are logs of tasks that have not ended: run them again)", await _folder.Refused("collect", _folder.Out, "--no-figure"), StringComparison.Ordinal);
        await Done(OfTask(spec, "2"));
        await Done("collect", _folder.Out, "--no-figure", "--quiet");
    }

    [Fact]
    public async Task A_damaged_part_is_named_and_measured_anew_on_request()
    {
        string spec = Write("\"steps\": [20, 30]");
        await Done("sweep", spec, "--out", _folder.PathOf("a"), "--no-figure", "--quiet");
        foreach (string task in (string[])["0", "1", "2", "3"])
            await Done(OfTask(spec, task));
        string part = Parts("out")[2];
        byte[] content = File.ReadAllBytes(part);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(part, content);

        string found = $"{part}: found a damaged part (its content is not what its name says), expected one as it was written; run ";
        Assert.StartsWith(found, await _folder.Refused("collect", _folder.Out, "--no-figure"), StringComparison.Ordinal);
        foreach (string task in (string[])["2", "0"])
            Assert.StartsWith(found, await _folder.Refused(OfTask(spec, task)), StringComparison.Ordinal);
        await Done([.. OfTask(spec, "2"), "--recompute"]);
        await Done("collect", _folder.Out, "--no-figure", "--quiet");
        AssertSameBytes("a", "out", complexity: false);
    }

    [Fact]
    public async Task A_part_of_another_specification_is_named()
    {
        string spec = Write("\"steps\": 20"), other = _folder.Write("other.json", Text("\"steps\": 20, \"seed\": 3"));
        foreach (string task in (string[])["0", "1", "2", "3"])
            await Done(OfTask(spec, task));
        await Done("sweep", other, "--out", _folder.PathOf("other"), "--task-index", "1", "--task-count", "2", "--quiet");
        string copied = _folder.PathOf($"out/parts/{Path.GetFileName(Parts("other")[0])}");
        File.Copy(Parts("other")[0], copied);
        Assert.Equal(
            $"{copied}: found the results of another specification, expected parts of 'cluster' alone; remove the file.",
            await _folder.Refused("collect", _folder.Out, "--no-figure"));
        File.Delete(copied);
        await Done("collect", _folder.Out, "--no-figure", "--quiet");
    }

    /// <summary>Tasks that begin at once, after all of them were killed: whoever looks for cells that are done must keep nobody from his log.</summary>
    [Fact]
    public async Task Tasks_that_begin_together_leave_each_others_logs_alone()
    {
        string path = Write("\"steps\": 20");
        await Done(OfTask(path, "3"));
        var folder = new SweepFolder(_folder.Out);
        TaskShare one = new(1, 4), other = new(2, 4);

        Task looking = Task.Run(() =>
        {
            for (int i = 0; i < 300; i++)
                folder.Known(other, recompute: false);
        }, TestContext.Current.CancellationToken);
        while (!looking.IsCompleted)
            folder.OpenLog(one).Dispose();
        await looking;
        Assert.False(File.Exists(_folder.PathOf("out/parts/0002-of-0004.cells")), "Whoever looks makes no log.");
    }

    /// <summary>Another number of tasks takes over what tasks of the first number had kept when they were killed, and leaves their logs as they are.</summary>
    [Fact]
    public async Task Another_number_of_tasks_takes_over_what_was_kept()
    {
        string path = Write("\"steps\": [20, 30]");
        SweepSpecification sweep = SweepReader.ReadFile(path);
        await Done(OfTask(path, "3"));
        var folder = new SweepFolder(_folder.Out);
        var killed = new TaskShare(0, 4);
        SweepCell cell = sweep.Cells[4];
        using (CellLog log = folder.OpenLog(killed))
        {
            log.Append(cell, new CellMeasurement([]).Of(cell, 1, TestContext.Current.CancellationToken));
        }

        string kept = _folder.PathOf("out/parts/0000-of-0004.cells");
        byte[] before = File.ReadAllBytes(kept);
        Assert.Equal([cell.Key, sweep.Cells[3].Key], folder.Known(TaskShare.Whole, recompute: false).Keys.OrderByDescending(k => k == cell.Key));
        Assert.Equal(before, File.ReadAllBytes(kept));
        Assert.Equal([sweep.Cells[3].Key], folder.Known(new TaskShare(1, 4), recompute: false).Keys);
    }

    [Fact]
    public async Task Under_gnu_parallel_the_bytes_are_those_of_one_run() => await Script("parallel.sh");

    [Fact]
    public async Task Under_slurm_the_bytes_are_those_of_one_run() => await Script("slurm.sh");

    private static async Task Script(string name)
    {
        RequireBash();
        (int code, string output, string error) = await Bash([Repository.PathOf("tests", "Cluster", name), "dotnet", Program()]);
        Assert.SkipWhen(code == CannotRun, output.Trim());
        Assert.True(code == 0, output + error);
        Assert.StartsWith($"{name}: OK: ", output, StringComparison.Ordinal);
    }

    private static void RequireBash() => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => File.Exists(Path.Combine(d, "bash"))) && !OperatingSystem.IsWindows(),
        "There is no bash here.");

    private static string Program()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Simulator.Cli.dll");
        Assert.True(File.Exists(program), $"{program} was not copied beside the tests.");
        return program;
    }

    /// <summary>Runs bash. A script that takes too long is asked to end, so that it can end its daemons, too.</summary>
    private static async Task<(int Code, string Output, string Error)> Bash(string[] words, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", words) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None), error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        return (process.ExitCode, await output, await error);
    }

    private static async Task Done(params string[] words)
    {
        CliOutcome outcome = await CliFolder.Run(words);
        Assert.True(outcome.Code == ExitCodes.Done, outcome.Error);
    }

    private string[] OfTask(string spec, string index) => ["sweep", spec, "--out", _folder.Out, "--task-index", index, "--task-count", "4", "--quiet"];

    private static string Text(string fields) => $$"""{ "name": "cluster", "target": {{CliFolder.Bimodal}}, {{fields}}{{Grid}} }""";

    private string Write(string fields) => _folder.Write("sweep.json", Text(fields));

    private string[] Parts(string folder) => [.. Directory.EnumerateFiles(_folder.PathOf($"{folder}/parts"), "*.parquet").Order(StringComparer.Ordinal)];

    private void AssertSameBytes(string first, string second, bool complexity)
    {
        foreach (string file in complexity ? Collected : Collected[..3])
            Assert.Equal(File.ReadAllBytes(_folder.PathOf($"{first}/{file}")), File.ReadAllBytes(Path.Combine(_folder.PathOf(second), file)));
    }
}
