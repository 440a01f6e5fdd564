using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Specifications;
using Simulator.Theory;

namespace Simulator.Sweeps;

/// <summary>
/// Searches a family for the target that comes nearest to the bound of Theorem 1: Nelder and Mead's simplex (Math.NET's) from several starts, over the logit of where each field lies in its range, so that no step leaves it. Every place is measured on all
/// cells of the grid; cells are kept by their addresses, so that a search that was stopped goes over the same places again without measuring.
/// </summary>
public static class HardTargetSearch
{
    /// <summary>What a place is worth that does not count, as if W1 were so many decades below the bound; the distance from the cap is added, so that the simplex finds its way back.</summary>
    private const double Penalty = 1e4;

    /// <summary>The simplex has contracted when its values differ by less.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>Size of the first simplex, in logits.</summary>
    private const double FirstStep = 0.8;

    /// <summary>Runs a search.</summary>
    /// <param name="sweep">The search with its grid.</param>
    /// <param name="directory">Folder in which measured cells are kept.</param>
    /// <param name="threads">Starts that go on at the same time; no number depends on it.</param>
    /// <param name="progress">Hears the fraction done and the best value so far, from any thread; may be null.</param>
    /// <param name="cancellation">Stops the work; cells that are measured are kept.</param>
    /// <exception cref="SpecificationException">A place of the family cannot be measured, or another process uses the folder.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static HardTargetResult Run(HardTargetSweep sweep, string directory, int threads = 1, Action<double, double?>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        HardTargetSpecification search = sweep.Search;
        using var cells = new KeptCells(directory);
        var places = new ConcurrentBag<(int Start, int Order, HardTargetPlace Place)>();
        var starts = new HardTargetStart[search.Starts];
        Workers.Run(threads, search.Starts, start =>
        {
            int order = 0;
            double Worth(Vector<double> logits)
            {
                cancellation.ThrowIfCancellationRequested();
                HardTargetPlace place = Look(sweep, cells, start, [.. search.Fields.Select((f, i) => f.At(1 / (1 + Math.Exp(-logits[i]))))], cancellation);
                places.Add((start, order++, place));
                progress?.Invoke(Math.Min(1, places.Count / (1.05 * search.Starts * search.Iterations)), Best(places.Select(p => p.Place))?.Value);
                double excess = Math.Max(0, (place.LipschitzLog10 ?? Penalty) - Math.Log10(search.LargestLipschitz));
                return place.Reason is null ? -place.Value!.Value : Penalty + Math.Min(excess, Penalty);
            }

            Status outcome = Status.Ok;
            Vector<double> first = First(sweep, start);
            try
            {
                new NelderMeadSimplex(Tolerance, search.Iterations).FindMinimum(ObjectiveFunction.Value(Worth), first, Vector<double>.Build.Dense(first.Count, FirstStep));
            }
            catch (MaximumIterationsException)
            {
                outcome = Status.NotConverged;
            }

            starts[start] = new HardTargetStart(start, order, Best(places.Where(p => p.Start == start).Select(p => p.Place))?.Value, outcome);
        });

