using System.Collections.Immutable;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Theory;

namespace Simulator.Sweeps;

/// <summary>
/// Which power of d, 1/ε, T and L_f the numbers follow. Axes whose values are texts make families, each with a fit of its own; along the other axes the fit has a constant for each of their values.
/// </summary>
internal static class ScalingFits
{
    /// <summary>Less than this factor in L_f along an axis decides no exponent.</summary>
    private const double LeastLipschitzFactor = 2;

    /// <summary>Below it L_f is at its floor of 1.</summary>
    private const double LeastLogLipschitz = 1e-6;

    private const string StepsQuantity = "steps", W1Quantity = "w1", Accuracy = "accuracy", LipschitzVariable = "lipschitz";

    private static readonly (string Against, double? StepsPower, double W1Power)[] Variables =
    [
        ("dimension", TheoremBound.DimensionPower, TheoremBound.DimensionPower),
        ("1/accuracy", 1, 0),
        (StepsQuantity, null, -1),
        (LipschitzVariable, TheoremBound.LipschitzPower, TheoremBound.LipschitzPower),
    ];

    /// <summary>The fits.</summary>
    /// <param name="table">The collected table.</param>
    /// <param name="axes">The names of the axes.</param>
    /// <param name="complexities">What searches of the smallest T found; empty where every cell had its T.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static ImmutableArray<ScalingRecord> Of(ResultTable table, ImmutableArray<string> axes, ImmutableArray<ComplexityRecord> complexities, long seed)
    {
        string[] own = [.. axes.Where(a => a != MeasurementColumns.Steps)];
        HashSet<string> texts = [.. own.Where(a => table.Columns.Any(c => c.Name == a && c.Kind == ColumnKind.Text))];
        string[] numeric = [.. own.Where(a => !texts.Contains(a)), complexities.IsEmpty ? MeasurementColumns.Steps : Accuracy];
        Observation[] all = complexities.IsEmpty ? [.. W1Of(table, own)] : [.. StepsOf(table, own, complexities)];
        var fits = ImmutableArray.CreateBuilder<ScalingRecord>();
        foreach (IGrouping<string, Observation> family in all.GroupBy(o => string.Join('\u001f', texts.Select(t => $"{t} = {o.Labels[t]}"))))
        {
            Observation[] good = [.. family.Where(o => o.IsGood)];
            foreach ((string against, double? stepsPower, double w1Power) in Variables)
            {
                double? stated = complexities.IsEmpty ? w1Power : stepsPower;
                if (Driver(against, good, numeric) is not { } axis || stated is null) continue;
                Observation[][] groups = [.. Groups(against, axis, good, numeric)];
                if (IsConfounded(against, groups)) continue;
                ScalingRecord? fit = Fit(complexities.IsEmpty ? W1Quantity : StepsQuantity, against, axis, family.Key.Replace("\u001f", ", ", StringComparison.Ordinal), groups, stated.Value, seed);
                if (fit is not null) fits.Add(fit with { LeftOut = family.Count() - fit.Points });
            }
        }

        return fits.ToImmutable();
    }

    private static ScalingRecord? Fit(string quantity, string against, string axis, string family, Observation[][] groups, double stated, long seed)
    {
        SlopeRecord? Slope(string purpose, Func<Observation, EnclosedPoint> point) => ScalingExponent.Fit(
            [.. groups.Select(g => g.Select(point).ToArray())], RandomStream.Named(seed, "scaling", $"{quantity} {against} {family}", purpose)) is { } slope
            ? new SlopeRecord(slope.Value, slope.Low, slope.High, slope.Reason)
            : null;

        Observation[] used = [.. groups.Where(g => g.Select(o => o.LogX(against)).Distinct().Count() > 1).SelectMany(g => g)];
        if (Slope("plain", o => o.Plain(against)) is not { } exponent) return null;
        bool isBounded = used.All(o => o.IsBounded);
        bool hasLogarithm = isBounded && (quantity == StepsQuantity || against == StepsQuantity);
        double? statedHere = against == StepsQuantity && isBounded
            ? SlopeFit.OfPowers([.. used.Select(o => ((double)o.Steps, Math.Pow(Math.Log(o.Steps), TheoremBound.LogPower) / o.Steps))])?.Value
            : null;
        SlopeRecord? corrected = hasLogarithm ? Slope("log-corrected", o => o.Corrected(against, quantity)) : null;
        double[] regimes = [.. used.Select(o => o.Regime).OfType<double>()];
        var record = new ScalingRecord(
            quantity,
            against,
            axis,
            family,
            exponent,
            corrected,
            stated,
            statedHere,
            isBounded,
            used.Length,
            0,
            regimes.Length == used.Length && used.Length > 0 ? new RangeRecord(regimes.Min(), regimes.Max()) : null,
            "");
        return record with { Verdict = ScalingVerdict.Of(record) };
    }

