using Simulator.Experiments;
using Simulator.Reports.Plotting;

namespace Simulator.Reports;

/// <summary>The figure of a regression: estimation and approximation error of every step over the noise σ, for the largest T.</summary>
public static class LearningFigure
{
    private const string FileName = "learning";

    /// <summary>So many decades below the highest point a curve leaves the figure; more points would only thicken lines.</summary>
    private const double Depth = 7;

    private const int MostPoints = 400;

    /// <summary>Draws the figure and writes it as PNG, SVG and PDF; removes an old one if nothing was learned or measured.</summary>
    /// <param name="result">The result of <c>verify</c>.</param>
    /// <param name="directory">The folder, which is made if need be.</param>
    /// <returns>The names of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static IReadOnlyList<string> Write(VerifyResult result, string directory)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (Row(result) is not null) return FigureWriter.Write(() => Of(result), directory, FileName);
        Remove(directory);
        return [];
    }

    /// <summary>Removes the figure of an earlier run from a folder, if there is one.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public static void Remove(string directory) => FigureWriter.Remove(directory, FileName);

    /// <summary>The figure of a result whose steps were measured.</summary>
    internal static LogLogFigure Of(VerifyResult result)
    {
        VerifyRow row = Row(result)!;
        LearningRecord learning = row.Learning!;
        string[] lines =
        [
            $"{result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, T = {row.Steps}, {learning.Features} features, {learning.Samples} pairs a step",
            $"errors of single steps on held-out points, X_t ~ q_t   ·   ε = {Figures.Significant(learning.Epsilon!.Value, 3)}, ε_F = {Figures.Significant(learning.EpsilonF!.Value, 3)}",
        ];
        var figure = new LogLogFigure(result.Name, lines, "noise σ_t (data + σ times noise)", "E‖·‖");
        double floor = Math.Log10(learning.Steps.Max(s => s.Total)) - Depth;
        int stride = 1 + (learning.Steps.Length - 1) / MostPoints;
        Add("limit of the measurement (projection)", CurveStyle.SlowGuide, s => s.ProjectionError);
        Add("f_t − f_t*, both together", CurveStyle.Density, s => s.Total);
        Add("f_t^F − f_t*, approximation ε_F", CurveStyle.Shares[2], s => s.EpsilonF);
        Add("f_t − f_t^F, estimation ε", CurveStyle.Shares[0], s => s.Epsilon);
        figure.Finish();
        return figure;

        void Add(string legend, CurveStyle style, Func<LearningStepRecord, double> value)
        {
            (double X, double Y)[] points =
            [
                .. learning.Steps.Where((_, i) => i % stride == 0).Select(s => (s.S / Math.Log(10), Math.Log10(value(s)))).Where(p => p.Item2 >= floor),
            ];
            if (points.Length > 0) figure.Add(legend, style, points);
        }
    }

    private static VerifyRow? Row(VerifyResult result) => result.Rows.Where(r => r.Learning?.Total is not null).MaxBy(r => r.Steps);
}
