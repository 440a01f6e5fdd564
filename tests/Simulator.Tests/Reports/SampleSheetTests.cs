using System.Buffers.Binary;
using System.Xml.Linq;
using Simulator.Experiments;
using Simulator.Reports;
using Simulator.Reports.Plotting;
using Simulator.Specifications;
using SkiaSharp;
using Xunit;

namespace Simulator.Tests.Reports;

public sealed class SampleSheetTests : IDisposable
{
    private static readonly SampleRun Run = SampleRunner.Run(
        ExperimentReader.Read(
            SpecificationReader.Parse("""{ "name": "images", "target": { "kind": "gaussian", "dimension": 12, "standardDeviation": 2 }, "steps": [10] }""", "test"), ".", "images"),
        10, 120, []);

    private readonly string _folder = Directory.CreateTempSubdirectory("sheet").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_are_valid_and_the_same_run_gives_the_same_bytes()
    {
        IReadOnlyList<string> names = Write(Run);
        Assert.Equal(["samples-sheet.png", "samples-sheet.svg", "samples-sheet.pdf"], names);
        Assert.Equal(names.Order(), Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        byte[][] first = [.. names.Select(Bytes)];
        Assert.Equal(FigureWriter.Width * FigureWriter.PixelRatio, BinaryPrimitives.ReadInt32BigEndian(first[0].AsSpan(16)));
        Write(Run);
        Assert.All(names.Zip(first), file => Assert.Equal(file.Second, Bytes(file.First)));
        SampleSheet.Remove(_folder);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Blocks_are_named_and_the_grey_scale_is_said()
    {
        string[] texts = Texts(Run);
        Assert.Contains("images", texts);
        Assert.Contains("f_10(Z) in one step", texts);
        Assert.Contains("drawn from X_1", texts);
        Assert.Contains(texts, t => t.StartsWith("black: -", StringComparison.Ordinal) && t.EndsWith("percentile of the draws of X_1", StringComparison.Ordinal));
        texts = Texts(Run with { Real = null, Result = Run.Result with { Through = [5] } });
        Assert.Contains("in 2 steps, t = 10, 5", texts);
        Assert.DoesNotContain("drawn from X_1", texts);
    }

    /// <summary>Black and white images: their areas in the picture are those of their pixels, squares with nothing between but their edges, where a pixel of the picture has a share of both.</summary>
    [Fact]
    public void Pixels_are_sharp_squares_in_their_order()
    {
        // The first row of every image is white, all else black.
        double[] image = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0];
        double[] all = [.. Enumerable.Repeat(image, 100).SelectMany(x => x)];
        Write(Run with { Samples = all, Real = all });
        using SKBitmap picture = SKBitmap.Decode(Path.Combine(_folder, "samples-sheet.png"));
        SKColor[] below = [.. picture.Pixels.Skip(picture.Width * picture.Height / 3)];
        var colours = below.GroupBy(c => c).ToDictionary(g => g.Key, g => g.Count());
        double gaps = colours[new SKColor(0xDC, 0xE6, 0xF2)];
        Assert.InRange(colours[SKColors.Black], 0.7 * gaps, 1.3 * gaps);
        Assert.InRange((double)colours.Where(c => c.Key != SKColors.Black && c.Key != SKColors.White && c.Key != new SKColor(0xDC, 0xE6, 0xF2)).Sum(c => c.Value) / below.Length, 0, 0.05);

        // Up through the lowest image on the left: black, then white, then the gap.
        int lowest = Array.LastIndexOf(picture.Pixels, SKColors.Black) / picture.Width, bottom = lowest;
        int x = Array.IndexOf(picture.Pixels, SKColors.Black, lowest * picture.Width) % picture.Width + 10;
        while (picture.GetPixel(x, bottom) != SKColors.White) bottom--;
        int white = bottom;
        while (picture.GetPixel(x, white) == SKColors.White) white--;
        Assert.InRange(bottom - white, 5, 40);
        Assert.Equal(new SKColor(0xDC, 0xE6, 0xF2), picture.GetPixel(x, white - 1));
    }

    [Fact]
    public void Few_or_constant_samples_can_be_drawn()
    {
        double[] constant = new double[3 * 12];
        Assert.Equal(3, Write(Run with { Samples = constant, Real = constant }).Count);
        Assert.Equal(3, Write(Run with { Samples = [.. constant.Select(_ => double.NaN)], Real = null }).Count);
    }

    [Fact]
    public void Sizes_of_other_images_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SampleSheet.Write(Run, 3, 3, _folder));
        Assert.Throws<ArgumentException>(() => SampleSheet.Write(Run, -4, -3, _folder));
    }

    private IReadOnlyList<string> Write(SampleRun run) => SampleSheet.Write(run, 4, 3, _folder);

    private byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(_folder, name));

    private string[] Texts(SampleRun run)
    {
        Write(run);
        return [.. XDocument.Load(Path.Combine(_folder, "samples-sheet.svg")).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim())];
    }
}
