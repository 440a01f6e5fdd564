using Simulator.Experiments;
using Simulator.Reports.Plotting;

namespace Simulator.Reports;

/// <summary>The second figure of <c>curves</c>: the density of what the learned map makes of noise, f_T(Z), beside that of X_1.</summary>
public static class DensitiesFigure
{
    private const string FileName = "densities";

    /// <summary>Tails are left out where they are below this part of the highest point.</summary>
    private const double Depth = 2e-3;

    /// <summary>Poles are cut off at this multiple of the highest point of q_1.</summary>
    private const double HighestPole = 1.5;

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
        var figure = new LinearFigure(
            result.Name, [CurvesReport.Setting(result), $"{CurvesReport.Distance(result)}   ·   {Masses(result)}"], "data, x at t = 1", "density");
        figure.Add("q₁, law of X₁ (area)", CurveStyle.Data, Middle(result.Rows.Select(r => (r.Limit, r.TargetDensity))), area: true);
        figure.Add("f_T(Z), Z ~ N(0, 1)", CurveStyle.Learned, Middle(result.Rows.Where(r => r.Density is not null).OrderBy(r => r.F).Select(r => (r.F, r.Density!.Value))));

        // Where f_T turns the density has poles, which would flatten everything else.
        figure.Finish(result.TurnsReason is null ? double.PositiveInfinity : HighestPole * result.Rows.Max(r => r.TargetDensity));
        return figure;
    }

    private static string Masses(CurvesResult result)
    {
        return result.Gaps.IsEmpty
            ? "q₁ has no gap"
            : $"in {(result.Gaps.Length == 1 ? "the gap" : $"the {result.Gaps.Length} gaps")} of q₁: q₁ has {CurvesReport.Percent(result.Gaps.Sum(g => g.Target))}, f_T(Z) {CurvesReport.Percent(result.Gaps.Sum(g => g.Learned))}";
    }

    /// <summary>A density without its tails.</summary>
    private static (double X, double Y)[] Middle(IEnumerable<(double X, double Y)> density)
    {
        (double X, double Y)[] points = [.. density];
        double least = Depth * points.Select(p => p.Y).DefaultIfEmpty(0).Max();
        int first = Array.FindIndex(points, p => p.Y >= least), last = Array.FindLastIndex(points, p => p.Y >= least);
        return first < 0 ? [] : points[first..(last + 1)];
    }
}
