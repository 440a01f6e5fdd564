using Simulator.Experiments;
using Simulator.Reports.Plotting;

namespace Simulator.Reports;

/// <summary>The figure of <c>sample</c>: samples as grey images beside draws of X_1, on the grey scale of the latter.</summary>
public static class SampleSheet
{
    private const string FileName = "samples-sheet";

    /// <summary>Images in a row and in a column of a block.</summary>
    private const int Side = 10;

    /// <summary>Draws the figure and writes it as PNG, SVG and PDF.</summary>
    /// <param name="run">The samples.</param>
    /// <param name="width">Pixels in a row of an image.</param>
    /// <param name="height">Rows of an image; width times height is d.</param>
    /// <param name="directory">The folder, which is made if need be.</param>
    /// <returns>The names of the files.</returns>
    /// <exception cref="ArgumentException">The size is not that of the samples.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static IReadOnlyList<string> Write(SampleRun run, int width, int height, string directory)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (width < 1 || height < 1 || (long)width * height != run.Columns.Length)
            throw new ArgumentException($"Images of {width} by {height} pixels are no samples of dimension {run.Columns.Length}.", nameof(width));
        return FigureWriter.Write(() => Of(run, width, height), directory, FileName);
    }

    /// <summary>Removes the figure of an earlier run from a folder, if there is one.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public static void Remove(string directory) => FigureWriter.Remove(directory, FileName);

    private static ImageSheetFigure Of(SampleRun run, int width, int height)
    {
        SampleResult result = run.Result;
        double[] samples = First(run.Samples), real = First(run.Real ?? []);
        (double black, double white) = ImageTiles.Scale(real.Length > 0 ? real : samples);
        string[] lines =
        [
            $"{result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner, T = {result.Steps}",
            $"black: {Figures.Significant(black, 3)}, white: {Figures.Significant(white, 3)}, the 1st and 99th percentile of {(real.Length > 0 ? "the draws of X_1" : "the samples; draws of X_1 are not known")}",
        ];
        ImageSheetFigure.Block[] blocks = [new(SampleReport.Way(result), ImageTiles.Of(samples, width, height, Side, black))];
        if (real.Length > 0) blocks = [.. blocks, new("drawn from X_1", ImageTiles.Of(real, width, height, Side, black))];
        return new ImageSheetFigure(result.Name, lines, blocks, black, white);

        double[] First(double[] points) => points[..Math.Min(points.Length, Side * Side * width * height)];
    }
}
