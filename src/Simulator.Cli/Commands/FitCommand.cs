using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Simulator.Experiments;
using Simulator.Reports;
using Simulator.Specifications;
using Simulator.Targets;

namespace Simulator.Cli.Commands;

/// <summary>A Gaussian mixture target from data, by EM.</summary>
internal static class FitCommand
{
    private static readonly Argument<string> Csv = new("CSV")
    {
        Description = "A CSV file with a header.",
        CompletionSources = { Completions.Files },
        Validators = { CommonOptions.RejectOptions },
    };

    private static readonly Option<string> Columns = new("--columns") { Description = "Columns, separated by commas.", Required = true };

    private static readonly Option<string> Components = new("--components")
    {
        HelpName = "K|bic",
        Description = "Number of components K, or bic to choose it from 1 … 8.",
        DefaultValueFactory = _ => FittedTarget.ByBic,
        CompletionSources = { FittedTarget.ByBic },
        Validators =
        {
            result =>
            {
                foreach (var token in result.Tokens)
                {
                    if (token.Value != FittedTarget.ByBic && !(int.TryParse(token.Value, CultureInfo.InvariantCulture, out int k) && k >= 1))
                        result.AddError($"--components: found '{token.Value}', expected an integer of at least 1 or bic");
                }
            },
        },
    };

    private static readonly Option<bool> Standardize = new("--standardize")
    {
        Description = "Give the mixture of the columns scaled to mean 0 and deviation 1.",
    };

    private static readonly Option<string?> Out = new("--out") { Description = "File for the target (JSON); default: stdout.", CompletionSources = { Completions.Files } };

    public static Command Create()
    {
        var command = new Command("fit", "Fit a Gaussian mixture target to columns of a CSV file by EM.");
        command.Arguments.Add(Csv);
        command.Options.Add(Columns);
        command.Options.Add(Components);
        command.Options.Add(Standardize);
        command.Options.Add(Out);
        command.Options.Add(CommonOptions.Json);
        command.Options.Add(CommonOptions.Seed);
        command.Options.Add(CommonOptions.Quiet);
        command.Options.Add(CommonOptions.Verbose);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string file = parsed.GetValue(Csv)!, components = parsed.GetValue(Components)!;
        string? path = parsed.GetValue(Out);
        if (string.IsNullOrWhiteSpace(file)) throw new SpecificationException("found an empty file name, expected a CSV file.");
        if (path is not null) OutputFolders.RequireWritableFile(path);
        ImmutableArray<string> columns = [.. parsed.GetValue(Columns)!.Split(',', StringSplitOptions.TrimEntries)];
        int? count = components == FittedTarget.ByBic ? null : int.Parse(components, CultureInfo.InvariantCulture);
        DataFit fit = DataFit.Of(file, columns, count, parsed.GetValue(Standardize), parsed.GetValue(CommonOptions.Seed) ?? 1);
        FitResult result = FitResult.Of(fit, file);

        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        string target = ResultJson.Write<JsonNode>(result.Target) + "\n";
        if (path is not null) Write(path, target);
        if (parsed.GetValue(CommonOptions.Json))
        {
            output.WriteLine(ResultJson.Write(result));
        }
        else
        {
            // The target is the result; without a file for it, it alone goes to stdout, so that it can be piped.
            if (!parsed.GetValue(CommonOptions.Quiet)) (path is null ? error : output).Write(FitReport.Text(result));
            if (path is null) output.Write(target);
            else if (!parsed.GetValue(CommonOptions.Quiet)) output.WriteLine($"Written: {path}");
        }

        return fit.Fit.Converged ? ExitCodes.Done : ExitCodes.NotConverged;
    }

    private static void Write(string path, string target)
    {
        try
        {
            ResultWriter.WriteWhole(path, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"--out {path}: cannot be written ({e.Message.TrimEnd('.')}).", e);
        }
    }
}
