using ScottPlot;

namespace Simulator.Reports.Plotting;

/// <summary>Grey images side by side, without axes: pixels are squares with sharp edges.</summary>
internal sealed class ImageSheetFigure : Figure
{
    private const float LabelSize = 13.5f;

    /// <summary>Between blocks and above them, as a part of a block's height, and beside them, as a part of the width.</summary>
    private const double Gap = 0.06, Room = 0.08, Side = 0.0085;

    /// <summary>A side of a block is enlarged to about so many pixels: viewers smooth the pictures in SVG and PDF files, and then there is nothing to be seen of it.</summary>
    private const int DrawnPixels = 1600;

    /// <summary>A finished sheet.</summary>
    /// <param name="title">The title.</param>
    /// <param name="lines">Lines of text under the title.</param>
    /// <param name="blocks">The blocks from left to right.</param>
    /// <param name="black">What is drawn black.</param>
    /// <param name="white">What is drawn white, larger.</param>
    public ImageSheetFigure(string title, IEnumerable<string> lines, IReadOnlyList<Block> blocks, double black, double white)
        : base(title, lines, "", "")
    {
        double left = 0, height = blocks.Max(b => b.Image.GetLength(0)), gap = Gap * height;
        foreach (Block block in blocks)
        {
            int rows = block.Image.GetLength(0), columns = block.Image.GetLength(1);
            var map = Plot.Add.Heatmap(Enlarged(block.Image, Math.Max(1, DrawnPixels / Math.Max(rows, columns))));
            map.Colormap = new ScottPlot.Colormaps.Grayscale();
            map.ManualRange = new ScottPlot.Range(black, white);
            map.NaNCellColor = Color.FromHex("#DCE6F2"); // not grey: a white pixel at the rim of an image must be seen as one
            map.Rectangle = new CoordinateRect(left, left + columns, height - rows, height);
            ScottPlot.Plottables.Text label = Plot.Add.Text(block.Label, left, height + 0.5 * Room * height);
            label.LabelFontSize = LabelSize;
            label.LabelFontName = FigureFonts.Family;
            label.LabelAlignment = Alignment.MiddleLeft;
            left += columns + gap;
        }

        double side = Side * (left - gap);
        Plot.Axes.SetLimits(-side, left - gap + side, 0, (1 + Room) * height);
        Plot.Axes.SquareUnits();
        Plot.HideGrid();
        foreach (IAxis axis in Plot.Axes.GetAxes())
            axis.IsVisible = false;
    }

    private static double[,] Enlarged(double[,] image, int factor)
    {
        var result = new double[image.GetLength(0) * factor, image.GetLength(1) * factor];
        for (int y = 0; y < result.GetLength(0); y++)
        {
            for (int x = 0; x < result.GetLength(1); x++)
                result[y, x] = image[y / factor, x / factor];
        }

        return result;
    }

    /// <summary>Images under a label.</summary>
    /// <param name="Label">What they are.</param>
    /// <param name="Image">Their pixels, row by row from the top; NaN is no pixel.</param>
    public sealed record Block(string Label, double[,] Image);
}
