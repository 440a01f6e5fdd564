using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Simulator.Experiments;
using Simulator.Specifications;

namespace Simulator.Cli;

/// <summary>The options of <c>sample</c>.</summary>
internal static class SampleOptions
{
    private const string Times = "descending times, like 50,10";

    /// <summary>More pixels would not be seen on a sheet.</summary>
    private const int LargestSide = 256;

    private static readonly (string Name, SampleFormat Format)[] Formats = [("parquet", SampleFormat.Parquet), ("csv", SampleFormat.Csv)];

    public static readonly Option<int> Count = new("--count")
    {
        Description = "Number of samples (default 1000).",
        DefaultValueFactory = _ => 1000,
        Validators = { result => CommonOptions.RequireInteger(result, 1, SampleRunner.MostNumbers) },
    };

    public static readonly Option<string?> Through = new("--through")
    {
        Description = "Times of further steps after f_T, descending, each from 2 to T - 1: noise is added up to that time, and f_t takes it away again (default: one step).",
    };

    public static readonly Option<string> Format = new("--format")
    {
        Description = "parquet or csv.",
        DefaultValueFactory = _ => Formats[0].Name,
        CompletionSources = { Formats.Select(f => f.Name).ToArray() },
        Validators =
        {
            result =>
            {
                foreach (var token in result.Tokens)
                {
                    if (!Formats.Any(f => f.Name == token.Value)) result.AddError($"--format: found '{token.Value}', expected one of {string.Join(", ", Formats.Select(f => f.Name))}");
                }
            },
        },
    };

    public static readonly Option<string?> Sheet = new("--sheet")
    {
        Description = "WxH: draw samples as grey images of so many pixels, beside draws of X_1 (samples-sheet as .png, .svg, .pdf). Without it one of an earlier run is removed.",
    };

    /// <summary>The format to write.</summary>
    public static SampleFormat FormatOf(ParseResult parsed) => Formats.Single(f => f.Name == parsed.GetValue(Format)).Format;

    /// <summary>The number of samples.</summary>
    /// <exception cref="SpecificationException">They would not fit into memory.</exception>
    public static int CountOf(ParseResult parsed, int dimension)
    {
        int count = parsed.GetValue(Count);
        return (long)count * dimension <= SampleRunner.MostNumbers
            ? count
            : throw new SpecificationException($"--count: found {count} samples in dimension {dimension}, expected at most {SampleRunner.MostNumbers / dimension}, which are 1 GiB.");
    }

    /// <summary>The times after T.</summary>
    /// <exception cref="SpecificationException">A time is no integer in its range, or they do not descend.</exception>
    public static ImmutableArray<int> ThroughOf(ParseResult parsed, int steps)
    {
        if (parsed.GetValue(Through) is not { } text) return [];
        if (steps == 2) throw new SpecificationException($"--through: found '{text}' with T = 2, which has no time from 2 to T - 1; expected a larger T or no --through.");
        var times = ImmutableArray.CreateBuilder<int>();
        foreach (string word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int time) || time < 2 || time >= steps)
                throw new SpecificationException($"--through: found '{word}', expected an integer from 2 to T - 1 = {steps - 1}; write {Times}.");
            if (times.Count > 0 && time >= times[^1])
                throw new SpecificationException($"--through: found {time} after {times[^1]}, expected {Times}.");
            times.Add(time);
        }

        return times.ToImmutable();
    }

    /// <summary>Width and height of the images of a sheet, or null for no sheet.</summary>
    /// <exception cref="SpecificationException">This is no size, or one of other images than the target's.</exception>
    public static (int Width, int Height)? SheetOf(ParseResult parsed, int dimension)
    {
        if (parsed.GetValue(Sheet) is not { } text) return null;
        string[] sides = text.Split('x');
        if (sides.Length != 2 || !Side(sides[0], out int width) || !Side(sides[1], out int height))
            throw new SpecificationException($"--sheet: found '{text}', expected width and height in pixels, each from 1 to {LargestSide}, like 8x8.");
        return width * height == dimension
            ? (width, height)
            : throw new SpecificationException($"--sheet: found {width}x{height}, which are {width * height} pixels, expected as many as the target has dimensions, {dimension}.");

        static bool Side(string word, out int side) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 1 and <= LargestSide;
    }
}
