using System.Collections.Immutable;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Theory;

namespace Simulator.Sweeps;

/// <summary>Measures a cell: at its T, or at those that the search of the smallest T asks for.</summary>
internal sealed class CellMeasurement
{
    /// <summary>Where the smallest T that a schedule allows is looked for.</summary>
    private const int LargestLeast = 10_000;

    /// <summary>Results that cells may share: the blocks of products at a few T at a time.</summary>
    private const int MostShared = 64;

    private readonly ImmutableArray<double> _accuracies;

    private readonly SharedWork _shared = new(MostShared);

    /// <summary>Measurements.</summary>
    /// <param name="accuracies">The ε for which the smallest T is searched; empty where every cell has its T.</param>
    public CellMeasurement(ImmutableArray<double> accuracies) => _accuracies = accuracies;

    /// <summary>Measures a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="threads">Threads for its own work; no number depends on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public CellRows Of(SweepCell cell, int threads, CancellationToken cancellation)
    {
        ExperimentSpecification experiment = cell.Experiment with { Learner = cell.Experiment.Learner.OnThreads(threads) with { Shared = _shared } };
        var rows = new SortedDictionary<int, VerifyRow>();
        MeasuredDistance Measure(int steps)
        {
            cancellation.ThrowIfCancellationRequested();
            VerifyRow row = VerifyRunner.Measure(experiment, steps, cancellation);
            rows.Add(steps, row);
            return new MeasuredDistance(row.W1.Lower, row.W1.Upper, row.Outcome);
        }

        if (_accuracies.IsEmpty) Measure(cell.Steps);
        var known = new SortedDictionary<int, MeasuredDistance>();
        int least = Least(cell);
        foreach (double accuracy in _accuracies)
            StepComplexity.Find(accuracy, least, cell.Steps, Measure, known);
        return new CellRows([.. rows.Values.Select(MeasurementColumns.Of)]);
    }

    /// <summary>The status of a cell: the worst of its rows or, where the smallest T was searched, of the searches.</summary>
    /// <param name="accuracies">The ε of the searches.</param>
    /// <param name="rows">T, W1 and status of every row.</param>
    public static Status StatusOf(ImmutableArray<double> accuracies, IReadOnlyDictionary<int, MeasuredDistance> rows)
    {
        IEnumerable<Status> all = accuracies.IsEmpty ? rows.Values.Select(r => r.Outcome) : accuracies.Select(a => StepComplexity.Of(a, rows).Outcome);
        return all.Aggregate(Status.Ok, (worst, s) => worst.Worst(s));
    }

    private static int Least(SweepCell cell)
    {
        ScheduleFamily schedule = cell.Experiment.Schedule;
        int last = Math.Min(LargestLeast, cell.Steps);
        return Enumerable.Range(2, last - 1).FirstOrDefault(t => schedule.Objection(t) is null, last);
    }
}
