using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Simulator.Experiments;

namespace Simulator.Reports;

/// <summary>The result of <c>fit</c> for a reader.</summary>
public static class FitReport
{
    /// <summary>Below this p-value the report says that the fit is doubtful.</summary>
    private const double DoubtfulBelow = 0.05;

    /// <summary>The report as plain text.</summary>
    /// <param name="result">The result.</param>
    public static string Text(FitResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        foreach (string note in result.Notes)
            text.AppendLine(note);
        JsonArray weights = result.Target["weights"]!.AsArray(), means = result.Target["means"]!.AsArray();
        JsonArray? deviations = result.Target["standardDeviations"]?.AsArray();
        text.Append(TextTable.Render(
            deviations is null ? ["component", "weight", "mean"] : ["component", "weight", "mean", "standard deviation"],
            Enumerable.Range(0, weights.Count).Select(k => Row(k, weights[k]!, means[k]!, deviations?[k]))));
        if (!result.BicByComponents.IsEmpty)
            text.AppendLine("BIC by K = 1, 2, …: " + string.Join(", ", result.BicByComponents.Select(b => b.ToString("0.00", CultureInfo.InvariantCulture))));
        if (result.GoodnessOfFit is { } test)
        {
            string verdict = test.PValue < DoubtfulBelow
                ? "the data reject this mixture at 5 %"
                : "the data do not contradict this mixture at 5 %";
            text.AppendLine(CultureInfo.InvariantCulture, $"Kolmogorov–Smirnov: D = {test.Statistic:0.0000}, p = {test.PValue:0.000} ({test.Replicates} bootstrap samples{(test.LatticeStep is { } step ? $", rounded to {step:G4} like the data" : "")}): {verdict}.");
        }

        return text.ToString();
    }

    private static IEnumerable<string> Row(int k, JsonNode weight, JsonNode mean, JsonNode? deviation)
    {
        yield return (k + 1).ToString(CultureInfo.InvariantCulture);
        yield return Figures.Significant(weight.GetValue<double>(), 6);
        yield return string.Join(", ", mean.AsArray().Select(m => Figures.Significant(m!.GetValue<double>(), 6)));
        if (deviation is not null) yield return Figures.Significant(deviation.GetValue<double>(), 6);
    }
}
