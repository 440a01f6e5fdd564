using System.CommandLine;
using Simulator.Experiments;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Reports;

namespace Simulator.Cli.Commands;

/// <summary>The maps and densities of a target on the line.</summary>
internal static class CurvesCommand
{
    private static readonly Argument<string> Specification = SpecificationArguments.One();

    private static readonly Option<int?> Steps = StepsOption.Create();

    private static readonly Option<string?> Out = new("--out") { Description = "Folder for curves.json, curves.csv and the figures (default: results/NAME).", CompletionSources = { Completions.Folders } };

    private static readonly Option<bool> NoFigure = new("--no-figure") { Description = "Leave out the figures (flow-maps and densities as .png, .svg, .pdf), and remove those of an earlier run." };

    private static readonly Option<string?> Checkpoint = CheckpointOption.Create();

    public static Command Create()
    {
        var command = new Command("curves", "Draw f_T beside the flow, and the density of f_T(Z) beside that of X_1, for a target on the line.");
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
        CurvesRunner.Check(specification, steps);
        using CheckpointOption.Attached attached = CheckpointOption.Attach(specification, steps, parsed.GetValue(Checkpoint), quiet ? null : error);
        specification = attached.Specifications[0];
        string folder = OutputFolders.For([specification], parsed.GetValue(Out))[0];
        OutputFolders.RequireWritable(folder);

        CurvesResult result = ProgressLine.Run(
            $"curves {specification.Name}", [steps], quiet, error,
            progress => CurvesRunner.Run(specification, steps, CommonOptions.ThreadsOf(parsed), progress, backend, cancellation));
        ResultWriter.Write(result, folder);
        string[] written = ["curves.json", "curves.csv"];
        if (parsed.GetValue(NoFigure))
        {
            FlowMapsFigure.Remove(folder);
            DensitiesFigure.Remove(folder);
        }
        else written = [.. written, .. FlowMapsFigure.Write(result, folder), .. DensitiesFigure.Write(result, folder)];

        if (json) output.WriteLine(ResultJson.Write(result));
        else if (!quiet)
        {
            output.Write(CurvesReport.Text(result));
            output.WriteLine($"Written to {folder}: {string.Join(", ", written)}");
        }

        return ExitCodes.Of(result.Outcome);
    }
}
