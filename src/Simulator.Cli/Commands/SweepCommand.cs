using System.CommandLine;
using System.Globalization;
using Simulator.Experiments;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Reports;
using Simulator.Specifications;
using Simulator.Sweeps;

namespace Simulator.Cli.Commands;

/// <summary>A grid of experiments: measured once, kept cell by cell, shared out over tasks.</summary>
internal static class SweepCommand
{
    private static readonly Argument<string> Specification = SpecificationArguments.One();

    private static readonly Option<string?> Out = new("--out") { Description = "Folder for parts, tables, summary and figures (default: results/NAME). Cells that are there already are not measured again.", CompletionSources = { Completions.Folders } };

    private static readonly Option<int?> TaskIndex = new("--task-index")
    {
        Description = "Which task this is, from 0: measures its share of the cells and writes its part. 'collect' puts the parts together.",
        Validators = { result => CommonOptions.RequireInteger(result, 0, int.MaxValue) },
    };

    private static readonly Option<int?> TaskCount = new("--task-count")
    {
        Description = "How many tasks share the cells.",
        Validators = { result => CommonOptions.RequireInteger(result, 1, 100_000) },
    };

    private static readonly Option<bool> EmitSlurm = new("--emit-slurm") { Description = "Measure nothing; print a script that submits --task-count tasks to Slurm as an array, and 'collect' after them." };

    private static readonly Option<bool> Recompute = new("--recompute") { Description = "Measure the cells of damaged parts anew instead of complaining about them." };

    private static readonly Option<int?> Memory = new("--memory")
    {
        Description = "Memory to use in GiB (default: what the machine or its container allows). Cells begin only while they fit.",
        Validators = { result => CommonOptions.RequireInteger(result, 1, 1 << 20) },
    };

    public static Command Create()
    {
        var command = new Command("sweep", "Measure a grid of experiments; killed at any moment, the same command goes on. Exponents, the smallest T, verdicts.");
        command.Arguments.Add(Specification);
        command.Options.Add(Out);
        command.Options.Add(TaskIndex);
        command.Options.Add(TaskCount);
        command.Options.Add(EmitSlurm);
        command.Options.Add(Recompute);
        command.Options.Add(Memory);
        command.Options.Add(CollectCommand.NoFigure);
        CommonOptions.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        bool json = parsed.GetValue(CommonOptions.Json), quiet = parsed.GetValue(CommonOptions.Quiet);
        string path = parsed.GetValue(Specification)!;
        TaskShare? task = ShareOf(parsed);
        LinearAlgebraBackend backend = CommonOptions.BackendOf(parsed);
        SweepSpecification sweep = SweepReader.ReadFile(path, parsed.GetValue(CommonOptions.Seed), backend.Name);
        string folder = OutputFolders.For(sweep.Name, parsed.GetValue(Out));
        if (parsed.GetValue(EmitSlurm))
        {
            string[] collecting = parsed.GetValue(CollectCommand.NoFigure) ? [CollectCommand.NoFigure.Name] : [];
            output.Write(SlurmScript.Of(sweep.Name, path, folder, parsed.GetValue(TaskCount)!.Value, PassedOn(parsed), collecting));
            return ExitCodes.Done;
        }

        OutputFolders.RequireWritable(folder);
        SweepResults.Claim(sweep, folder, backend.Name);
        const long GiB = 1L << 30;
        var options = new SweepOptions(task ?? TaskShare.Whole, CommonOptions.ThreadsOf(parsed), parsed.GetValue(Memory) * GiB, parsed.GetValue(Recompute));
        SweepRun run = ProgressLine.Run(
            $"sweep {sweep.Name}",
            quiet,
            error,
            report => SweepRunner.Run(sweep, folder, options, report is null ? null : p => report(p.Fraction, SweepReport.Progress(p)), cancellation));
        if (task is not null)
        {
            if (json) output.WriteLine(ResultJson.Write(new SweepResult(run.Cells, run.Computed, run.Reused, [], null)));
            else if (!quiet) output.WriteLine(SweepReport.Task(run, task.Value, folder));
            return ExitCodes.Of(run.Outcome);
        }

        (SweepSummary summary, string[] files) = CollectCommand.Collect(folder, !parsed.GetValue(CollectCommand.NoFigure));
        if (!json && !quiet) output.Write(SweepReport.Text(summary, run, folder, files));
        if (json) output.WriteLine(ResultJson.Write(new SweepResult(run.Cells, run.Computed, run.Reused, summary.Fits, summary)));
        return ExitCodes.Of(summary.Status);
    }

    /// <summary>The task that was asked for; null for all of the sweep.</summary>
    private static TaskShare? ShareOf(ParseResult parsed)
    {
        int? index = parsed.GetValue(TaskIndex), count = parsed.GetValue(TaskCount);
        if (parsed.GetValue(EmitSlurm))
        {
            if (index is not null) throw new SpecificationException("--task-index: found beside --emit-slurm, expected --task-count alone: the script gives every task its index.");
            if (count is null) throw new SpecificationException("--emit-slurm: found without --task-count, expected the number of tasks beside it.");
            return null;
        }

        if (index is null && count is null) return null;
        if (index is null || count is null)
            throw new SpecificationException($"{(index is null ? "--task-count" : "--task-index")}: found alone, expected --task-index and --task-count together.");
        return index < count
            ? new TaskShare(index.Value, count.Value)
            : throw new SpecificationException($"--task-index: found {index} of {count} tasks, expected 0 to {count - 1}.");
    }

    /// <summary>Options that every task of a script must be given, too: they decide the numbers.</summary>
    private static IEnumerable<string> PassedOn(ParseResult parsed)
    {
        if (parsed.GetValue(CommonOptions.Seed) is { } seed) yield return string.Create(CultureInfo.InvariantCulture, $"--seed {seed}");
        if (parsed.GetResult(CommonOptions.Backend) is { Implicit: false }) yield return $"--backend {parsed.GetValue(CommonOptions.Backend)}";
        if (parsed.GetValue(Memory) is { } memory) yield return string.Create(CultureInfo.InvariantCulture, $"--memory {memory}");
        if (parsed.GetValue(Recompute)) yield return Recompute.Name;
    }

    /// <summary>What <c>--json</c> prints.</summary>
    /// <param name="Cells">Cells of the sweep or the task.</param>
    /// <param name="Computed">Those that were measured now.</param>
    /// <param name="Reused">Those that were there.</param>
    /// <param name="Fits">Exponents.</param>
    /// <param name="Summary">All that was found; null for one task of several.</param>
    private sealed record SweepResult(int Cells, int Computed, int Reused, IReadOnlyList<ScalingRecord> Fits, SweepSummary? Summary);
}
