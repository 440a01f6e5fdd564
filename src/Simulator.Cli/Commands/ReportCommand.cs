using System.CommandLine;
using System.Text;
using System.Text.Json.Serialization;
using Simulator.Experiments;
using Simulator.Reports.Html;
using Simulator.Specifications;

namespace Simulator.Cli.Commands;

/// <summary>All results of a folder as one page.</summary>
internal static class ReportCommand
{
    private const string DefaultName = "report" + Extension, Extension = ".html";

    private static readonly Argument<string> Folder = new("DIR")
    {
        Description = "Folder of a sweep, or with results of verify, trace, ledger and curves, in it or below.",
        CompletionSources = { Completions.Folders },
        Validators = { CommonOptions.RejectOptions },
    };

    private static readonly Option<string> Out = new("--out") { Description = $"The page (default: {DefaultName} in DIR).", CompletionSources = { Completions.Files } };

    public static Command Create()
    {
        var command = new Command("report", "All results of a folder as one page that needs no network: findings, exponents, plots that lead to their rows, caveats.");
        command.Arguments.Add(Folder);
        command.Options.Add(Out);
        command.Options.Add(CommonOptions.Json);
        command.Options.Add(CommonOptions.Quiet);
        command.Options.Add(CommonOptions.Verbose);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string folder = parsed.GetValue(Folder)!;
        ReportSources sources = ReportSources.Read(folder);
        string path = parsed.GetValue(Out) ?? Path.Combine(folder, DefaultName);
        if (parsed.GetValue(Out) is not null)
        {
            OutputFolders.RequireWritableFile(path);

            // Anything else may be a file of the results themselves.
            if (!path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)) throw new SpecificationException($"--out {path}: found another name, expected one that ends in {Extension}.");
        }

        byte[] page = new UTF8Encoding(false).GetBytes(ReportPage.Of(sources));
        ResultWriter.WriteWhole(path, page);
        FolderResults results = sources.Results;
        foreach (SkippedFile file in results.Skipped)
            parsed.InvocationConfiguration.Error.WriteLine($"simulator: skipped {file.File}: {file.Reason}.");
        TextWriter output = parsed.InvocationConfiguration.Output;
        var written = new Written(path, page.Length, sources.Sweeps.Length, results.Verify.Length, results.Traces.Length, results.Ledgers.Length, results.Curves.Length, results.Skipped.Length);
        if (parsed.GetValue(CommonOptions.Json)) output.WriteLine(ResultJson.Write(written));
        else if (!parsed.GetValue(CommonOptions.Quiet)) output.WriteLine(written.Text);
        return ExitCodes.Done;
    }

    /// <summary>What was written, from how many results of which kind.</summary>
    private sealed record Written(string File, int Bytes, int Sweeps, int Verify, int Traces, int Ledgers, int Curves, int Skipped)
    {
        [JsonIgnore]
        public string Text
        {
            get
            {
                (int Count, string Name)[] kinds = [(Sweeps, "sweep"), (Verify, "verify"), (Traces, "trace"), (Ledgers, "ledger"), (Curves, "curves")];
                string from = string.Join(", ", kinds.Where(k => k.Count > 0).Select(k => $"{k.Count} of {k.Name}"));
                return $"Written to {File} from results: {from}{(Skipped > 0 ? $"; {Skipped} skipped" : "")}";
            }
        }
    }
}
