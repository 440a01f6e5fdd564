using System.CommandLine;
using Simulator.Experiments;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Reports;

namespace Simulator.Cli.Commands;

/// <summary>The error over the steps: every term of (34) at every t.</summary>
internal static class TraceCommand
{
    private static readonly Argument<string> Specification = SpecificationArguments.One();

    private static readonly Option<int?> Steps = StepsOption.Create();

    private static readonly Option<string?> Out = new("--out") { Description = "Folder for trace.json, trace.csv and the figure (default: results/NAME).", CompletionSources = { Completions.Folders } };

    private static readonly Option<bool> NoFigure = new("--no-figure") { Description = "Leave out the figure (trace as .png, .svg, .pdf), and remove that of an earlier run." };

    private static readonly Option<string?> Checkpoint = CheckpointOption.Create();

    public static Command Create()
    {
        var command = new Command("trace", "Follow the error over the steps: every term of the error recursion (34), X_t ~ q_t.");
        command.Arguments.Add(Specification);
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
        ExperimentSpecification specification = ExperimentReader.ReadFile(parsed.GetValue(Specification)!, parsed.GetValue(CommonOptions.Seed));
        int steps = StepsOption.Of(parsed.GetValue(Steps), specification);
        TraceRunner.Check(specification, steps);
        using CheckpointOption.Attached attached = CheckpointOption.Attach(specification, steps, parsed.GetValue(Checkpoint), quiet ? null : error);
        specification = attached.Specifications[0];
        string folder = OutputFolders.For([specification], parsed.GetValue(Out))[0];
        OutputFolders.RequireWritable(folder);

        TraceResult result = ProgressLine.Run(
            $"trace {specification.Name}", [steps], quiet, error,
            progress => TraceRunner.Run(specification, steps, CommonOptions.ThreadsOf(parsed), progress, backend, cancellation));
        ResultWriter.Write(result, folder);
        string[] written = ["trace.json", "trace.csv"];
        if (parsed.GetValue(NoFigure)) TraceFigure.Remove(folder);
        else written = [.. written, .. TraceFigure.Write(result, folder)];
        if (json) output.WriteLine(ResultJson.Write(result));
        else if (!quiet)
        {
            output.Write(TraceReport.Text(result));
            output.WriteLine($"Written to {folder}: {string.Join(", ", written)}");
        }

        return ExitCodes.Of(result.Outcome);
    }
}
