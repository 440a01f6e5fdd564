using Simulator.Experiments;
using Simulator.Reports.Plotting;

namespace Simulator.Reports;

/// <summary>The figure of <c>trace</c>: the terms of (34) over the noise σ.</summary>
public static class TraceFigure
{
    private const string FileName = "trace";

    /// <summary>So many decades below the highest point a curve leaves the figure.</summary>
    private const double Depth = 7;

    /// <summary>More points than this would only thicken lines.</summary>
    private const int MostPoints = 400;

    /// <summary>Draws the figure and writes it as PNG, SVG and PDF.</summary>
    /// <param name="result">The trace.</param>
    /// <param name="directory">The folder, which is made if need be.</param>
    /// <returns>The names of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static IReadOnlyList<string> Write(TraceResult result, string directory)
    {
        ArgumentNullException.ThrowIfNull(result);
        return FigureWriter.Write(() => Of(result), directory, FileName);
    }

    /// <summary>Removes the figure of an earlier trace from a folder, if there is one.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public static void Remove(string directory) => FigureWriter.Remove(directory, FileName);

    /// <summary>The figure of a trace.</summary>
    internal static LogLogFigure Of(TraceResult result)
    {
        string[] lines =
        [
            $"{result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner, T = {result.Steps}",
            $"terms of the error recursion (34), E‖·‖ with X_t ~ q_t   ·   Σ‖T1‖ = {Figures.Significant(result.Sums.T1)}{(result.MissingReason is null ? $", Σ‖T2‖ = {Figures.Significant(result.Sums.T2)}" : "")}, E‖ξ_T‖ = {Figures.Significant(result.Rows[^1].Xi)}",
        ];
        var figure = new LogLogFigure(result.Name, lines, "noise σ_t (data + σ times noise)", "E‖·‖");
        double floor = Math.Log10(result.Rows.Max(r => r.Xi)) - Depth;
        int stride = 1 + (result.Rows.Length - 1) / MostPoints;
        Add("|T₂ less second order|", CurveStyle.SlowGuide, r => r.Remainder ?? 0);
        if (result.Sums.Approximation > 0) Add("f_t^F − f_t*, approximation", CurveStyle.ProofForm with { Marker = ScottPlot.MarkerShape.None }, r => r.Approximation);
        if (result.Sums.Estimation > 0) Add("f_t − f_t^F, estimation", CurveStyle.Bound, r => r.Estimation);
        Add("T₂_t", CurveStyle.Shares[2], r => r.T2);
        Add("T₁_t", CurveStyle.Shares[0], r => r.T1);
        Add("ξ_t = f_t − Φ_t", CurveStyle.Density, r => r.Xi);
        figure.Finish();
        return figure;

        void Add(string legend, CurveStyle style, Func<TraceRow, double> value)
        {
            (double X, double Y)[] points =
            [
                .. result.Rows.Where((r, i) => i % stride == 0 || r.T == result.Steps || value(r) > 0 && style == CurveStyle.Bound)
                    .Select(r => (r.S / Math.Log(10), Math.Log10(value(r)))).Where(p => p.Item2 >= floor),
            ];
            if (points.Length > 0) figure.Add(legend, style, points);
        }
    }
}
