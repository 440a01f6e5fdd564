using System.Globalization;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Theory;

namespace Simulator.Reports;

/// <summary>What results for the same step counts in different dimensions say together: the exponent of d, which the bound states as 5/2.</summary>
public static class DimensionFindings
{
    private const int FewestDimensions = 3;

    /// <summary>A sentence for every T that all results have; none unless the dimensions differ and there are at least three.</summary>
    /// <param name="results">Results of <c>verify</c>.</param>
    public static IEnumerable<string> Of(IReadOnlyCollection<VerifyResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        int[] dimensions = [.. results.Select(r => r.Target.Dimension).Distinct().Order()];
        if (dimensions.Length != results.Count || dimensions.Length < FewestDimensions) yield break;
        foreach (int steps in results.First().Rows.Select(r => r.Steps))
        {
            (int Dimension, DistanceRecord W1)[] rows =
            [
                .. from result in results
                   from row in result.Rows
                   where row.Steps == steps && row.Outcome == Status.Ok && row.W1.Lower > 0
                   select (result.Target.Dimension, row.W1),
            ];
            if (rows.Length != results.Count) continue;
            string lower = Exponent(rows.Select(r => ((double)r.Dimension, r.W1.Lower))), upper = Exponent(rows.Select(r => ((double)r.Dimension, r.W1.Upper)));
            string both = lower == upper ? lower : $"{lower} (lower ends of W1) and {upper} (upper ends)";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Over d = {dimensions[0]} … {dimensions[^1]} at T = {steps}, W1 grows like d^{both}; the bound of Theorem 1 (S) like d^2.5.");
        }
    }

    private static string Exponent(IEnumerable<(double X, double Y)> points)
        => (Math.Round(SlopeFit.OfPowers([.. points])!.Value, 3) + 0.0).ToString("0.000", CultureInfo.InvariantCulture);
}
