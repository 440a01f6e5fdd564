using System.Collections.Immutable;
using System.Globalization;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Sweeps;

namespace Simulator.Reports;

/// <summary>The charts of a sweep: W1 and the implied C1 against T, d and L_f; the smallest T against d, 1/ε and L_f.</summary>
public static class SweepCharts
{
    private const string Steps = MeasurementColumns.Steps, Accuracy = "accuracy";

    private static readonly Variable[] Variables =
    [
        new("steps", "T", "number of steps T", p => Math.Log10(p.Steps)),
        new("dimension", "d", "dimension d", p => Math.Log10(p.Dimension)),
        new("1/accuracy", "accuracy", "1/ε", p => -Math.Log10(p.Accuracy)) { Symbol = "(1/ε)" },
        new("lipschitz", "lipschitz", "L_f", p => p.LipschitzLog10) { Symbol = "L_f" },
    ];

    private static readonly Quantity W1 = new("W1", "W₁ of f_T(Z) and X₁", p => (Math.Log10(p.W1Lower), Math.Log10(p.W1Upper)));

    private static readonly Quantity ImpliedC1 = new("C1", "implied C₁", p => (p.ImpliedC1Log10, p.ImpliedC1Log10));

    private static readonly Quantity SmallestSteps = new("T", "smallest T with W₁ ≤ ε", p => (Math.Log10(p.Insufficient + 1), Math.Log10(p.Steps)));

    /// <summary>The charts for which a sweep has points.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="summary">What it found.</param>
    public static ImmutableArray<SweepChart> Of(ResultTable table, SweepSummary summary)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(summary);
        ImmutableArray<Place> rows = [.. Enumerable.Range(0, table.Rows.Length).Select(i => PlaceOf(table, i, summary.Axes))];
        ImmutableArray<Place> searched = [.. Searched(rows, summary.Complexity)];
        var charts = ImmutableArray.CreateBuilder<SweepChart>();
        foreach (Variable variable in Variables)
        {
            ImmutableArray<ScalingRecord> fits = [.. summary.Fits.Where(f => f.Against == variable.Against)];
            string? axis = fits.IsEmpty ? null : fits[0].Axis;
            if (axis is not null && !searched.IsEmpty) charts.Add(Chart(summary.Name, SmallestSteps, variable, axis, searched, fits));
            if (variable.Against == Steps) axis = Steps;
            else if (!searched.IsEmpty) axis = null;
            if (axis is null) continue;
            charts.Add(Chart(summary.Name, W1, variable, axis, rows, searched.IsEmpty ? fits : []));
            charts.Add(Chart(summary.Name, ImpliedC1, variable, axis, [.. rows.Where(r => double.IsFinite(r.ImpliedC1Log10))], []));
        }

