using System.Globalization;

namespace Simulator.Cli;

/// <summary>A script that submits a sweep to Slurm: an array of tasks, and a job that collects when all have ended.</summary>
internal static class SlurmScript
{
    /// <summary>The script.</summary>
    /// <param name="name">Name of the sweep.</param>
    /// <param name="specification">Its file.</param>
    /// <param name="folder">Its folder of results, which all nodes must see.</param>
    /// <param name="tasks">How many tasks.</param>
    /// <param name="options">Options that every task is given.</param>
    /// <param name="collecting">Options that 'collect' is given.</param>
    public static string Of(string name, string specification, string folder, int tasks, IEnumerable<string> options, IEnumerable<string> collecting)
    {
        string results = Path.GetFullPath(folder);
        string[] sweep =
        [
            "sweep", Quoted(Path.GetFullPath(specification)), "--out", Quoted(results), "--task-index", "$SLURM_ARRAY_TASK_ID", "--task-count", tasks.ToString(CultureInfo.InvariantCulture),
            "--threads", "${SLURM_CPUS_PER_TASK:-1}", "--quiet", .. options,
        ];
        string[] collect = ["collect", Quoted(results), .. collecting];

        // afterany, not afterok: a task whose numbers did not converge ends with code 2, and its numbers are results.
        return $$"""
            #!/bin/bash
            # Submits the sweep '{{name}}' to Slurm: {{tasks}} tasks, then 'collect' once all have ended, which says what is missing if one has failed.
            # Run it on a node that may submit. The folder of results must be on a disk that all nodes see. SBATCH_… variables and arguments of this script (for example
            # --partition=short --time=1:00:00 --mem=8G) go to both jobs; CPUS sets the cores of a task. Submitting again goes on where tasks were stopped.
            # SIMULATOR, if it is set, is the program: words of a shell, quoted where they need it.
            set -euo pipefail
            [ -n "${SIMULATOR:-}" ] || SIMULATOR={{Quoted(Program())}}
            export SIMULATOR
            mkdir -p {{Quoted(Path.Combine(results, "logs"))}}
            array=$(sbatch --parsable --job-name={{name}} --array=0-{{tasks - 1}} --cpus-per-task="${CPUS:-1}" --requeue --output={{Log(results, "%A-%a.log")}} "$@" <<'TASK'
            #!/bin/bash
            eval "exec $SIMULATOR "{{Quoted(string.Join(' ', sweep))}}
            TASK
            )
            collect=$(sbatch --parsable --job-name={{name}}-collect --dependency=afterany:"${array%%;*}" --output={{Log(results, "%j-collect.log")}} "$@" <<'COLLECT'
            #!/bin/bash
            eval "exec $SIMULATOR "{{Quoted(string.Join(' ', collect))}}
            COLLECT
            )
            echo "tasks: job ${array%%;*}, collect: job ${collect%%;*}"

            """;
    }

    /// <summary>How this program was started, as a shell would write it.</summary>
    private static string Program()
    {
        string assembly = typeof(SlurmScript).Assembly.Location, process = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? $"{Quoted(process)} {Quoted(assembly)}" : Quoted(process);
    }

    /// <summary>The name of a log as a shell and then Slurm read it: to Slurm, a % of the folder's own would begin a number of the job.</summary>
    private static string Log(string folder, string pattern) => Quoted(Path.Combine(folder.Replace("%", "%%", StringComparison.Ordinal), "logs", pattern));

    /// <summary>A word that a shell takes as it stands.</summary>
    private static string Quoted(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '%' or '+' or '=' or ':')
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
