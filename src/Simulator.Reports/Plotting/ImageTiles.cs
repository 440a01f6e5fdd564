namespace Simulator.Reports.Plotting;

/// <summary>Many small grey images as one.</summary>
internal static class ImageTiles
{
    /// <summary>Parts of the pixels that are darker than black, and brighter than white.</summary>
    private const double Clipped = 0.01;

    /// <summary>Images row by row with gaps between them, NaN where there is none; a pixel that is no number is black.</summary>
    /// <param name="points">An image after the other, each row by row from the top.</param>
    /// <param name="width">Pixels in a row of an image.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="side">Images in a row and in a column.</param>
    /// <param name="black">What is drawn black.</param>
    public static double[,] Of(ReadOnlySpan<double> points, int width, int height, int side, double black)
    {
        int gap = Math.Max(1, Math.Max(width, height) / 8), size = width * height;
        var image = new double[side * (height + gap) - gap, side * (width + gap) - gap];
        for (int y = 0; y < image.GetLength(0); y++)
        {
            for (int x = 0; x < image.GetLength(1); x++)
            {
                (int row, int inRow) = Math.DivRem(y, height + gap);
                (int column, int inColumn) = Math.DivRem(x, width + gap);
                int index = (row * side + column) * size + inRow * width + inColumn;
                image[y, x] = inRow >= height || inColumn >= width || index >= points.Length ? double.NaN : double.IsFinite(points[index]) ? points[index] : black;
            }
        }

        return image;
    }

    /// <summary>The values that become black and white.</summary>
    /// <param name="pixels">All pixels.</param>
    public static (double Black, double White) Scale(IEnumerable<double> pixels)
    {
        double[] sorted = [.. pixels.Where(double.IsFinite).Order()];
        if (sorted.Length == 0) return (0, 1);
        int clipped = (int)(Clipped * (sorted.Length - 1));
        (double black, double white) = (sorted[clipped], sorted[^(clipped + 1)]);
        return white > black ? (black, white) : (black - 0.5, black + 0.5);
    }
}
