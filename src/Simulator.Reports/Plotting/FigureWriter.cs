using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;
using Simulator.Experiments;
using SkiaSharp;

namespace Simulator.Reports.Plotting;

/// <summary>Figures as files: PNG for looking, SVG and PDF for print. The bytes depend on the figure alone, not on the time or the folder.</summary>
internal static partial class FigureWriter
{
    /// <summary>Size on which texts and lines are laid out.</summary>
    public const int Width = 960, Height = 600;

    /// <summary>Size of a picture on a screen, in the middle of a text.</summary>
    private const int ScreenWidth = 760, ScreenHeight = 430;

    /// <summary>White around everything.</summary>
    private const int Border = 8;

    /// <summary>Pixels of the PNG to a unit of the layout.</summary>
    public const int PixelRatio = 2;

    /// <summary>Points of the PDF to a unit of the layout: the width of a page's text, 17 cm.</summary>
    private const float PointRatio = 0.5f;

    /// <summary>One figure at a time: the plotting library shares fonts between threads and has crashed when two were drawn at once.</summary>
    private static readonly Lock Drawing = new();

    private static readonly (string Extension, Func<Figure, byte[]> Render)[] Formats =
    [
        ("png", figure => Png(figure, Width, Height, PixelRatio)),
        ("svg", figure => Svg(figure, Width, Height)),
        ("pdf", Pdf),
    ];

    /// <summary>Writes a figure in every format, each file whole or not at all.</summary>
    /// <param name="make">Makes the figure.</param>
    /// <param name="directory">The folder, which is made if need be.</param>
    /// <param name="name">Name of the files without extension.</param>
    /// <returns>The names of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static IReadOnlyList<string> Write(Func<Figure> make, string directory, string name)
    {
        ArgumentNullException.ThrowIfNull(make);
        Directory.CreateDirectory(directory);
        string[] names = Names(name);
        byte[][] files;
        lock (Drawing)
        {
            Figure figure = make();
            files = [.. Formats.Select(f => f.Render(figure))];
        }

        foreach ((string file, byte[] content) in names.Zip(files))
            ResultWriter.WriteWhole(Path.Combine(directory, file), content);
        return names;
    }

    /// <summary>A figure as pictures for a screen, smaller than for print.</summary>
    /// <param name="make">Makes the figure.</param>
    /// <returns>The bytes of a PNG and of an SVG.</returns>
    public static (byte[] Png, byte[] Svg) Pictures(Func<Figure> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        lock (Drawing)
        {
            Figure figure = make();
            return (Png(figure, ScreenWidth, ScreenHeight, 1), Svg(figure, ScreenWidth, ScreenHeight));
        }
    }

    /// <summary>Removes the files of a figure, if there are any.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="name">Name of the files without extension.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public static void Remove(string directory, string name)
    {
        foreach (string path in Names(name).Select(file => Path.Combine(directory, file)).Where(File.Exists))
            File.Delete(path);
    }

    private static string[] Names(string name) => [.. Formats.Select(f => $"{name}.{f.Extension}")];

    private static byte[] Png(Figure figure, int width, int height, int ratio)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width * ratio, height * ratio));
        Draw(figure, surface.Canvas, width, height, ratio);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] Svg(Figure figure, int width, int height)
    {
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(width, height), stream))
            Draw(figure, canvas, width, height, 1);
        return WithOwnNumbers(stream.ToArray());
    }

    /// <summary>The library numbers clip paths and images through the life of the process; here they are numbered from 1 in every file.</summary>
    private static byte[] WithOwnNumbers(byte[] svg)
    {
        var numbers = new Dictionary<string, string>();
        return Encoding.UTF8.GetBytes(Identifier().Replace(Encoding.UTF8.GetString(svg), match =>
        {
            if (!numbers.TryGetValue(match.Value, out string? own))
                numbers.Add(match.Value, own = string.Create(CultureInfo.InvariantCulture, $"part{numbers.Count + 1}"));
            return own;
        }));
    }

    [GeneratedRegex("""(?<=id="|url\(#|href="#)[a-z]+_[0-9a-f]+(?="|\))""")]
    private static partial Regex Identifier();

    private static byte[] Pdf(Figure figure)
    {
        using var stream = new MemoryStream();

        // No dates: they would make two runs differ.
        SKDocumentPdfMetadata metadata = SKDocumentPdfMetadata.Default with { Title = figure.Title, Creator = "Simulator" };
        using (var document = SKDocument.CreatePdf(stream, metadata))
        {
            Draw(figure, document.BeginPage(Width * PointRatio, Height * PointRatio), Width, Height, PointRatio);
            document.EndPage();
            document.Close();
        }

        return stream.ToArray();
    }

    private static void Draw(Figure figure, SKCanvas canvas, int width, int height, float scale)
    {
        canvas.Scale(scale);
        canvas.Clear(SKColors.White);

        // The library would wipe the canvas first, to nothing, which an SVG shows as black.
        figure.Plot.RenderManager.ClearCanvasBeforeEachRender = false;
        figure.Plot.Render(canvas, new PixelRect(Border, width - Border, height - Border, Border));
    }
}
