using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Simulator.Cli;

/// <summary>Adds examples to the help text of every command.</summary>
internal static class Help
{
    private static readonly Dictionary<string, string[]> Examples = new()
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
        ["ledger"] = ["simulator ledger experiments/ledger/bimodal.json --steps 400", "simulator ledger experiments/ledger/product-*.json"],
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
        ["schema"] = ["simulator schema > experiment.schema.json"],
    };

    public static void AddExamples(Command root)
    {
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction action) option.Action = new HelpWithExamples(action);
        }
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
