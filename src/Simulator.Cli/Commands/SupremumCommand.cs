using System.CommandLine;
using Simulator.Experiments;
using Simulator.Reports;

namespace Simulator.Cli.Commands;

/// <summary>The running supremum of the implied C1 over results.</summary>
internal static class SupremumCommand
{
    private static readonly Argument<string> Folder = new("DIR")
    {
        Description = "Folder with results of verify, in it or below.",
        CompletionSources = { Completions.Folders },
        DefaultValueFactory = _ => "results",
        Validators = { CommonOptions.RejectOptions },
    };

    public static Command Create()
    {
        var command = new Command("supremum", "The running supremum of the implied C1 over a folder of results: what is known of the C1 of Theorem 1.");
        command.Arguments.Add(Folder);
        command.Options.Add(CommonOptions.Json);
        command.Options.Add(CommonOptions.Quiet);
        command.Options.Add(CommonOptions.Verbose);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        SupremumResult result = ImpliedC1.Over(parsed.GetValue(Folder)!);
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(CommonOptions.Json)) output.WriteLine(ResultJson.Write(result));
        else if (!parsed.GetValue(CommonOptions.Quiet)) output.Write(SupremumReport.Text(result));
        return ExitCodes.Done;
    }
}
