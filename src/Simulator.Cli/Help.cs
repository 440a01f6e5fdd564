using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Simulator.Cli;

/// <summary>What the library's help lacks: names for values that are files, and examples of every command.</summary>
internal static class Help
{
    /// <summary>Examples by the name of the command.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> Examples = new Dictionary<string, string[]>
    {
        ["simulator"] = ["simulator verify experiments/quickstart-iris/sepal_length.json"],
        ["verify"] =
        [
            "simulator verify experiments/quickstart-iris/sepal_length.json",
            "simulator verify a.json b.json --out results/both --json > both.json",
        ],
        ["evaluate"] = ["simulator evaluate experiments/quickstart-iris/petal_length.json --steps 400 --at \"-2;-0.7;0.1\""],
        ["sample"] =
        [
            "simulator sample experiments/quickstart-iris/petal_length.json --steps 400 --through 100,20",
            "simulator sample experiments/point-clouds/digits.json --steps 50 --sheet 8x8",
        ],
        ["curves"] = ["simulator curves experiments/quickstart-iris/petal_length.json --steps 100"],
        ["trace"] = ["simulator trace experiments/quickstart-iris/sepal_length.json --steps 400"],
        ["ledger"] = ["simulator ledger experiments/ledger/steep.json --steps 400", "simulator ledger experiments/ledger/product-*.json"],
        ["sweep"] =
        [
            "simulator sweep experiments/scaling-in-d/scaling-in-d.json",
            "simulator sweep experiments/scaling-in-d/scaling-in-d.json --out results/d --task-index 0 --task-count 4",
            "simulator sweep experiments/scaling-in-d/scaling-in-d.json --out results/d --task-count 4 --emit-slurm > submit.sh",
        ],
        ["search"] = ["simulator search experiments/c1-supremum/implied-c1.json"],
        ["collect"] = ["simulator collect results/d"],
        ["supremum"] = ["simulator supremum results"],
        ["report"] = ["simulator report results/d", "simulator report results --out all.html"],
        ["fit"] = ["simulator fit experiments/quickstart-iris/iris.csv --columns petal_length --components bic --out target.json"],
        ["kernel"] = ["simulator kernel install"],
        ["kernel install"] = ["simulator kernel install", "simulator kernel install --prefix venv"],
        ["kernel uninstall"] = ["simulator kernel uninstall"],
        ["kernel run"] = ["simulator kernel run kernel-1234.json"],
        ["notebook"] = ["simulator notebook run notebooks/*.ipynb"],
        ["notebook run"] = ["simulator notebook run notebooks/04-consistency-training.ipynb", "simulator notebook run --check notebooks/*.ipynb"],
        ["doctor"] = ["simulator doctor --json"],
        ["schema"] = ["simulator schema > experiment.schema.json", "simulator schema --sweep > sweep.schema.json"],
        ["completion"] = ["simulator completion bash > ~/.local/share/bash-completion/completions/simulator", "simulator completion pwsh >> $PROFILE"],
    };

    public static void Complete(Command root)
    {
        NameValues(root);
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction action) option.Action = new HelpWithExamples(action);
        }
    }

    /// <summary>The library takes what completes a value for its name, which for files is a mark that the scripts of shells read.</summary>
    private static void NameValues(Command command)
    {
        foreach (Argument argument in command.Arguments)
            argument.HelpName ??= argument.Name;
        foreach (Option option in command.Options)
        {
            option.HelpName ??= option.GetCompletions(CompletionContext.Empty).FirstOrDefault()?.Label switch
            {
                Completions.AnyFile => "file",
                Completions.AnyFolder => "folder",
                _ => null,
            };
        }

        foreach (Command below in command.Subcommands)
            NameValues(below);
    }

    private sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        /// <summary>The words of a command but for the program's own, which stands alone for itself.</summary>
        private static string Path(CommandResult command)
            => command.Parent is CommandResult { Parent: not null } parent ? $"{Path(parent)} {command.Command.Name}" : command.Command.Name;

        public override int Invoke(ParseResult parseResult)
        {
            int code = inner.Invoke(parseResult);
            if (!Examples.TryGetValue(Path(parseResult.CommandResult), out string[]? lines)) return code;
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(lines.Length == 1 ? "Example:" : "Examples:");
            foreach (string line in lines)
                output.WriteLine("  " + line);
            output.WriteLine();
            return code;
        }
    }
}
