using System.Globalization;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Reports.Plotting;

namespace Simulator.Reports;

/// <summary>
/// The figure of <c>verify</c>: distances against the number of steps on logarithmic axes, beside them the theory's bounds and the two rates between
/// which W1 must fall, r = log T/T for smooth maps and √r for steep ones (section 7 (D)).
/// </summary>
public static class VerifyFigure
{
    /// <summary>Name of the files without extension.</summary>
    private const string FileName = "verify";

    /// <summary>A bound this many decades away from the data would flatten them into a line; it then stands above them as a number.</summary>
    private const double FarFromData = 3;

    private const string BoundName = "Theorem 1, (24)";

    /// <summary>Points of a guide, which is no straight line: log T/T bends.</summary>
    private const int GuidePoints = 33;

    /// <summary>Draws the figure and writes <c>verify.png</c>, <c>verify.svg</c> and <c>verify.pdf</c>, each whole or not at all.</summary>
    /// <param name="result">The result.</param>
    /// <param name="directory">The folder, which is made if need be.</param>
    /// <returns>The names of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static IReadOnlyList<string> Write(VerifyResult result, string directory)
        => FigureWriter.Write(() => Of(result), directory, FileName);

    /// <summary>Removes the figure of an earlier result from a folder, if there is one.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public static void Remove(string directory) => FigureWriter.Remove(directory, FileName);

    /// <summary>The figure of a result.</summary>
    internal static LogLogFigure Of(VerifyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        VerifyRow[] rows = [.. result.Rows.OrderBy(r => r.Steps)];
        var figure = new LogLogFigure(result.Name, Lines(result, rows), "number of steps T", "Wasserstein distance of f_T(Z) and X₁");
        AddGuides(figure, rows);
        AddBound(figure, rows);
        if (rows.Any(r => r.ProofForm is not null)) figure.Add("proof form, at least W₁", CurveStyle.ProofForm, Curve(rows, r => r.ProofForm));
        figure.Add("W₂", CurveStyle.W2, Curve(rows, r => Middle(r.W2)));
        if (rows.Any(r => r.LeadingOrder is not null))
            figure.Add("leading order (D)", CurveStyle.LeadingOrder, Curve(rows, Predicted));
        bool bars = figure.AddIntervals(CurveStyle.W1, rows.Select(r => new LogLogFigure.Interval(
            Math.Log10(r.Steps), Math.Log10(r.W1.Lower), Math.Log10(r.W1.Upper))));
        figure.Add(bars ? "W₁, bars: its interval" : "W₁, interval inside marker", CurveStyle.W1, Curve(rows, r => Middle(r.W1)));
        if (rows.Any(r => r.Outcome != Status.Ok))
            figure.Add("status is not ok", CurveStyle.Doubtful, Curve([.. rows.Where(r => r.Outcome != Status.Ok)], r => Middle(r.W1)));
        figure.Finish([.. rows.Select(r => r.Steps)]);
        return figure;
    }

    private static void AddGuides(LogLogFigure figure, VerifyRow[] rows)
    {
        // Both start where the measurement does: which of them it follows is seen by eye.
        if (rows.FirstOrDefault(r => r.W1.Upper > 0) is not { } start || rows[^1].Steps == start.Steps) return;
        double from = Math.Log(start.Steps), to = Math.Log(rows[^1].Steps);
        IEnumerable<(double X, double Y)> Guide(double power) => Enumerable.Range(0, GuidePoints)
            .Select(i => from + (to - from) * i / (GuidePoints - 1))
            .Select(t => (t / Math.Log(10), Math.Log10(Middle(start.W1)) + power * (LogRate(t) - LogRate(from))));
        figure.Add("guide ∝ r, r = log T/T", CurveStyle.FastGuide, Guide(1));
        figure.Add("guide ∝ √r", CurveStyle.SlowGuide, Guide(0.5));

        static double LogRate(double logSteps) => Math.Log10(logSteps) - logSteps / Math.Log(10);
    }

    private static void AddBound(LogLogFigure figure, VerifyRow[] rows)
    {
        if (BoundOf(rows) is { Length: > 0 } bound && IsNearData(bound, rows))
            figure.Add($"{BoundName}, C₁ = 1", CurveStyle.Bound, bound);
    }

    /// <summary>log10 of T and of the bound, where there is one.</summary>
    private static (double X, double Y)[] BoundOf(VerifyRow[] rows)
        => [.. rows.Where(r => r.Bound is not null).Select(r => (Math.Log10(r.Steps), r.Bound!.Log10WithC1Equal1))];

    private static bool IsNearData((double X, double Y)[] bound, VerifyRow[] rows)
    {
        double[] data = [.. rows.SelectMany(r => new[] { r.W1.Upper, r.W2.Upper, r.ProofForm ?? 0 }).Where(v => v > 0).Select(Math.Log10)];
        return data.Length == 0
            || (bound.Max(b => b.Y) <= data.Max() + FarFromData && bound.Min(b => b.Y) >= data.Min() - FarFromData);
    }

    private static IEnumerable<string> Lines(VerifyResult result, VerifyRow[] rows)
    {
        yield return $"{result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner";
        string slope = result.Fit.SlopeOfW1OverLogT is { } fitted
            ? $"slope of log(W₁/log T) against log T: {VerifyFindings.Interval(fitted).Replace('-', '−')}{(fitted.Low is null ? "" : ", 95 %")}"
            : $"no slope: {result.Fit.Reason}";
        double[] numbers = [.. rows.Select(r => r.Regime).OfType<double>().Where(rho => rho > 0)];
        yield return numbers.Length == 0 ? slope : $"{slope}   ·   ρ = L_f √r = {Ends([.. numbers.Select(Math.Log10)])}";
        if (BoundOf(rows) is { Length: > 0 } bound && !IsNearData(bound, rows))
            yield return $"{BoundName}, with C₁ = 1 is far off this axis: {Ends([.. bound.Select(b => b.Y)])}";
        if (Zeros(rows, w1 => w1.Upper <= 0) is { } zero) yield return $"W₁ is 0, which has no place on this axis, at {zero}";
        if (Zeros(rows, w1 => w1.Lower <= 0 && w1.Upper > 0) is { } open) yield return $"the interval of W₁ reaches down to 0 at {open}";
    }

    /// <summary>The first and the last of some numbers given by their log10.</summary>
    private static string Ends(double[] logs)
        => logs.Length == 1 ? LogAxis.Number(logs[0]) : $"{LogAxis.Number(logs[0])} … {LogAxis.Number(logs[^1])}";

    /// <summary>The step counts of the rows with a property of W1, or null if there are none.</summary>
    private static string? Zeros(VerifyRow[] rows, Func<DistanceRecord, bool> holds)
    {
        string[] steps = [.. rows.Where(r => holds(r.W1)).Select(r => r.Steps.ToString(CultureInfo.InvariantCulture))];
        return steps.Length == 0 ? null : $"T = {string.Join(", ", steps)}";
    }

    /// <summary>log10 of T and of a quantity; null and 0 become −∞, which is not drawn.</summary>
    private static IEnumerable<(double X, double Y)> Curve(VerifyRow[] rows, Func<VerifyRow, double?> value)
        => rows.Select(r => (Math.Log10(r.Steps), Math.Log10(value(r) ?? 0)));

    private static double? Predicted(VerifyRow row) => row.LeadingOrder?.Predicted;

    private static double Middle(DistanceRecord distance) => 0.5 * (distance.Lower + distance.Upper);
}
