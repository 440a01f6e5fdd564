using System.Globalization;
using System.Text;
using Simulator.Numerics;
using Simulator.Sweeps;

namespace Simulator.Reports;

/// <summary>What a search for hard targets found, for a reader.</summary>
public static class SearchReport
{
    /// <summary>The report as plain text.</summary>
    /// <param name="result">The result.</param>
    /// <param name="folder">The folder of results.</param>
    /// <param name="files">The files in it.</param>
    public static string Text(HardTargetResult result, string folder, IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(result);
        string value = result.Maximised == "impliedC1" ? "largest log10 C1" : "steepest exponent";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{result.Name}: {result.Evaluations.Length} places from {result.Starts.Length} starts, L_f ≤ {result.LargestLipschitz}\n");
        text.Append(TextTable.Render(
            ["start", "places", value, "simplex"],
            result.Starts.Select(s => (IEnumerable<string>)
            [
                s.Start.ToString(CultureInfo.InvariantCulture),
                s.Evaluations.ToString(CultureInfo.InvariantCulture),
                s.Best is { } best ? Figures.Significant(best) : "none",
                s.Outcome == Status.Ok ? "contracted" : "not converged",
            ])));
        text.Append("- ").Append(result.Verdict).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"Written to {folder}: {string.Join(", ", files)}\n");
        return text.ToString();
    }
}
