using System.Globalization;
using Simulator.Experiments;
using Simulator.Reports.Plotting;

namespace Simulator.Reports;

/// <summary>
/// The second figure of <c>verify</c>: where the error comes from. Over the noise σ, the error density of the target and what schedules make of it;
/// a curve that is high where the density is high spends too few steps there, and the best schedule gives √(density) (section 7 (D)).
/// </summary>
public static class ErrorDensityFigure
{
    private const string FileName = "error-density";

    /// <summary>So many decades below the highest point a curve leaves the figure.</summary>
    private const double Depth = 4;

    /// <summary>Draws the figure and writes it as PNG, SVG and PDF, or removes an old one where the result has no density.</summary>
    /// <param name="result">The result.</param>
    /// <param name="directory">The folder, which is made if need be.</param>
    /// <returns>The names of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static IReadOnlyList<string> Write(VerifyResult result, string directory)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.ErrorDensity is { } density) return FigureWriter.Write(() => Of(result, density), directory, FileName);
        Remove(directory);
        return [];
    }

    /// <summary>Removes the figure of an earlier result from a folder, if there is one.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public static void Remove(string directory) => FigureWriter.Remove(directory, FileName);

    private static LogLogFigure Of(VerifyResult result, ErrorDensityRecord density)
    {
        string[] lines =
        [
            $"{result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule: where the error comes from, to leading order (D)",
            "E‖g‖: error density of the target · δ E‖g‖: error made to a unit of log σ by steps of length δ · each relative to its highest point",
        ];
        var figure = new LogLogFigure(result.Name, lines, "noise σ (data + σ times noise)", "relative to the highest point");
        figure.Add("√E‖g‖, the best schedule", CurveStyle.FastGuide, Curve(density.LogSigma, density.Density.Select(e => (double?)Math.Sqrt(e))));
        figure.Add("E‖g‖, target alone", CurveStyle.Density, Curve(density.LogSigma, density.Density.Select(e => (double?)e)));
        ErrorShareRecord[] shares = [.. density.Shares.Where(s => s.Share.Any(v => v > 0)).OrderBy(s => s.Steps)];
        foreach ((ErrorShareRecord share, CurveStyle style) in Chosen(shares))
        {
            string steps = share.Steps.ToString(CultureInfo.InvariantCulture);
            figure.Add($"δ E‖g‖, T = {steps}", style, Curve(density.LogSigma, share.Share));
        }

        figure.Finish();
        return figure;
    }

    /// <summary>The fewest, the most and some steps in the middle.</summary>
    private static IEnumerable<(ErrorShareRecord Share, CurveStyle Style)> Chosen(ErrorShareRecord[] shares)
    {
        if (shares.Length == 0) yield break;
        yield return (shares[0], CurveStyle.Shares[0]);
        if (shares.Length > 2) yield return (shares[shares.Length / 2], CurveStyle.Shares[1]);
        if (shares.Length > 1) yield return (shares[^1], CurveStyle.Shares[2]);
    }

    /// <summary>log10 of σ and of a curve relative to its maximum, as far as it is deep enough to be shown.</summary>
    private static (double X, double Y)[] Curve(IEnumerable<double> logSigma, IEnumerable<double?> values)
    {
        double?[] all = [.. values];
        double top = Math.Log10(all.Max() ?? 1);
        return [.. logSigma.Zip(all, (s, v) => (s / Math.Log(10), Math.Log10(v ?? 0) - top)).Where(p => p.Item2 >= -Depth)];
    }
}
