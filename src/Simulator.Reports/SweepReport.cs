using System.Globalization;
using System.Text;
using Simulator.Numerics;
using Simulator.Sweeps;

namespace Simulator.Reports;

/// <summary>What a sweep did and found, for a reader.</summary>
public static class SweepReport
{
    /// <summary>More rows of a table than this are read in the files.</summary>
    private const int MostRows = 24;

    /// <summary>How far a sweep is, in words.</summary>
    /// <param name="progress">How far it is.</param>
    public static string Progress(SweepProgress progress)
        => $"{progress.Done} of {progress.Cells} cells{(progress.Left is { } left ? $", about {Duration(left)} left" : "")}";

    /// <summary>What one of several tasks did.</summary>
    /// <param name="run">The run.</param>
    /// <param name="task">The task.</param>
    /// <param name="folder">The folder of results.</param>
    public static string Task(SweepRun run, TaskShare task, string folder)
    {
        ArgumentNullException.ThrowIfNull(run);
        return $"Task {task.Index} of {task.Count}: {Work(run)}. Once all tasks are done: simulator collect {folder}";
    }

    /// <summary>The report as plain text.</summary>
    /// <param name="summary">What was found.</param>
    /// <param name="run">What was measured just now; null for a collection.</param>
    /// <param name="folder">The folder of results.</param>
    /// <param name="files">The files in it.</param>
    public static string Text(SweepSummary summary, SweepRun? run, string folder, IReadOnlyCollection<string> files)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(files);
        var text = new StringBuilder();
        string axes = summary.Axes.Length > 0 ? $" over {string.Join(", ", summary.Axes)}" : "";
        text.Append(CultureInfo.InvariantCulture, $"{summary.Name}: {summary.Cells} cells{axes}, {summary.Rows} rows{(run is null ? "" : $"; {Work(run)}")}\n");
        if (!summary.Fits.IsEmpty)
        {
            text.Append(TextTable.Render(
                ["family", "quantity", "against", "exponent", "95 %", "over log T", "stated (S)", "points", "rho"],
                summary.Fits.Take(MostRows).Select(f => (IEnumerable<string>)
                [
                    f.Family,
                    f.Quantity == "steps" ? "smallest T" : "W1",
                    f.Against,
                    Exponent(f.Exponent.Value),
                    f.Exponent is { Low: { } low, High: { } high } ? $"{Exponent(low)} … {Exponent(high)}" : "-",
                    f.LogCorrected is { } log ? Exponent(log.Value) : "-",
                    f.Stated.ToString(CultureInfo.InvariantCulture),
                    f.LeftOut > 0 ? $"{f.Points} ({f.LeftOut} left out)" : f.Points.ToString(CultureInfo.InvariantCulture),
                    f.Regime is { } rho ? $"{Figures.Significant(rho.From, 3)} … {Figures.Significant(rho.To, 3)}" : "-",
                ])));
        }

        if (!summary.Complexity.IsEmpty)
        {
            text.Append(TextTable.Render(
                ["cell", "ε", "smallest T", "status"],
                summary.Complexity.Take(MostRows).Select(c => (IEnumerable<string>)
                [
                    c.Cell.ToString(CultureInfo.InvariantCulture),
                    c.Accuracy.ToString("R", CultureInfo.InvariantCulture),
                    c.Steps is not { } steps ? "none" : c.Insufficient is { } below && below < steps - 1 ? $"{below + 1} … {steps}" : steps.ToString(CultureInfo.InvariantCulture),
                    c.Reason is null ? c.Outcome.Name() : $"{c.Outcome.Name()}: {c.Reason}",
                ])));
            if (summary.Complexity.Length > MostRows) text.Append(CultureInfo.InvariantCulture, $"… {summary.Complexity.Length - MostRows} more in {SweepResults.ComplexityName}\n");
        }

        foreach (ScalingRecord fit in summary.Fits)
            text.Append("- ").Append(fit.Verdict).Append('\n');
        if (summary.LargestImpliedC1 is { } c1)
            text.Append(CultureInfo.InvariantCulture, $"- The largest implied C1 is {Figures.OfLog10(c1.Log10)}, in cell {c1.Cell} at T = {c1.Steps}: C1 of (24) (S) cannot be smaller.\n");
        (string Name, int Count)[] bad = [.. summary.Statuses.Where(s => s.Key != Status.Ok.Name()).Select(s => (s.Key, s.Value))];
        if (bad.Length > 0) text.Append(CultureInfo.InvariantCulture, $"- Rows that are not ok: {string.Join(", ", bad.Select(b => $"{b.Count} {b.Name}"))}; {SweepResults.CsvName} says why.\n");
        text.Append(CultureInfo.InvariantCulture, $"Written to {folder}: {string.Join(", ", files)}\n");
        return text.ToString();
    }

    private static string Work(SweepRun run) => run.Reused == 0
        ? $"{run.Computed} measured"
        : run.Computed == run.Cells - run.Reused ? $"{run.Computed} measured, {run.Reused} were there" : $"{run.Computed} measured, {run.Reused} were there, the rest say the same as others";

    private static string Exponent(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan time) => time.TotalSeconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s")
        : time.TotalMinutes < 90 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min") : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h");
}
