using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Simulator.Cli;

/// <summary>Progress on stderr: a bar on a terminal, plain percent lines elsewhere and only when the work is long.</summary>
internal static class ProgressLine
{
    /// <summary>Plain lines come at most this often.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Runs work that reports (T, fraction) per row.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="rows">The rows, as numbers of steps; a row weighs as much as its T.</param>
    /// <param name="quiet">No progress at all.</param>
    /// <param name="error">The writer for plain lines.</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(string title, IReadOnlyCollection<int> rows, bool quiet, TextWriter error, Func<Action<int, double>?, T> work) => Run(title, quiet, error, report =>
    {
        if (report is null) return work(null);
        var total = new Total(rows);
        return work((steps, fraction) => report(total.Update(steps, fraction), ""));
    });

    /// <summary>Runs work that reports a fraction and, beside it, a note, from any thread.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="quiet">No progress at all.</param>
    /// <param name="error">The writer for plain lines.</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(string title, bool quiet, TextWriter error, Func<Action<double, string>?, T> work)
    {
        if (quiet) return work(null);
        TextWriter terminal = ColouredWriter.Uncoloured(error);
        if (Console.IsErrorRedirected || !ReferenceEquals(terminal, Console.Error)) return work(PlainLines(title, error));

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal) });
        return console.Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: 1);
            return work((fraction, note) =>
            {
                task.Value = fraction;
                if (note.Length > 0) task.Description = Markup.Escape($"{title}: {note}");
            });
        });
    }

    private static Action<double, string> PlainLines(string title, TextWriter error)
    {
        var sinceLast = Stopwatch.StartNew();
        return (fraction, note) =>
        {
            lock (sinceLast)
            {
                if (sinceLast.Elapsed < Interval) return;
                sinceLast.Restart();
                error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {100 * fraction:0} %{(note.Length > 0 ? $", {note}" : "")}"));
            }
        };
    }

    /// <summary>The fraction of all rows together. A row may run several passes: its fraction never goes back.</summary>
    private sealed class Total(IReadOnlyCollection<int> rows)
    {
        private readonly Dictionary<int, double> _fractions = rows.Distinct().ToDictionary(r => r, _ => 0.0);
        private readonly double _sum = rows.Distinct().Sum(r => (double)r);

        public double Update(int steps, double fraction)
        {
            lock (_fractions)
            {
                _fractions[steps] = Math.Max(_fractions[steps], fraction);
                return _fractions.Sum(f => f.Key * f.Value) / _sum;
            }
        }
    }
}
