using System.CommandLine;

namespace Simulator.Cli.Commands;

/// <summary>Completion by the tab key.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = [.. CompletionScripts.All.Select(s => s.Shell)];

    private static readonly string[] Ends = ["\n", ". ", "; ", " (", ": "];

    private static readonly Argument<string> Shell = new("SHELL")
    {
        Description = string.Join(", ", Shells[..^1]) + $" or {Shells[^1]}.",
        CompletionSources = { Shells },
        Validators =
        {
            result =>
            {
                foreach (var token in result.Tokens)
                {
                    if (!Shells.Contains(token.Value)) result.AddError($"found the shell '{token.Value}', expected one of {string.Join(", ", Shells)}");
                }
            },
        },
    };

    private static readonly Argument<string[]> Words = new("WORDS") { Arity = ArgumentArity.ZeroOrMore };

    /// <summary>Prints the script of a shell.</summary>
    public static Command Create()
    {
        var command = new Command(
            "completion",
            "Print a script that makes the tab key complete commands, options, their values and files. To install it:\n\n"
            + string.Join('\n', CompletionScripts.All.Select(s => $"{s.Shell,-5} {s.Installed}")));
        command.Arguments.Add(Shell);
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(CompletionScripts.All.Single(s => s.Shell == parsed.GetValue(Shell)).Script));
        return command;
    }

    /// <summary>What those scripts ask: a candidate and its meaning a line, between them a tab.</summary>
    /// <param name="root">The program's command, once it is whole.</param>
    public static Command CreateAnswer(Func<Command> root)
    {
        var command = new Command("complete", "Answers the scripts of 'completion'.") { Hidden = true };
        command.Arguments.Add(Words);
        command.SetAction(parsed =>
        {
            foreach (var item in Completions.Of(root(), parsed.GetValue(Words)!))
                parsed.InvocationConfiguration.Output.WriteLine(item.Detail is { Length: > 0 } meaning ? $"{item.Label}\t{FirstSentence(meaning)}" : item.Label);
        });
        return command;
    }

    /// <summary>A menu of a shell has one line for a meaning, and a remark at its end would be cut off anyway.</summary>
    private static string FirstSentence(string text)
    {
        int end = Ends.Select(sign => text.IndexOf(sign, StringComparison.Ordinal)).Where(place => place >= 0).DefaultIfEmpty(text.Length).Min();
        return text[..end].TrimEnd('.');
    }
}
