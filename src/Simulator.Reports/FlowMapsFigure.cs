using Simulator.Experiments;
using Simulator.Reports.Plotting;

namespace Simulator.Reports;

/// <summary>The first figure of <c>curves</c>: the learned map f_T over the noise z, beside the flow Φ_{T→1} that it learns and Φ_∞, which makes exactly q_1 of N(0, 1).</summary>
public static class FlowMapsFigure
{
    private const string FileName = "flow-maps";

    /// <summary>The figure reaches to so many deviations, the files further: in the tails nothing happens, and hardly any noise is there.</summary>
    private const double Reach = 4;

    /// <summary>Draws the figure and writes it as PNG, SVG and PDF.</summary>
    /// <param name="result">The curves.</param>
    /// <param name="directory">The folder, which is made if need be.</param>
    /// <returns>The names of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static IReadOnlyList<string> Write(CurvesResult result, string directory)
    {
        ArgumentNullException.ThrowIfNull(result);
        return FigureWriter.Write(() => Of(result), directory, FileName);
    }

    /// <summary>Removes the figure of an earlier run from a folder, if there is one.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public static void Remove(string directory) => FigureWriter.Remove(directory, FileName);

    /// <summary>The figure of curves.</summary>
    internal static LinearFigure Of(CurvesResult result)
    {
        CurveRow[] rows = [.. result.Rows.Where(r => Math.Abs(r.Z) <= Reach)];
        string largest = result.Largest is { } l ? $"largest |f_T − Φ_{{T→1}}| for |z| ≤ {CurvesRunner.CentralReach}: {Figures.Significant(l.Difference, 3)} at z = {CurvesReport.Place(l.Z)}" : "f_T and Φ_{T→1} are not known";
        string[] lines = [CurvesReport.Setting(result), $"{CurvesReport.Distance(result)}   ·   {largest}"];
        var figure = new LinearFigure(result.Name, lines, "noise z, in deviations of N(0, 1)", "data, x at t = 1");
        figure.Add("Φ_∞, makes q₁ of N(0, 1)", CurveStyle.Limit, rows.Select(r => (r.Z, r.Limit)));
        if (result.Largest is { } gap) figure.Add("largest |f_T − Φ_{T→1}|", CurveStyle.Distance, [(gap.Z, gap.F), (gap.Z, gap.Flow)]);
        figure.Add("Φ_{T→1}, the flow", CurveStyle.Flow, rows.Select(r => (r.Z, r.Flow)));
        figure.Add("f_T, learned", CurveStyle.Learned, rows.Select(r => (r.Z, r.F)));
        figure.Finish();
        return figure;
    }
}