        ImmutableArray<HardTargetPlace> all = [.. places.OrderBy(p => p.Start).ThenBy(p => p.Order).Select(p => p.Place)];
        HardTargetPlace? best = Best(all);
        return new HardTargetResult(
            sweep.Name,
            search.GoalName,
            search.LargestLipschitz,
            [.. search.Fields.Select(f => f.Path.ToString())],
            best,
            [.. starts],
            all,
            Verdict(search, best, all.Length),
            sweep.Manifest);
    }

    /// <summary>The middle of the ranges first, then places drawn evenly from them.</summary>
    private static Vector<double> First(HardTargetSweep sweep, int start)
    {
        RandomStream stream = RandomStream.Named(sweep.Seed, "search", start.ToString(CultureInfo.InvariantCulture), "start");
        return Vector<double>.Build.Dense(sweep.Search.Fields.Length, _ =>
        {
            double part = stream.NextUniform();
            return start == 0 ? 0 : Math.Log(part / (1 - part));
        });
    }

    private static HardTargetPlace Look(HardTargetSweep sweep, KeptCells cells, int start, ImmutableArray<double> values, CancellationToken cancellation)
    {
        ImmutableArray<SweepCell> grid;
        try
        {
            grid = sweep.CellsAt(values);
        }
        catch (SpecificationException e)
        {
            return new HardTargetPlace(start, values, null, null, $"impossible: {e.Message}");
        }

        ImmutableArray<CellRows> rows = [.. grid.Select(c => cells.Of(c, cancellation))];
        Measured[] measured = [.. rows.Select(r => Measured.Of(r.Rows[0]))];
        double? lipschitz = measured.All(m => m.LipschitzLog10 is not null) ? measured.Max(m => m.LipschitzLog10) : null;
        string? reason = measured.Any(m => m.Outcome != Status.Ok) ? $"a cell is {measured.Max(m => m.Outcome).Name()}"
            : lipschitz is null ? "L_f is not known"
            : lipschitz > Math.Log10(sweep.Search.LargestLipschitz) ? "L_f is above the cap"
            : measured.Any(m => !(m.W1Lower > 0)) ? "W1 of a cell is not known to be above 0" : null;
        double? value = sweep.Search.Goal == HardTargetGoal.ImpliedC1
            ? measured.Max(m => m.ImpliedC1Log10)
            : Exponent(sweep, measured);
        if (value is null || !double.IsFinite(value.Value)) (value, reason) = (null, reason ?? "the value is not known");
        return new HardTargetPlace(start, values, value, lipschitz, reason);
    }

    /// <summary>The exponent of W1 against d over the cells, with a constant for all that differ in more.</summary>
    private static double? Exponent(HardTargetSweep sweep, Measured[] measured)
    {
        EnclosedPoint[][] groups =
        [
            .. Enumerable.Range(0, measured.Length).GroupBy(i => sweep.GroupOf[i]).Select(g => g.Select(i => new EnclosedPoint(
                Math.Log(sweep.Dimensions[i]), Math.Log(measured[i].W1Lower), Math.Log(measured[i].W1Upper))).ToArray()),
        ];
        return ScalingExponent.Fit(groups, RandomStream.Named(sweep.Seed, "search", "exponent", "bootstrap"))?.Value;
    }

    private static HardTargetPlace? Best(IEnumerable<HardTargetPlace> places) => places.Where(p => p.Reason is null).OrderByDescending(p => p.Value).ThenBy(p => p.Start).FirstOrDefault();

    private static string Verdict(HardTargetSpecification search, HardTargetPlace? best, int count)
    {
        if (best?.Value is not { } value) return $"None of {count} places has L_f ≤ {search.LargestLipschitz.ToString(CultureInfo.InvariantCulture)} and the status ok: nothing was found.";
        string place = string.Join(", ", search.Fields.Zip(best.Values, (f, v) => string.Create(CultureInfo.InvariantCulture, $"{f.Path} = {v:G4}")));
        return search.Goal == HardTargetGoal.ImpliedC1
            ? string.Create(CultureInfo.InvariantCulture, $"The hardest of {count} places with L_f ≤ {search.LargestLipschitz} has {place}: implied C1 = 10^{value:0.00}. ")
                + (value > 0 ? "Theorem 1 (S) cannot hold with C1 = 1; C1 has no value in the paper, so this is no refutation, but C1 must be at least that." : "The bound of Theorem 1 (S) with C1 = 1 is not reached.")
            : string.Create(CultureInfo.InvariantCulture, $"The steepest of {count} places with L_f ≤ {search.LargestLipschitz} has {place}: W1 goes like d^{value:0.000}, where Theorem 1 allows d^2.5 (S). ")
                + (value > TheoremBound.DimensionPower ? "That is steeper than stated, over this range of d." : "The stated exponent is not reached.");
    }

    /// <summary>What the search needs of a measured row.</summary>
    private sealed record Measured(double W1Lower, double W1Upper, double? LipschitzLog10, double? ImpliedC1Log10, Status Outcome)
    {
        public static Measured Of(ImmutableArray<object?> row)
        {
            object? Column(string name) => row[MeasurementColumns.IndexOf(name)];
            return new Measured(
                (double?)Column(MeasurementColumns.W1Lower) ?? double.NaN,
                (double?)Column(MeasurementColumns.W1Upper) ?? double.NaN,
                (double?)Column(MeasurementColumns.Lipschitz),
                (double?)Column(MeasurementColumns.ImpliedC1),
                StatusNames.Parse((string)Column(MeasurementColumns.StatusName)!));
        }
    }
}
