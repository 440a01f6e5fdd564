using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace Simulator.Cli;

/// <summary>What may stand at the end of an unfinished command line.</summary>
internal static class Completions
{
    /// <summary>Stands for the names of files, which the shell knows better: it expands and quotes them in its own way.</summary>
    public const string AnyFile = ":files";

    /// <summary>The same for folders.</summary>
    public const string AnyFolder = ":folders";

    /// <summary>The completion source of what takes a file.</summary>
    public static IEnumerable<CompletionItem> Files(CompletionContext context) => [new CompletionItem(AnyFile)];

    /// <summary>The completion source of what takes a folder.</summary>
    public static IEnumerable<CompletionItem> Folders(CompletionContext context) => [new CompletionItem(AnyFolder)];

    /// <summary>All words that may take the place of the last one, with what they mean.</summary>
    /// <param name="root">The program's command.</param>
    /// <param name="words">The words after the program's name up to the unfinished one, which may be empty.</param>
    public static IEnumerable<CompletionItem> Of(Command root, IReadOnlyList<string> words)
    {
        List<string> split = Split(words);
        string unfinished = split[^1];
        bool isAssignment = unfinished.StartsWith("--", StringComparison.Ordinal) && unfinished.Contains('=', StringComparison.Ordinal);
        if (isAssignment)
        {
            string name = unfinished[..unfinished.IndexOf('=', StringComparison.Ordinal)];
            return Of(root, [.. split.SkipLast(1), name, unfinished[(name.Length + 1)..]])
                .Select(item => item.Label is AnyFile or AnyFolder ? item : new CompletionItem($"{name}={item.Label}", detail: item.Detail));
        }

        ParseResult before = root.Parse([.. split.SkipLast(1)]);
        Command command = before.CommandResult.Command;
        return Candidates(before, command, unfinished)
            .Where(item => item.Label is AnyFile or AnyFolder || item.Label.StartsWith(unfinished, StringComparison.Ordinal))
            .DistinctBy(item => item.Label);
    }

    private static IEnumerable<CompletionItem> Candidates(ParseResult before, Command command, string unfinished)
    {
        if (command.Subcommands.Count > 0 && before.UnmatchedTokens.Count > 0) return [];
        if (OptionThatWaits(before) is { } waiting) return waiting.GetCompletions(CompletionContext.Empty);
        Option[] options = [.. Options(before.CommandResult).Where(o => !o.Hidden && before.GetResult(o) is null or { Implicit: true })];
        IEnumerable<CompletionItem> names = options.Select(o => new CompletionItem(o.Name, detail: o.Description));
        if (unfinished.StartsWith('-')) return names;
        CompletionItem[] others =
        [
            .. command.Subcommands.Where(c => !c.Hidden).Select(c => new CompletionItem(c.Name, detail: c.Description)),
            .. command.Arguments.Where(a => TakesMore(before, a)).SelectMany(a => a.GetCompletions(CompletionContext.Empty)),
        ];
        return others.Length > 0 ? others : names;
    }

    /// <summary>The option that the last word names, if a value must follow it.</summary>
    private static Option? OptionThatWaits(ParseResult before)
        => before.Tokens is [.., { Type: TokenType.Option } last] && Options(before.CommandResult).FirstOrDefault(o => o.Name == last.Value || o.Aliases.Contains(last.Value)) is { Arity.MinimumNumberOfValues: > 0 } option
            ? option
            : null;

    /// <summary>Options of the command itself, and those that it has from the commands above it.</summary>
    private static IEnumerable<Option> Options(CommandResult result)
    {
        IEnumerable<Option> own = result.Command.Options;
        for (SymbolResult? above = result.Parent; above is not null; above = above.Parent)
        {
            if (above is CommandResult { Command: { } command }) own = own.Concat(command.Options.Where(o => o.Recursive));
        }

        return own;
    }

    private static bool TakesMore(ParseResult before, Argument argument)
        => (before.GetResult(argument)?.Tokens.Count ?? 0) < argument.Arity.MaximumNumberOfValues;

    /// <summary>Bash takes = for a word of its own; an option and its value are two words either way.</summary>
    private static List<string> Split(IReadOnlyList<string> words)
    {
        var split = new List<string>();
        for (int i = 0; i < words.Count; i++)
        {
            bool isLast = i == words.Count - 1, isAssignment = words[i] == "=" && i > 0 && words[i - 1].StartsWith("--", StringComparison.Ordinal);
            if (!isAssignment) split.Add(words[i]);
            else if (isLast) split.Add("");
        }

        if (split.Count == 0) split.Add("");
        return split;
    }
}
