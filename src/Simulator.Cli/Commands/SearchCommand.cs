using System.CommandLine;
using System.Globalization;
using Simulator.Experiments;
using Simulator.Reports;
using Simulator.Sweeps;

namespace Simulator.Cli.Commands;

/// <summary>The search for hard targets: our attempt to come near the bound, or to break it.</summary>
internal static class SearchCommand
{
    private const string Document = "search.json", Table = "search.csv";

    private static readonly Argument<string> Specification = SpecificationArguments.One();

    private static readonly Option<string?> Out = new("--out") { Description = "Folder for search.json and search.csv (default: results/NAME). Places that were measured there are not measured again.", CompletionSources = { Completions.Folders } };

    public static Command Create()
    {
        var command = new Command("search", "Search a family, L_f capped, for the target with the largest implied C1 or the steepest exponent of d.");
        command.Arguments.Add(Specification);
        command.Options.Add(Out);
        command.Options.Add(CommonOptions.Json);
        command.Options.Add(CommonOptions.Seed);
        command.Options.Add(CommonOptions.Threads);
        command.Options.Add(CommonOptions.Quiet);
        command.Options.Add(CommonOptions.Verbose);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        bool json = parsed.GetValue(CommonOptions.Json), quiet = parsed.GetValue(CommonOptions.Quiet);
        HardTargetSweep sweep = SweepReader.ReadSearchFile(parsed.GetValue(Specification)!, parsed.GetValue(CommonOptions.Seed));
        string folder = OutputFolders.For(sweep.Name, parsed.GetValue(Out));
        OutputFolders.RequireWritable(folder);
        HardTargetResult result = ProgressLine.Run(
            $"search {sweep.Name}",
            quiet,
            error,
            report => HardTargetSearch.Run(
                sweep,
                folder,
                CommonOptions.ThreadsOf(parsed),
                report is null ? null : (fraction, best) => report(fraction, best is { } value ? string.Create(CultureInfo.InvariantCulture, $"best {value:0.000}") : "nothing feasible yet"),
                cancellation));
        ResultWriter.WriteWhole(Path.Combine(folder, Document), ResultJson.Write(result) + "\n");
        ResultWriter.WriteWhole(Path.Combine(folder, Table), result.Table().Csv());
        if (json) output.WriteLine(ResultJson.Write(result));
        else if (!quiet) output.Write(SearchReport.Text(result, folder, [Document, Table]));
        return ExitCodes.Of(result.Status);
    }
}
