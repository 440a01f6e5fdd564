using System.Collections.Immutable;
using System.CommandLine;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Reports;

namespace Simulator.Cli.Commands;

/// <summary>The proof as a table of inequalities with measured sides.</summary>
internal static class LedgerCommand
{
    private static readonly Argument<string[]> Specifications = SpecificationArguments.Several();

    private static readonly Option<int?> Steps = new("--steps")
    {
        Description = "T (default: every T of the specification; the table shows the largest).",
        Validators = { result => CommonOptions.RequireInteger(result, 2, ExperimentReader.MostSteps) },
    };

    private static readonly Option<string?> Out = new("--out") { Description = "Folder for ledger.json and the figure (default: results/NAME; with several specifications a folder each inside).", CompletionSources = { Completions.Folders } };

    private static readonly Option<bool> NoFigure = new("--no-figure") { Description = "Leave out the waterfall (ledger as .png, .svg, .pdf), and remove that of an earlier run." };

    private static readonly Option<string?> Checkpoint = CheckpointOption.Create();

    public static Command Create()
    {
        var command = new Command("ledger", "The proof of Theorem 1 as a ledger: every link with both sides measured, and where the bound gives away what.");
        command.Arguments.Add(Specifications);
        command.Options.Add(Steps);
        command.Options.Add(Out);
        command.Options.Add(NoFigure);
        command.Options.Add(Checkpoint);
        CommonOptions.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        bool json = parsed.GetValue(CommonOptions.Json), quiet = parsed.GetValue(CommonOptions.Quiet);
        LinearAlgebraBackend backend = CommonOptions.BackendOf(parsed);
        ExperimentSpecification[] specifications = [.. parsed.GetValue(Specifications)!.Select(path => ExperimentReader.ReadFile(path, parsed.GetValue(CommonOptions.Seed)))];
        string[] folders = OutputFolders.For(specifications, parsed.GetValue(Out));
        ImmutableArray<int>[] steps = [.. specifications.Select(s => StepsOf(parsed.GetValue(Steps), s))];
        for (int i = 0; i < specifications.Length; i++)
            TraceRunner.Check(specifications[i], steps[i].Min());
        foreach (string folder in folders)
            OutputFolders.RequireWritable(folder);

        using CheckpointOption.Attached attached = CheckpointOption.Attach(specifications, steps, parsed.GetValue(Checkpoint), quiet ? null : error);
        specifications = attached.Specifications;

        LedgerResult[] results =
        [
            .. specifications.Select((specification, i) => ProgressLine.Run(
                $"ledger {specification.Name}", steps[i], quiet, error,
                progress => LedgerRunner.Run(specification, steps[i], CommonOptions.ThreadsOf(parsed), progress, backend, cancellation))),
        ];

        // What several dimensions say together stands in the ledger of each.
        ImmutableArray<LedgerFit> overDimension = LedgerFits.OverDimension(results);
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = results[i] with { Fits = [.. results[i].Fits, .. overDimension] };
            ResultWriter.Write(results[i], folders[i]);
            string[] written = ["ledger.json"];
            if (parsed.GetValue(NoFigure)) LedgerFigure.Remove(folders[i]);
            else written = [.. written, .. LedgerFigure.Write(results[i], folders[i])];
            if (json || quiet) continue;
            output.Write(LedgerReport.Text(results[i]));
            output.WriteLine($"Written to {folders[i]}: {string.Join(", ", written)}");
            output.WriteLine();
        }

        if (!json && !quiet)
        {
            foreach (string finding in LedgerReport.DimensionFindings(overDimension))
                output.WriteLine("- " + finding);
        }

        if (json) output.WriteLine(results.Length == 1 ? ResultJson.Write(results[0]) : ResultJson.Write(results));
        return ExitCodes.Of(results.Aggregate(Status.Ok, (worst, r) => worst.Worst(r.Status)));
    }

    private static ImmutableArray<int> StepsOf(int? given, ExperimentSpecification specification)
        => given is null ? specification.Steps : [StepsOption.Of(given, specification)];
}
