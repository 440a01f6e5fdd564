using System.Globalization;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Theory;

namespace Simulator.Reports;

/// <summary>What a result of <c>verify</c> says, in sentences. (S) marks quoted theory, (D) derived, (R) reconstructed.</summary>
public static class VerifyFindings
{
    /// <summary>From these shares of W1 on, the initialisation is worth a word, and may decide the exponent.</summary>
    internal const double MattersFrom = 0.05;

    private const double DominatesFrom = 0.4;

    /// <summary>Within this distance of 1 the ratio to the leading order is called reached.</summary>
    private const double LeadingOrderReached = 0.1;

    /// <summary>The sentences.</summary>
    /// <param name="result">The result.</param>
    public static IEnumerable<string> Of(VerifyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new[] { Trouble(result), Bound(result), Speed(result), Leading(result), Start(result), Learned(result), Sample(result), Hypotheses(result) }.OfType<string>();
    }

    private static string? Trouble(VerifyResult result)
    {
        VerifyRow[] bad = [.. result.Rows.Where(r => r.Outcome != Status.Ok)];
        return bad.Length == 0
            ? null
            : string.Join("; ", bad.Select(r => $"T = {r.Steps} is {r.Outcome.Name()}: {r.StatusReason}")) + ".";
    }

    private static string? Bound(VerifyResult result)
    {
        VerifyRow[] rows = [.. result.Rows.Where(r => r.Bound is not null)];
        if (rows.Length == 0) return $"There is no bound to hold W1 against: {result.Rows[0].BoundReason}.";
        (VerifyRow Row, double Room)[] rooms =
            [.. rows.Where(r => r.W1.Upper > 0).Select(r => (r, r.Bound!.Log10WithC1Equal1 - Math.Log10(r.W1.Upper)))];
        string which = rows[0].Bound!.LipschitzUsed;
        VerifyRow[] broken = [.. rows.Where(r => !r.Bound!.HoldsWithC1Equal1)];
        string verdict = broken.Length == 0
            ? "Theorem 1, (24) (S), holds at every T with C1 = 1"
            : $"With C1 = 1 the bound of Theorem 1, (24) (S), is not above W1 at T = {string.Join(", ", broken.Select(r => r.Steps))}; the paper gives C1 no value";
        string implied = rows.Max(r => r.Bound!.ImpliedC1Log10) is { } largest
            ? $"the largest implied C1 is {Figures.OfLog10(largest)}"
            : "W1 never exceeds ε + ε_F, so that any C1 ≥ 0 would do";
        if (rooms.Length == 0) return $"{verdict}; W1 is 0.";
        string room = broken.Length > 0
            ? ""
            : $", W1 is {Range(Figures.PowerOfTen(rooms.Min(r => r.Room)), Figures.PowerOfTen(rooms.Max(r => r.Room)), " to ")} times smaller than the bound ({which} L_f)";
        return $"{verdict}{room}; {implied}.";
    }

    private static string? Speed(VerifyResult result)
    {
        if (result.Fit.ExponentOfLogTOverT is not { } exponent || result.Fit.SlopeOfW1OverLogT is not { } slope) return null;
        string range = $"T = {result.Rows.Min(r => r.Steps)} … {result.Rows.Max(r => r.Steps)}";
        string fit = $"Over {range}, W1/log T falls like T^{Interval(slope)}, that is W1 ~ (log T/T)^{Interval(exponent)}";
        double[] numbers = [.. result.Rows.Select(r => r.Regime).OfType<double>()];
        if (numbers.Length != result.Rows.Length) return fit + ".";
        string rho = $"rho = L_f √r = {Range(Figures.Significant(numbers.Max(), 3), Figures.Significant(numbers.Min(), 3), " … ")}";
        string regime = numbers.Min() >= Regime.SteepFrom
            ? "the map is steep on the scale that T steps resolve, where the exponent tends to ½ (D): a regime, not a refutation"
            : numbers.Max() <= Regime.SmoothUpTo
                ? "the map is smooth on the scale that T steps resolve, where the exponent tends to 1 (D): one logarithm, not five"
                : "between the smooth regime (exponent 1, for rho ≪ 1) and the steep one (½, for rho ≫ 1) (D)";
        bool started = result.Rows.Any(r => r.Initialisation > DominatesFrom * r.W1.Upper);
        string caution = started ? " Much of W1 here is initialisation, which has its own speed, T^−(c1−c0)/2 (D), and blurs the exponent." : "";
        return $"{fit}; {rho}: {regime}.{caution}";
    }