        return [.. charts.Where(c => c.Series.Any(s => s.Points.Length > 1))];
    }

    private static SweepChart Chart(string name, Quantity quantity, Variable variable, string axis, ImmutableArray<Place> places, ImmutableArray<ScalingRecord> fits)
    {
        // Axes that never change, or go with the one on the paper or an earlier one step by step, tell no curves apart.
        var others = new List<string>();
        foreach (string other in places.SelectMany(p => p.Labels.Keys).Distinct())
        {
            if (other != axis && places.Select(p => p.Labels[other]).Distinct().Count() > 1 && !others.Append(axis).Any(a => ZippedAxes.GoTogether(places, p => p.Labels[other], p => p.Labels[a]))) others.Add(other);
        }

        ImmutableArray<ChartSeries> series =
        [
            .. places.GroupBy(p => string.Join('\u001f', others.Select(a => p.Labels[a]))).Select(g => new ChartSeries(
                string.Join(", ", others.Select(a => $"{(a == Steps ? "T" : a == Accuracy ? "ε" : a)} = {Short(g.First().Labels[a])}")),
                [.. g.Select(p => Point(quantity, variable, p)).Where(p => double.IsFinite(p.X) && double.IsFinite(p.High)).OrderBy(p => p.X)])),
        ];
        ImmutableArray<ChartGuide> guides = fits.IsEmpty ? [] : [new($"Theorem 1 (S): ∝ {variable.Symbol}^{fits[0].Stated.ToString(CultureInfo.InvariantCulture)}".Replace("-", "−", StringComparison.Ordinal), fits[0].Stated)];
        return new SweepChart($"{quantity.Name}-{variable.Name}", name, [.. fits.Select(Line)], variable.Text, quantity.Text, [.. series.Where(s => s.Points.Length > 0)], guides);
    }

    /// <summary>A number as a legend needs it.</summary>
    private static string Short(string label) => double.TryParse(label, CultureInfo.InvariantCulture, out double number) ? number.ToString("G6", CultureInfo.InvariantCulture) : label;

    private static string Line(ScalingRecord fit)
    {
        string numbers = $"exponent {VerifyFindings.Interval(fit.Exponent)}{(fit.LogCorrected is { } log ? $", over log T {VerifyFindings.Interval(log)}" : "")}, stated {fit.Stated.ToString(CultureInfo.InvariantCulture)} (S)";
        return (fit.Family.Length > 0 ? $"{fit.Family}: " : "") + numbers.Replace('-', '−');
    }

    private static ChartPoint Point(Quantity quantity, Variable variable, Place place)
    {
        (double low, double high) = quantity.Ends(place);
        return new ChartPoint(variable.Log10(place), low, high, place.Cell, place.Steps, place.IsGood);
    }

    private static Place PlaceOf(ResultTable table, int row, ImmutableArray<string> axes)
    {
        double Number(string column) => table.Number(row, column) ?? double.NaN;
        int steps = (int)Number(Steps);
        Dictionary<string, string> labels = axes.Where(a => a != Steps).ToDictionary(a => a, a => table.Text(row, a));
        labels[Steps] = steps.ToString(CultureInfo.InvariantCulture);
        return new Place(
            labels,
            (int)Number(MeasurementColumns.Cell),
            steps,
            (int)Number(MeasurementColumns.Dimension),
            Number(MeasurementColumns.Lipschitz),
            Number(MeasurementColumns.W1Lower),
            Number(MeasurementColumns.W1Upper),
            Number(MeasurementColumns.ImpliedC1),
            table.Text(row, MeasurementColumns.StatusName) == Status.Ok.Name(),
            double.NaN,
            double.NaN);
    }

    /// <summary>The rows at which searches of the smallest T ended.</summary>
    private static IEnumerable<Place> Searched(ImmutableArray<Place> rows, ImmutableArray<ComplexityRecord> complexities)
    {
        Dictionary<(int, int), Place> byPlace = rows.ToDictionary(r => (r.Cell, r.Steps));
        foreach (ComplexityRecord found in complexities)
        {
            if (found.Steps is not { } steps) continue;
            Place row = byPlace[(found.Cell, steps)];
            Dictionary<string, string> labels = row.Labels.Where(l => l.Key != Steps).ToDictionary();
            labels[Accuracy] = found.Accuracy.ToString("R", CultureInfo.InvariantCulture);
            yield return row with { Labels = labels, Accuracy = found.Accuracy, Insufficient = found.Insufficient ?? steps - 1, IsGood = found.Outcome == Status.Ok };
        }
    }

    private sealed record Variable(string Against, string Name, string Text, Func<Place, double> Log10)
    {
        public string Symbol { get; init; } = Name;
    }

    private sealed record Quantity(string Name, string Text, Func<Place, (double Low, double High)> Ends);

    private sealed record Place(
        IReadOnlyDictionary<string, string> Labels, int Cell, int Steps, int Dimension, double LipschitzLog10, double W1Lower, double W1Upper, double ImpliedC1Log10, bool IsGood, double Accuracy, double Insufficient);
}
