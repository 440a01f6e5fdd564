using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Simulator.Reports.Html;

/// <summary>A plot of a page, as its script reads it.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Across">The horizontal axis.</param>
/// <param name="Up">The vertical axis.</param>
/// <param name="Curves">The curves, those behind first.</param>
internal sealed record PageChart(string Title, ChartAxis Across, ChartAxis Up, ImmutableArray<ChartCurve> Curves)
{
    /// <summary>The bars of a waterfall, from top to bottom, instead of curves.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<ChartBar>? Bars { get; init; }
}

/// <summary>An axis. Numbers beyond doubles are plotted as their log10 on a linear axis, whose title says so.</summary>
/// <param name="Title">What stands on it.</param>
/// <param name="Log">Whether it is logarithmic.</param>
internal sealed record ChartAxis(string Title, bool Log)
{
    /// <summary>So large or small a power of ten still is a double, with room for the plotting library's own arithmetic.</summary>
    private const double Farthest = 280;

    [JsonIgnore]
    private bool TakesLogarithms { get; init; }

    /// <summary>A logarithmic axis for numbers given by their log10.</summary>
    /// <param name="title">What stands on it.</param>
    /// <param name="logs">log10 of the numbers.</param>
    public static ChartAxis OfLogs(string title, IEnumerable<double> logs) => logs.Any(l => double.IsFinite(l) && Math.Abs(l) > Farthest)
        ? new ChartAxis($"log₁₀ of {title}", false) { TakesLogarithms = true }
        : new ChartAxis(title, true);

    /// <summary>Where a number given by its log10 stands.</summary>
    /// <param name="log10">log10 of it; −∞ for 0, which has no place.</param>
    public double? Place(double log10) => !double.IsFinite(log10) ? null : TakesLogarithms ? log10 : Math.Pow(10, log10);
}

/// <summary>A curve.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Style">How it looks.</param>
/// <param name="X">Where; null for what has no place.</param>
/// <param name="Y">How much.</param>
internal sealed record ChartCurve(string Name, PlotStyle Style, ImmutableArray<double?> X, ImmutableArray<double?> Y)
{
    /// <summary>Lower ends; null where an interval reaches down to 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<double?>? Low { get; init; }

    /// <summary>Upper ends.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<double?>? High { get; init; }

    /// <summary>Number of the long table on the page of which <see cref="Rows"/> are rows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Table { get; init; }

    /// <summary>The row of every point.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<int>? Rows { get; init; }

    /// <summary>The id of every point's row in a short table.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Ids { get; init; }

    /// <summary>Exact numbers of every point, lines between \n.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Texts { get; init; }

    /// <summary>Points whose status is not ok.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<int>? Ringed { get; init; }

    /// <summary>Whether it only guides the eye: it does not widen the axes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Guide { get; init; }

    /// <summary>Whether the area below is filled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Area { get; init; }
}

/// <summary>A bar of a waterfall, on a scale of log10.</summary>
/// <param name="Name">What it is.</param>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Text">What stands on it.</param>
/// <param name="Detail">Exact numbers and the reason.</param>
/// <param name="Style">How it looks.</param>
/// <param name="Hatched">Whether it is hatched, so that gains are seen in grey.</param>
internal sealed record ChartBar(string Name, double From, double To, string Text, string Detail, PlotStyle Style, bool Hatched);
