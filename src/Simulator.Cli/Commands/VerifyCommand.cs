using System.CommandLine;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Reports;

namespace Simulator.Cli.Commands;

/// <summary>The main job: measure W1 for every T and hold it against Theorem 1.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string[]> Specifications = SpecificationArguments.Several();

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Folder for results.json, results.csv and the figures (default: results/NAME; with several specifications a folder each inside).",
        CompletionSources = { Completions.Folders },
    };

    private static readonly Option<string?> Checkpoint = CheckpointOption.Create();

    private static readonly Option<bool> NoFigure = new("--no-figure")
    {
        Description = "Leave out the figures (verify, error-density, learning as .png, .svg, .pdf), and remove those of an earlier run.",
    };

    public static Command Create()
    {
        var command = new Command("verify", "Measure W1(f_T(Z), X_1) for every T and hold it against Theorem 1.");
        command.Arguments.Add(Specifications);
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

        // All input is read and checked before anything is computed or written.
        string[] paths = parsed.GetValue(Specifications)!;
        long? seed = parsed.GetValue(CommonOptions.Seed);
        ExperimentSpecification[] specifications = [.. paths.Select(path => ExperimentReader.ReadFile(path, seed))];
        string[] folders = OutputFolders.For(specifications, parsed.GetValue(Out));
        foreach (ExperimentSpecification specification in specifications)
            VerifyRunner.Check(specification);
        foreach (string folder in folders)
            OutputFolders.RequireWritable(folder);
        using CheckpointOption.Attached attached = CheckpointOption.Attach(specifications, [.. specifications.Select(s => s.Steps)], parsed.GetValue(Checkpoint), quiet ? null : error);
        specifications = attached.Specifications;

        var results = new List<VerifyResult>();
        for (int i = 0; i < specifications.Length; i++)
        {
            ExperimentSpecification specification = specifications[i];
            VerifyResult result = ProgressLine.Run(
                $"verify {specification.Name}",
                specification.Steps,
                quiet,
                error,
                progress => VerifyRunner.Run(specification, CommonOptions.ThreadsOf(parsed), progress, backend, cancellation));
            string[] written = Write(result, folders[i], !parsed.GetValue(NoFigure));
            results.Add(result);
            if (!json && !quiet)
            {
                output.Write(VerifyReport.Text(result));
                output.WriteLine($"Written to {folders[i]}: {string.Join(", ", written)}");
                output.WriteLine();
            }
        }

        if (!json && !quiet)
        {
            foreach (string finding in DimensionFindings.Of(results))
                output.WriteLine("- " + finding);
        }

        if (json) output.WriteLine(results.Count == 1 ? ResultJson.Write(results[0]) : ResultJson.Write(results));
        return ExitCodes.Of(results.Aggregate(Status.Ok, (worst, r) => worst.Worst(r.Status)));
    }

    /// <summary>Writes results, then the figure; without one, an old figure must not stay beside new numbers.</summary>
    /// <returns>The names of the files.</returns>
    private static string[] Write(VerifyResult result, string folder, bool figure)
    {
        ResultWriter.Write(result, folder);
        string[] numbers = ["results.json", "results.csv"];
        if (figure) return [.. numbers, .. VerifyFigure.Write(result, folder), .. ErrorDensityFigure.Write(result, folder), .. LearningFigure.Write(result, folder)];
        VerifyFigure.Remove(folder);
        ErrorDensityFigure.Remove(folder);
        LearningFigure.Remove(folder);
        return numbers;
    }
}
