using System.Collections.Immutable;
using Simulator.Numerics;
using Simulator.Theory;

namespace Simulator.Experiments;

/// <summary>How the stages between W1 and the bound grow: which link carries which power of d and which logarithm.</summary>
public static class LedgerFits
{
    private const int FewestPoints = 3;

    /// <summary>The p of (log T)^p/T for every stage, over the runs of one experiment; none with fewer than three.</summary>
    /// <param name="runs">The runs.</param>
    public static ImmutableArray<LedgerFit> OverSteps(IReadOnlyCollection<LedgerRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        LedgerRun[] good = [.. runs.Where(r => r.Outcome is Status.Ok)];
        return Fits(
            good.Length == runs.Count ? good : [],
            run => run.Chain,
            (run, log10) => (Math.Log(run.Steps), Math.Pow(10, log10) * run.Steps),
            "steps",
            null,
            TheoremBound.LogPower);
    }

    /// <summary>The p of d^p for every stage, over experiments in different dimensions at every T that all of them have; none with fewer than three.</summary>
    /// <param name="results">The experiments.</param>
    public static ImmutableArray<LedgerFit> OverDimension(IReadOnlyCollection<LedgerResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (results.Select(r => r.Target.Dimension).Distinct().Count() != results.Count) return [];
        var fits = ImmutableArray.CreateBuilder<LedgerFit>();
        foreach (int steps in results.SelectMany(r => r.Runs.Select(run => run.Steps)).Distinct().Order())
        {
            (int Dimension, LedgerRun Run)[] runs = [.. results.SelectMany(r => r.Runs.Where(run => run.Steps == steps && run.Outcome == Status.Ok).Select(run => (r.Target.Dimension, run)))];
            if (runs.Length != results.Count) continue;
            fits.AddRange(Fits(runs, r => r.Run.Chain, (r, log10) => (r.Dimension, Math.Pow(10, log10)), "dimension", steps, TheoremBound.DimensionPower));
        }

        return fits.ToImmutable();
    }

    private static ImmutableArray<LedgerFit> Fits<T>(
        IReadOnlyList<T> runs, Func<T, ImmutableArray<StageRecord>> chain, Func<T, double, (double X, double Y)> point, string against, int? steps, double stated)
    {
        if (runs.Count < FewestPoints) return [];
        var fits = ImmutableArray.CreateBuilder<LedgerFit>();
        for (int stage = 0; stage < chain(runs[0]).Length; stage++)
        {
            int index = stage;
            StageRecord first = chain(runs[0])[index];
            (double X, double Y)[] points = [.. runs.Where(r => chain(r)[index].Log10 is not null).Select(r => point(r, chain(r)[index].Log10!.Value))];
            if (points.Length < runs.Count || points.Any(p => !(p.Y > 0 && double.IsFinite(p.Y)))) continue;
            if (SlopeFit.OfPowers(points) is { } slope)
                fits.Add(new LedgerFit(first.Id, first.Quantity, against, steps, new SlopeRecord(slope.Value, slope.Low, slope.High, slope.Reason), stated));
        }

        return fits.ToImmutable();
    }
}