    /// <summary>
    /// The groups of a fit: observations that differ along its axis alone. Groups that say the same, as those of other seeds do where nothing is random, count once; points at the floor L_f = 1 do not move with what moves the others.
    /// </summary>
    private static IEnumerable<Observation[]> Groups(string against, string axis, Observation[] good, string[] numeric)
    {
        Observation[] moving = against == LipschitzVariable ? [.. good.Where(o => o.LogLipschitz > LeastLogLipschitz)] : good;
        return Along(axis, moving, numeric).Select(g => g.ToArray()).DistinctBy(g => string.Join(' ', g.OrderBy(o => o.LogX(against)).ThenBy(o => o.Low).Select(o => $"{o.LogX(against):R}:{o.Low:R}:{o.High:R}")));
    }

    /// <summary>Whether another variable of the theorem changes along the same axis, as with zipped axes: its share of the change cannot be told.</summary>
    private static bool IsConfounded(string against, Observation[][] groups)
    {
        bool Changes(Func<Observation, double> variable) => groups.Any(g => g.Select(variable).Distinct().Count() > 1);
        return against != "dimension" && Changes(o => o.Dimension)
            || against != StepsQuantity && groups.Any(g => g.Any(o => o.IsGiven)) && Changes(o => o.Steps)
            || against != "1/accuracy" && Changes(o => o.Accuracy);
    }

    /// <summary>The axis along which a variable changes while nothing else does; null if there is none.</summary>
    private static string? Driver(string against, Observation[] observations, string[] numeric)
    {
        if (observations.Length == 0) return null;
        if (against == "1/accuracy") return numeric[^1] == Accuracy && Varies(Accuracy) ? Accuracy : null;
        if (against == StepsQuantity) return numeric[^1] == StepsQuantity && Varies(StepsQuantity) ? StepsQuantity : null;
        string[] others = numeric[..^1];
        string? dimension = others.FirstOrDefault(a => Along(a, observations, numeric).Any(g => g.Select(o => o.Dimension).Distinct().Count() > 1));
        return against == "dimension"
            ? dimension
            : others.FirstOrDefault(a => a != dimension && Along(a, observations, numeric).Any(g => g.Max(o => o.LogLipschitz) - g.Min(o => o.LogLipschitz) > Math.Log(LeastLipschitzFactor)));

        bool Varies(string axis) => observations.Select(o => o.Labels[axis]).Distinct().Count() > 1;
    }

    /// <summary>Observations that differ along one numeric axis alone, and along those that go with it step by step (zipped ones).</summary>
    private static IEnumerable<IGrouping<string, Observation>> Along(string axis, Observation[] all, string[] numeric)
    {
        string[] others = [.. numeric.Where(a => a != axis && !ZippedAxes.GoTogether(all, o => o.Labels[a], o => o.Labels[axis]))];
        return all.GroupBy(o => string.Join('|', others.Select(a => ResultTable.Plain(o.Labels[a]))));
    }

