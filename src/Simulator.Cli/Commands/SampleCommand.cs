using System.Collections.Immutable;
using System.CommandLine;
using Simulator.Experiments;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Reports;

namespace Simulator.Cli.Commands;

/// <summary>Samples f_T(Z), or samples of several steps.</summary>
internal static class SampleCommand
{
    private static readonly Argument<string> Specification = SpecificationArguments.One();

    private static readonly Option<int?> Steps = StepsOption.Create();

    private static readonly Option<string?> Out = new("--out") { Description = "Folder for the samples, samples.json and the sheet (default: results/NAME).", CompletionSources = { Completions.Folders } };

    private static readonly Option<string?> Checkpoint = CheckpointOption.Create();

    public static Command Create()
    {
        var command = new Command("sample", "Draw samples f_T(Z), Z ~ N(0, I), in one step or in several.");
        command.Arguments.Add(Specification);
        command.Options.Add(Steps);
        command.Options.Add(SampleOptions.Count);
        command.Options.Add(SampleOptions.Through);
        command.Options.Add(SampleOptions.Format);
        command.Options.Add(SampleOptions.Sheet);
        command.Options.Add(Out);
        command.Options.Add(Checkpoint);
        CommonOptions.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        bool quiet = parsed.GetValue(CommonOptions.Quiet);
        LinearAlgebraBackend backend = CommonOptions.BackendOf(parsed);
        ExperimentSpecification specification = ExperimentReader.ReadFile(parsed.GetValue(Specification)!, parsed.GetValue(CommonOptions.Seed));
        int steps = StepsOption.Of(parsed.GetValue(Steps), specification), d = specification.Target.Dimension;
        SampleRunner.Check(specification, steps);
        int count = SampleOptions.CountOf(parsed, d);
        ImmutableArray<int> through = SampleOptions.ThroughOf(parsed, steps);
        (int Width, int Height)? sheet = SampleOptions.SheetOf(parsed, d);
        string folder = OutputFolders.For([specification], parsed.GetValue(Out))[0];
        OutputFolders.RequireWritable(folder);
        using CheckpointOption.Attached attached = CheckpointOption.Attach(specification, steps, parsed.GetValue(Checkpoint), quiet ? null : error);
        specification = attached.Specifications[0];

        SampleRun run = ProgressLine.Run(
            $"sample {specification.Name}", [steps], quiet, error,
            progress => SampleRunner.Run(specification, steps, count, through, CommonOptions.ThreadsOf(parsed), progress, backend, cancellation));
        List<string> files = [SampleWriter.Write(run, SampleOptions.FormatOf(parsed), folder)];
        if (sheet is { } size) files.AddRange(SampleSheet.Write(run, size.Width, size.Height, folder));
        else SampleSheet.Remove(folder);
        SampleResult result = SampleWriter.WriteDocument(run.Result, files, folder);
        if (parsed.GetValue(CommonOptions.Json)) output.WriteLine(ResultJson.Write(result));
        else if (!quiet)
        {
            output.Write(SampleReport.Text(result));
            output.WriteLine($"Written to {folder}: {string.Join(", ", result.Files)}");
        }

        return ExitCodes.Of(result.Outcome);
    }
}
