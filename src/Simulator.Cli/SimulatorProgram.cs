using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Simulator.Cli.Commands;
using Simulator.Specifications;

namespace Simulator.Cli;

/// <summary>The <c>simulator</c> command: parses, runs, and turns what went wrong into one sentence and an exit code.</summary>
public static class SimulatorProgram
{
    private const string Name = "simulator";

    /// <summary>Runs the program.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress and complaints go.</param>
    /// <returns>The exit code, one of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        ParseResult parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            await error.WriteLineAsync($"simulator: {Complaint(parsed)}");
            await error.WriteLineAsync($"Try '{CommandPath(parsed)} --help'.");
            return ExitCodes.BadInput;
        }

        var configuration = new InvocationConfiguration
        {
            // A document for programs stays one, on a terminal, too.
            Output = parsed.GetValue(CommonOptions.Json) ? ColouredWriter.Uncoloured(output) : output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        };
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (Exception e) when (Unwrap(e) is OperationCanceledException)
        {
            await error.WriteLineAsync("simulator: stopped; nothing half-written was left.");
            return ExitCodes.Stopped;
        }
        catch (Exception e) when (Unwrap(e) is SpecificationException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"simulator: {Unwrap(e).Message}");
            return ExitCodes.BadInput;
        }
        catch (Exception e)
        {
            // The only catch-all of the program: what nobody foresaw becomes one sentence, the details on request.
            bool verbose = args.Contains(CommonOptions.Verbose.Name);
            await error.WriteLineAsync($"simulator: unforeseen failure: {Unwrap(e).Message}");
            await error.WriteLineAsync(verbose ? e.ToString() : "Run again with --verbose for the details, and please report them.");
            return ExitCodes.Unforeseen;
        }
    }

    /// <summary>The program's command with all others below it.</summary>
    internal static Command Root()
    {
        // Not a RootCommand: that one takes its name from the executable, and help would speak of Simulator.Cli.
        var root = new Command(
            Name,
            "Measures the error of consistency training exactly and holds it against its convergence theorem (Li, Huang, Wei, arXiv 2402.07802).")
        {
            new HelpOption { Recursive = true },
            new VersionOption(),
            VerifyCommand.Create(),
            EvaluateCommand.Create(),
            SampleCommand.Create(),
            CurvesCommand.Create(),
            TraceCommand.Create(),
            LedgerCommand.Create(),
            SweepCommand.Create(),
            CollectCommand.Create(),
            SearchCommand.Create(),
            SupremumCommand.Create(),
            ReportCommand.Create(),
            FitCommand.Create(),
            NotebookCommand.Create(),
            KernelCommand.Create(),
            DoctorCommand.Create(),
            SchemaCommand.Create(),
            CompletionCommand.Create(),
        };
        root.Subcommands.Add(CompletionCommand.CreateAnswer(() => root));
        Help.Complete(root);
        return root;
    }

    private static Exception Unwrap(Exception e)
        => e is AggregateException { InnerException: { } inner } ? Unwrap(inner) : e;

    private static string CommandPath(ParseResult parsed)
    {
        var names = new List<string>();
        for (SymbolResult? symbol = parsed.CommandResult; symbol is not null; symbol = symbol.Parent)
        {
            if (symbol is CommandResult command) names.Insert(0, command.Command.Name);
        }

        return string.Join(' ', names);
    }

    /// <summary>The first error as a sentence; a misspelt command is named, which the library does not do.</summary>
    private static string Complaint(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (command.Name == Name)
        {
            string list = string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));
            return parsed.UnmatchedTokens.Count > 0
                ? $"found the unknown {(parsed.UnmatchedTokens[0].StartsWith('-') ? "option" : "command")} '{parsed.UnmatchedTokens[0]}', expected a command, one of {list}."
                : $"found no command, expected one of {list}.";
        }

        string message = parsed.Errors[0].Message;
        return message.EndsWith('.') ? message : message + ".";
    }
}