    private static IEnumerable<Observation> W1Of(ResultTable table, string[] axes) => Enumerable.Range(0, table.Rows.Length).Select(i =>
    {
        double low = table.Number(i, MeasurementColumns.W1Lower) ?? double.NaN, high = table.Number(i, MeasurementColumns.W1Upper) ?? double.NaN;
        return Read(table, i, axes, (MeasurementColumns.Steps, table.Number(i, MeasurementColumns.Steps)!), table.Text(i, MeasurementColumns.StatusName) == Status.Ok.Name(), low, high, 1, isGiven: true);
    });

    private static IEnumerable<Observation> StepsOf(ResultTable table, string[] axes, ImmutableArray<ComplexityRecord> complexities)
    {
        var rows = Enumerable.Range(0, table.Rows.Length).ToDictionary(i => ((int)table.Number(i, MeasurementColumns.Cell)!, (int)table.Number(i, MeasurementColumns.Steps)!));
        ILookup<int, int> byCell = rows.ToLookup(r => r.Key.Item1, r => r.Value);
        return complexities.Select(c =>
        {
            int row = c.Steps is { } steps ? rows[(c.Cell, steps)] : byCell[c.Cell].Last();
            double high = c.Steps ?? double.NaN, low = c.Insufficient + 1 ?? high;

            // Where the schedule allows no smaller T, the smallest that does is not known: it says something about the schedule.
            return Read(table, row, axes, (Accuracy, c.Accuracy), c is { Outcome: Status.Ok, Insufficient: not null }, low, high, c.Accuracy, isGiven: false);
        });
    }

    private static Observation Read(ResultTable table, int row, string[] axes, (string Axis, object Label) last, bool ok, double low, double high, double accuracy, bool isGiven)
    {
        Dictionary<string, object> labels = axes.ToDictionary(a => a, a => (object?)table.Number(row, a) ?? table.Text(row, a));
        labels[last.Axis] = last.Label;
        return new Observation(
            labels,
            (int)table.Number(row, MeasurementColumns.Dimension)!,
            (int)table.Number(row, MeasurementColumns.Steps)!,
            Math.Log(10) * (table.Number(row, MeasurementColumns.Lipschitz) ?? double.NaN),
            table.Number(row, MeasurementColumns.Regime),
            accuracy,
            low,
            high,
            ok && low > 0 && double.IsFinite(high),
            isGiven,
            table.Number(row, MeasurementColumns.Bound) is not null);
    }

    /// <summary>What was measured at one place.</summary>
    /// <param name="Labels">The place.</param>
    /// <param name="Dimension">d.</param>
    /// <param name="Steps">T.</param>
    /// <param name="LogLipschitz">log L_f.</param>
    /// <param name="Regime">ρ.</param>
    /// <param name="Accuracy">ε, where there is one.</param>
    /// <param name="Low">Lower end of the quantity.</param>
    /// <param name="High">Upper end of the quantity.</param>
    /// <param name="IsGood">Whether it has the status ok and a logarithm.</param>
    /// <param name="IsGiven">Whether T was given, and is not what was searched.</param>
    /// <param name="IsBounded">Whether Theorem 1 bounds it.</param>
    private sealed record Observation(
        IReadOnlyDictionary<string, object> Labels, int Dimension, int Steps, double LogLipschitz, double? Regime, double Accuracy, double Low, double High, bool IsGood, bool IsGiven, bool IsBounded)
    {
        public double LogX(string against) => against switch
        {
            "dimension" => Math.Log(Dimension),
            "1/accuracy" => -Math.Log(Accuracy),
            StepsQuantity => Math.Log(Steps),
            _ => LogLipschitz,
        };

        public EnclosedPoint Plain(string against) => new(LogX(against), Math.Log(Low), Math.Log(High));

        /// <summary>W1/log T, or T/log T: what is a pure power where W1 goes like log T/T.</summary>
        public EnclosedPoint Corrected(string against, string quantity) => quantity == StepsQuantity
            ? new(LogX(against), Math.Log(Low / Math.Log(Low)), Math.Log(High / Math.Log(High)))
            : new(LogX(against), Math.Log(Low / Math.Log(Steps)), Math.Log(High / Math.Log(Steps)));
    }
}
