using System.Globalization;
using Simulator.Experiments;
using Simulator.Reports.Plotting;

namespace Simulator.Reports.Html;

/// <summary>A result of <c>curves</c>: the learned map beside the flow, and the laws that they make.</summary>
internal static class CurvesSection
{
    /// <summary>The plot of maps reaches to so many deviations, the file further.</summary>
    private const double Reach = 4;

    /// <summary>Tails are left out where they are below this part of the highest point; poles are cut off at this multiple of the highest point of q_1.</summary>
    private const double Depth = 2e-3, HighestPole = 1.5;

    /// <summary>The section.</summary>
    /// <param name="file">The result.</param>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="data">Where plots go.</param>
    public static HtmlText Of(ResultFile<CurvesResult> file, int number, PageData data)
    {
        CurvesResult result = file.Result;
        CurveRow[] rows = [.. result.Rows.Where(r => Math.Abs(r.Z) <= Reach)];
        ChartCurve Map(string name, CurveStyle style, Func<CurveRow, double> value) => Curve(name, style, rows.Select(r => (r.Z, value(r))), "z", "x");
        double pole = result.TurnsReason is null ? double.PositiveInfinity : HighestPole * result.Rows.Max(r => r.TargetDensity);
        HtmlText maps = data.Add(
            new PageChart(
                "Maps from noise to data",
                new ChartAxis("noise z, in deviations of N(0, 1)", false),
                new ChartAxis("data, x at t = 1", false),
                [
                    Map("Φ_∞, makes q₁ of N(0, 1)", CurveStyle.Limit, r => r.Limit),
                    .. result.Largest is { } l ? [Curve("largest |f_T − Φ_{T→1}|", CurveStyle.Distance, [(l.Z, l.F), (l.Z, l.Flow)], "z", "x")] : Array.Empty<ChartCurve>(),
                    Map("Φ_{T→1}, the flow", CurveStyle.Flow, r => r.Flow),
                    Map("f_T, learned", CurveStyle.Learned, r => r.F),
                ]),
            []);
        HtmlText densities = data.Add(
            new PageChart(
                "Densities",
                new ChartAxis("data, x at t = 1", false),
                new ChartAxis("density", false),
                [
                    Curve("q₁, law of X₁ (area)", CurveStyle.Data, Middle(result.Rows.Select(r => (r.Limit, r.TargetDensity))), "x", "q₁(x)") with { Area = true },
                    Curve("f_T(Z), Z ~ N(0, 1)", CurveStyle.Learned, Middle(result.Rows.Where(r => r.Density is not null).OrderBy(r => r.F).Select(r => (r.F, r.Density!.Value))).Where(p => p.Y <= pole), "x", "density"),
                ]),
            [result.TurnsReason is null ? "" : $"{result.TurnsReason}: poles are cut off."]);
        return HtmlText.Of($"""
            <section id="curves-{number}"><h2>Curves: {result.Name}</h2>
            <p>{CurvesReport.Setting(result)}; {file.Name}.</p>
            {PageTable.List(CurvesReport.Findings(result))}{maps}{densities}</section>

            """);
    }

    private static ChartCurve Curve(string name, CurveStyle style, IEnumerable<(double X, double Y)> points, string across, string up)
    {
        (double X, double Y)[] known = [.. points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))];
        return new ChartCurve(name, PlotStyle.Of(style), [.. known.Select(p => (double?)p.X)], [.. known.Select(p => (double?)p.Y)])
        {
            Texts = [.. known.Select(p => string.Create(CultureInfo.InvariantCulture, $"{across} = {PageNumber.Exact(p.X)}\n{up} = {PageNumber.Exact(p.Y)}"))],
        };
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
