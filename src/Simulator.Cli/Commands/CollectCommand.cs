using System.CommandLine;
using Simulator.Experiments;
using Simulator.Reports;
using Simulator.Sweeps;

namespace Simulator.Cli.Commands;

/// <summary>Puts the parts of a sweep's tasks together.</summary>
internal static class CollectCommand
{
    /// <summary>Leaves out figures; shared with the sweep.</summary>
    public static readonly Option<bool> NoFigure = new("--no-figure") { Description = "Leave out the figures, and remove those of an earlier run." };

    private static readonly Argument<string> Folder = new("DIR")
    {
        Description = "Folder with the parts of all tasks of 'sweep'.",
        CompletionSources = { Completions.Folders },
        Validators = { CommonOptions.RejectOptions },
    };

    public static Command Create()
    {
        var command = new Command("collect", "Put the parts of a sweep's tasks together: the same bytes as from one task.");
        command.Arguments.Add(Folder);
        command.Options.Add(NoFigure);
        command.Options.Add(CommonOptions.Json);
        command.Options.Add(CommonOptions.Quiet);
        command.Options.Add(CommonOptions.Verbose);
        command.SetAction(Run);
        return command;
    }

    /// <summary>Collects and draws.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="figures">Whether to draw.</param>
    /// <returns>What was found, and the names of all files.</returns>
    internal static (SweepSummary Summary, string[] Files) Collect(string folder, bool figures)
    {
        (SweepSummary summary, ResultTable table) = SweepResults.Collect(folder);
        IReadOnlyList<string> drawn = SweepFigures.Write(table, summary, folder, figures);
        return (summary, [.. summary.Files.Select(f => f.Name), SweepResults.SummaryName, .. drawn]);
    }

    private static int Run(ParseResult parsed)
    {
        string folder = parsed.GetValue(Folder)!;
        (SweepSummary summary, string[] files) = Collect(folder, !parsed.GetValue(NoFigure));
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(CommonOptions.Json)) output.WriteLine(ResultJson.Write(summary));
        else if (!parsed.GetValue(CommonOptions.Quiet)) output.Write(SweepReport.Text(summary, null, folder, files));
        return ExitCodes.Of(summary.Status);
    }
}