    private static string? Learned(VerifyResult result)
    {
        VerifyRow? row = result.Rows.Where(r => r.Learning is not null).MaxBy(r => r.Steps);
        if (row?.Learning is not { } learning) return null;
        if (learning.Blame is not { } blame) return "ε and ε_F were not measured: no points were held out.";
        string cure = blame switch
        {
            "approximation" => $"approximation is to blame for most of the error: the class of {learning.Features} functions is too small for these maps; more features, gates or a baseline would help most",
            "estimation" => $"estimation is to blame for most of the error: {learning.Samples} pairs a step scatter too much; more samples, or the mode 'rao-blackwell', would help most",
            _ => "discretisation is the largest part: more steps would help most",
        };
        string rank = learning.SmallestRank < learning.Features ? $" Some normal equations were ill conditioned: eigenvalues took their place, with {learning.SmallestRank} of {learning.Features} directions." : "";
        string exact = learning.FromExact is { } from
            ? $" E‖f_T − f_T^exact‖ = {Figures.Significant(from.Distance, 3)} is at most Σ E‖f_t − f_t*‖ ≤ {Figures.Significant(from.Bound, 3)} (D){from.Holds switch { true => "", false => ", or should be", null => "; too few points are held out to judge it" }}."
            : "";
        return $"At T = {row.Steps}: {cure}.{exact}{rank}";
    }

    private static string? Leading(VerifyResult result)
    {
        VerifyRow[] rows = [.. result.Rows.Where(r => r.LeadingOrder is not null).OrderBy(r => r.Steps)];
        if (rows.Length == 0) return null;
        double first = rows[0].LeadingOrder!.Ratio, last = rows[^1].LeadingOrder!.Ratio;
        string ratios = Range(Figures.Significant(first, 3), Figures.Significant(last, 3), " … ");
        string verdict = Math.Abs(last - 1) <= LeadingOrderReached
            ? "the leading order is reached"
            : "the leading order is not reached: T steps do not resolve the map yet";
        return $"E‖xi_T‖ is {ratios} times its predicted leading order (D), which tends to 1: {verdict}.";
    }

    private static string? Start(VerifyResult result)
    {
        VerifyRow? worst = result.Rows.Where(r => r.W1.Upper > 0).MaxBy(r => r.Initialisation / r.W1.Upper);
        if (worst is null) return null;
        double share = worst.Initialisation / worst.W1.Upper;
        return share < MattersFrom
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Starting at N(0, I) instead of q_T matters: at T = {worst.Steps} it moves samples by {Figures.Significant(worst.Initialisation, 3)} on average, {100 * share:0} % of W1. Centre the target or take c1 ≥ c0 + 3 (D).");
    }

    private static string? Sample(VerifyResult result)
    {
        if (result.Rows.LastOrDefault(r => r.Uncertainty is not null) is not { } row) return null;
        string text = $"Means are over {row.Uncertainty!.Points} points of noise, with {row.Uncertainty.By}; the ends of W1 are a coupling with the exact flow and a dual potential, neither of which is biased by the sample.";
        if (row.Empirical is { } empirical)
        {
            text += $" Between {empirical.Points} learned points and as many of X_1 W1 is {Figures.Significant(empirical.Upper, 3)}, but {Figures.Significant(empirical.Floor.Upper, 3)} between two samples of X_1 itself: {empirical.Bias}.";
        }

        return text;
    }

    private static string Hypotheses(VerifyResult result)
    {
        string[] Names(Func<HypothesisRecord, bool> choose)
            => [.. result.Rows.SelectMany(r => r.Hypotheses).Where(choose).Select(h => h.Name).Distinct().Order()];
        string[] broken = Names(h => h.Met == false);
        string not = string.Join(", ", broken), met = string.Join(", ", Names(h => h.Met == true).Except(broken));
        string text = not.Length == 0
            ? $"All hypotheses that can be checked are met ({met})."
            : $"Hypotheses not met at some T: {not}{(met.Length > 0 ? $" (met at every T: {met})" : "")}.";
        HypothesisRecord? support = result.Rows.SelectMany(r => r.Hypotheses).FirstOrDefault(h => h.Name == "22" && h.Met == false);
        HypothesisRecord? final = result.Rows[^1].Hypotheses.FirstOrDefault(h => h.Name == "27d" && h.Met == false);
        if (final?.Reason is { } reached) text += $" (27d) asks for ᾱ_T ≤ T^(−1000); {reached}.";
        if (support?.Reason is { } outside) text += $" (22) asks for a bounded support; {outside}.";
        return text;
    }

    private static string Range(string from, string to, string between) => from == to ? from : from + between + to;

    /// <summary>An exponent with its interval: <c>-0.92 [-0.95, -0.90]</c>.</summary>
    internal static string Interval(SlopeRecord slope) => slope is { Low: { } low, High: { } high }
        ? $"{Hundredths(slope.Value)} [{Hundredths(low)}, {Hundredths(high)}]"
        : Hundredths(slope.Value);

    /// <summary>Two decimals; nothing is shown as −0.00.</summary>
    private static string Hundredths(double value) => (Math.Round(value, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture);
}
