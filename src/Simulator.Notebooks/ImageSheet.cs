using Simulator.Reports.Plotting;

namespace Simulator.Notebooks;

/// <summary>Sets of grey images side by side, all on the grey scale of the last one.</summary>
public sealed class ImageSheet : IDisplayable
{
    private readonly string _title;
    private readonly int _width, _height, _side;
    private readonly List<(string Label, double[] Pixels)> _sets = [];

    /// <summary>A sheet without images.</summary>
    /// <param name="title">The title.</param>
    /// <param name="width">Pixels in a row of an image.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="side">Images in a row and in a column of a set.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public ImageSheet(string title, int width, int height, int side = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        (_title, _width, _height, _side) = (title, width, height, side);
    }

    /// <summary>Adds a set; images beyond <c>side × side</c> are left out.</summary>
    /// <param name="label">What they are.</param>
    /// <param name="pixels">n × (height · width), each image row by row from the top.</param>
    /// <returns>This sheet.</returns>
    /// <exception cref="ArgumentException">The pixels are no whole images.</exception>
    public ImageSheet Images(string label, ReadOnlySpan<double> pixels)
    {
        int size = _width * _height;
        if (pixels.Length == 0 || pixels.Length % size != 0) throw new ArgumentException($"{pixels.Length} pixels are no whole images of {_width} × {_height}.", nameof(pixels));
        _sets.Add((label, pixels[..Math.Min(pixels.Length, _side * _side * size)].ToArray()));
        return this;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There are no images.</exception>
    public MimeBundle ToBundle()
    {
        if (_sets.Count == 0) throw new InvalidOperationException("The sheet has no images.");
        (double black, double white) = ImageTiles.Scale(_sets[^1].Pixels);
        return Pictures.Of(_title, () => new ImageSheetFigure(_title, [], [.. _sets.Select(s => new ImageSheetFigure.Block(s.Label, ImageTiles.Of(s.Pixels, _width, _height, _side, black)))], black, white));
    }
}
