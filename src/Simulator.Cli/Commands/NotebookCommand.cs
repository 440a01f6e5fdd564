using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Simulator.Notebooks.Documents;
using Simulator.Specifications;

namespace Simulator.Cli.Commands;

/// <summary>Runs notebooks.</summary>
internal static class NotebookCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Notebooks (.ipynb) with cells in C#.",
        Arity = ArgumentArity.OneOrMore,
        CompletionSources = { Completions.Files },
        Validators = { CommonOptions.RejectOptions },
    };

    private static readonly Option<bool> Check = new("--check")
    {
        Description = "Write nothing; compare what comes out with what stands in the file: words, numbers to six digits, kinds of pictures. Cells with the tag 'varies' are run and not compared. Exit code 2 when they differ.",
    };

    private static readonly Option<bool> Answers = new("--answers") { Description = "Run the blocks of C# in the prose, too, after the cells: answers to exercises must not fail. They leave no outputs." };

    public static Command Create()
    {
        var run = new Command("run", "Run the cells of notebooks from top to bottom and write the outputs back: text, tables, pictures, errors.");
        run.Arguments.Add(Files);
        run.Options.Add(Check);
        run.Options.Add(Answers);
        run.Options.Add(CommonOptions.Quiet);
        run.Options.Add(CommonOptions.Verbose);
        run.SetAction((parsed, cancellation) => Task.Run(() => Execute(parsed, cancellation), cancellation));
        var command = new Command("notebook", "Notebooks in C#.");
        command.Subcommands.Add(run);
        return command;
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        bool check = parsed.GetValue(Check), quiet = parsed.GetValue(CommonOptions.Quiet);
        string[] files = parsed.GetValue(Files)!;

        // All are read before the first is run: a wrong name at the end would cost minutes.
        NotebookDocument[] notebooks = [.. files.Select(NotebookDocument.Read)];
        int code = ExitCodes.Done;
        foreach (NotebookDocument notebook in notebooks)
        {
            Recorded[] before = [.. notebook.Cells.Where(c => c.IsCode).Select(c => new Recorded(c.OutputText, string.Join(' ', c.Types)))];
            var watch = Stopwatch.StartNew();
            NotebookFailure? failure = ProgressLine.Run(notebook.FilePath, quiet, error, report => Run(notebook, parsed.GetValue(Answers), report, error, cancellation));
            if (!check) notebook.Write();
            if (failure is not null) throw new SpecificationException(Complaint(notebook, failure));
            string? difference = check ? Difference(notebook, before) : null;
            if (difference is not null)
            {
                error.WriteLine($"simulator: {notebook.FilePath}: {difference}.");
                code = ExitCodes.NotConverged;
            }
            else if (!quiet)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{notebook.FilePath}: {before.Length} cells in {watch.Elapsed.TotalSeconds:0.0} s{(check ? ", outputs as recorded" : "")}"));
            }
        }

        return code;
    }

    private static NotebookFailure? Run(NotebookDocument notebook, bool answers, Action<double, string>? report, TextWriter error, CancellationToken cancellation)
    {
        // A cell can end the program, and with 0.
        void Ended(object? sender, EventArgs e)
        {
            error.WriteLine($"simulator: {notebook.FilePath}: the program was ended while a cell ran; nothing was written.");
            Environment.ExitCode = cancellation.IsCancellationRequested ? ExitCodes.Stopped : ExitCodes.BadInput;
        }

        AppDomain.CurrentDomain.ProcessExit += Ended;
        try
        {
            return NotebookRunner.RunAsync(notebook, answers, report is null ? null : (done, all) => report((double)done / all, ""), cancellation).GetAwaiter().GetResult();
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= Ended;
        }
    }

    private static string Complaint(NotebookDocument notebook, NotebookFailure failure)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"{notebook.FilePath}: cell {failure.Cell.Number}");
        return failure.Error is { } error
            ? $"{place}: {error.Name}: {error.Message}{string.Concat(error.Trace.Skip(1).Select(line => Environment.NewLine + line))}"
            : $"{place}: the tag raises-exception says that it fails, and it did not";
    }

    private static string? Difference(NotebookDocument notebook, Recorded[] before)
    {
        foreach ((NotebookCell cell, Recorded recorded) in notebook.Cells.Where(c => c.IsCode).Zip(before))
        {
            if (cell.Varies) continue;
            string types = string.Join(' ', cell.Types);
            string? difference = OutputComparison.Difference(recorded.Text, cell.OutputText) ?? (types == recorded.Types ? null : $"expected the outputs {recorded.Types}, found {types}");
            if (difference is not null) return string.Create(CultureInfo.InvariantCulture, $"cell {cell.Number}: {difference}");
        }

        return null;
    }

    /// <summary>What stood in the file.</summary>
    private sealed record Recorded(string Text, string Types);
}
