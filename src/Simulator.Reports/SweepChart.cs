using System.Collections.Immutable;

namespace Simulator.Reports;

/// <summary>What a figure of a sweep shows, before it is drawn: on paper or on a page that moves. Both axes are logarithmic.</summary>
/// <param name="Name">Name of its files.</param>
/// <param name="Title">Its title.</param>
/// <param name="Lines">Lines under the title.</param>
/// <param name="Across">What stands on the horizontal axis.</param>
/// <param name="Up">What stands on the vertical axis.</param>
/// <param name="Series">The curves.</param>
/// <param name="Guides">Powers beside them: what the theorem says and what was fitted.</param>
public sealed record SweepChart(
    string Name, string Title, ImmutableArray<string> Lines, string Across, string Up, ImmutableArray<ChartSeries> Series, ImmutableArray<ChartGuide> Guides);

/// <summary>A curve.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Points">Its points, from left to right.</param>
public sealed record ChartSeries(string Label, ImmutableArray<ChartPoint> Points);

/// <summary>A point, its value enclosed, with the row of the table that it is.</summary>
/// <param name="X">log10 of where.</param>
/// <param name="Low">log10 of the lower end; −∞ for 0.</param>
/// <param name="High">log10 of the upper end.</param>
/// <param name="Cell">The row's cell.</param>
/// <param name="Steps">The row's T.</param>
/// <param name="IsGood">Whether its status is ok.</param>
public readonly record struct ChartPoint(double X, double Low, double High, int Cell, int Steps, bool IsGood)
{
    /// <summary>log10 of the middle.</summary>
    public double Middle => double.IsFinite(Low) ? High + Math.Log10(0.5 * (1 + Math.Pow(10, Low - High))) : High - Math.Log10(2);
}

/// <summary>A straight line: a power.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Exponent">Its exponent.</param>
public sealed record ChartGuide(string Label, double Exponent);
