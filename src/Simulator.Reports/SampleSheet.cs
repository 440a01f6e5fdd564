using Simulator.Experiments;
using Simulator.Reports.Plotting;

namespace Simulator.Reports;

/// <summary>The figure of <c>sample</c>: samples as grey images beside draws of X_1, on the grey scale of the latter.</summary>
public static class SampleSheet
{
    private const string FileName = "samples-sheet";

    /// <summary>Images in a row and in a column of a block.</summary>
    private const int Side = 10;

    /// <summary>Parts of the pixels of the draws that are darker than black, and brighter than white.</summary>
    private const double Clipped = 0.01;

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
        (double black, double white) = Scale(real.Length > 0 ? real : samples);
        string[] lines =
        [
            $"{result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner, T = {result.Steps}",
            $"black: {Figures.Significant(black, 3)}, white: {Figures.Significant(white, 3)}, the 1st and 99th percentile of {(real.Length > 0 ? "the draws of X_1" : "the samples; draws of X_1 are not known")}",
        ];
        ImageSheetFigure.Block[] blocks = [new(SampleReport.Way(result), Image(samples, width, height, black))];
        if (real.Length > 0) blocks = [.. blocks, new("drawn from X_1", Image(real, width, height, black))];
        return new ImageSheetFigure(result.Name, lines, blocks, black, white);

        double[] First(double[] points) => points[..Math.Min(points.Length, Side * Side * width * height)];
    }

    /// <summary>Images row by row with gaps between them, NaN where there is none; a pixel that is no number is black.</summary>
    private static double[,] Image(double[] points, int width, int height, double black)
    {
        int gap = Math.Max(1, Math.Max(width, height) / 8), size = width * height;
        var image = new double[Side * (height + gap) - gap, Side * (width + gap) - gap];
        for (int y = 0; y < image.GetLength(0); y++)
        {
            for (int x = 0; x < image.GetLength(1); x++)
            {
                (int row, int inRow) = Math.DivRem(y, height + gap);
                (int column, int inColumn) = Math.DivRem(x, width + gap);
                int index = (row * Side + column) * size + inRow * width + inColumn;
                image[y, x] = inRow >= height || inColumn >= width || index >= points.Length ? double.NaN : double.IsFinite(points[index]) ? points[index] : black;
            }
        }

        return image;
    }

    /// <summary>The values that become black and white.</summary>
    private static (double Black, double White) Scale(double[] pixels)
    {
        double[] sorted = [.. pixels.Where(double.IsFinite).Order()];
        if (sorted.Length == 0) return (0, 1);
        int clipped = (int)(Clipped * (sorted.Length - 1));
        (double black, double white) = (sorted[clipped], sorted[^(clipped + 1)]);
        return white > black ? (black, white) : (black - 0.5, black + 0.5);
    }
}
