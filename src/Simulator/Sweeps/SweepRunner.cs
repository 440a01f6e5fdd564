using System.Collections.Concurrent;
using System.Diagnostics;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Specifications;

namespace Simulator.Sweeps;

/// <summary>How a sweep is run.</summary>
/// <param name="Task">Which share of the cells.</param>
/// <param name="Threads">Threads; no number depends on it.</param>
/// <param name="MemoryBytes">The memory to use; null for what the machine or its container allows.</param>
/// <param name="Recompute">Whether damaged parts are measured anew instead of complained about.</param>
public sealed record SweepOptions(TaskShare Task, int Threads = 1, long? MemoryBytes = null, bool Recompute = false);

/// <summary>What a run of a task did.</summary>
/// <param name="Cells">The task's cells.</param>
/// <param name="Computed">Those that were measured now.</param>
/// <param name="Reused">Those that were there.</param>
/// <param name="Outcome">The worst status of the cells.</param>
public sealed record SweepRun(int Cells, int Computed, int Reused, Status Outcome);

/// <summary>How far a run is.</summary>
/// <param name="Done">Cells that are done, with those that were there.</param>
/// <param name="Cells">All cells of the task.</param>
/// <param name="Fraction">The fraction of the work that is done, 0 … 1.</param>
/// <param name="Left">How long the rest will take, or null if that is not known yet.</param>
public readonly record struct SweepProgress(int Done, int Cells, double Fraction, TimeSpan? Left);

/// <summary>Measures the cells of a task that are not there yet, keeps each as soon as it is done, and writes the task's part.</summary>
public static class SweepRunner
{
    /// <summary>Runs a task.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="directory">The folder of results, which the sweep has claimed (<see cref="SweepResults.Claim"/>).</param>
    /// <param name="options">How it is run.</param>
    /// <param name="progress">Hears how far it is, from any thread; may be null.</param>
    /// <param name="cancellation">Stops the work; cells that are done are kept.</param>
    /// <exception cref="SpecificationException">The folder holds something else or a damaged part, or another process runs the same task.</exception>
    /// <exception cref="IOException">The folder cannot be written; cells that are done are kept.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static SweepRun Run(SweepSpecification sweep, string directory, SweepOptions options, Action<SweepProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(options);
        var folder = new SweepFolder(directory);
        SweepCell[] cells = [.. sweep.Cells.Where(options.Task.Has)];

        // Before the log is made: a task that is refused leaves none, which would say that it has not ended.
        Dictionary<string, CellRows> known = folder.Known(options.Task, options.Recompute);
        using CellLog log = folder.OpenLog(options.Task);
        foreach ((string key, CellRows rows) in log.Read())
            known[key] = rows;

        // Cells that say the same are measured once; the longest first, so that no thread is left alone with one at the end.
        SweepCell[] missing = [.. cells.Where(c => !known.ContainsKey(c.Key)).DistinctBy(c => c.Key).OrderByDescending(c => c.Steps).ThenBy(c => c.Index)];
        int reused = cells.Count(c => known.ContainsKey(c.Key));
        var measured = new ConcurrentDictionary<string, CellRows>();
        var clock = new WorkClock(missing, cells.Length, options.Threads, progress);
        var gate = new MemoryGate(options.MemoryBytes);
        var measurements = new CellMeasurement(sweep.Accuracies);

        void Measure(SweepCell cell, int threads) => gate.Run(
            MemoryGate.Estimate(cell.Experiment),
            () =>
            {
                cancellation.ThrowIfCancellationRequested();
                var watch = Stopwatch.StartNew();
                CellRows rows = measurements.Of(cell, threads, cancellation);
                lock (log)
                {
                    log.Append(cell, rows);
                }

                measured[cell.Key] = rows;
                clock.Done(cell, watch.Elapsed);
            },
            cancellation);

        // What takes means over points has work for all threads; everything else goes side by side.
        ILookup<bool, SweepCell> bySampling = missing.ToLookup(c => VerifyRunner.SolverFor(c.Experiment).IsSampled);
        SweepCell[] single = [.. bySampling[false]];
        clock.Start();
        Workers.Run(options.Threads, single.Length, i => Measure(single[i], 1));
        foreach (SweepCell cell in bySampling[true])
            Measure(cell, options.Threads);

        cancellation.ThrowIfCancellationRequested();
        (SweepCell Cell, CellRows Rows)[] all = [.. cells.Select(c => (c, known.TryGetValue(c.Key, out CellRows? rows) ? rows : measured[c.Key]))];
        try
        {
            folder.WritePart(sweep, options.Task, all);
        }
        catch (IOException e)
        {
            throw new IOException($"the part cannot be written ({e.Message.TrimEnd('.')}); all cells are kept, and the same command goes on there.", e);
        }

        return new SweepRun(cells.Length, missing.Length, reused, all.Aggregate(Status.Ok, (worst, c) => worst.Worst(CellMeasurement.StatusOf(sweep.Accuracies, c.Rows.Distances()))));
    }

    /// <summary>Estimates the time that is left: cells of a solver take about as long as others of it with as many steps.</summary>
    private sealed class WorkClock
    {
        private readonly Dictionary<string, (double Left, double Steps, double Seconds)> _solvers;
        private readonly int _cells, _threads;
        private readonly Action<SweepProgress>? _progress;
        private readonly double _all;
        private int _left;

        public WorkClock(SweepCell[] missing, int cells, int threads, Action<SweepProgress>? progress)
        {
            _solvers = missing.GroupBy(Solver).ToDictionary(g => g.Key, g => (g.Sum(c => (double)c.Steps), 0.0, 0.0));
            (_cells, _threads, _progress, _left, _all) = (cells, threads, progress, missing.Length, missing.Sum(c => (double)c.Steps));
        }

        public void Start() => _progress?.Invoke(new SweepProgress(_cells - _left, _cells, _left == 0 ? 1 : 0, null));

        public void Done(SweepCell cell, TimeSpan time)
        {
            lock (_solvers)
            {
                _left--;
                (double left, double steps, double seconds) = _solvers[Solver(cell)];
                _solvers[Solver(cell)] = (left - cell.Steps, steps + cell.Steps, seconds + time.TotalSeconds);
                double rate = _solvers.Values.Sum(s => s.Seconds) / _solvers.Values.Sum(s => s.Steps);
                double rest = _solvers.Values.Sum(s => s.Left * (s.Steps > 0 ? s.Seconds / s.Steps : rate)) / _threads;
                _progress?.Invoke(new SweepProgress(_cells - _left, _cells, 1 - _solvers.Values.Sum(s => s.Left) / _all, TimeSpan.FromSeconds(Math.Max(0, rest))));
            }
        }

        private static string Solver(SweepCell cell) => VerifyRunner.SolverFor(cell.Experiment).Name;
    }
}
