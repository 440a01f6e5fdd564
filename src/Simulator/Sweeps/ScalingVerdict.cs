using System.Globalization;
using Simulator.Experiments;
using Simulator.Theory;

namespace Simulator.Sweeps;

/// <summary>A fitted exponent beside that of Theorem 1, in a sentence. (S) marks quoted theory, (D) derived.</summary>
internal static class ScalingVerdict
{
    /// <summary>The sentence.</summary>
    /// <param name="fit">The fit.</param>
    public static string Of(ScalingRecord fit)
    {
        string subject = fit.Quantity == "steps" ? "the smallest T" : "W1";
        string variable = fit.Against switch
        {
            "dimension" => "d",
            "1/accuracy" => "(1/ε)",
            "steps" => "T",
            _ => "L_f",
        };
        string family = fit.Family.Length > 0 ? $"{fit.Family}: " : "";
        string corrected = fit.LogCorrected is { } log ? $" (over log T: {variable}^{Number(log)})" : "";
        SlopeRecord decisive = fit.LogCorrected ?? fit.Exponent;
        return $"{family}{subject} goes like {variable}^{Number(fit.Exponent)}{corrected}; {Comparison(fit, variable, decisive)}{Regimes(fit)}.";
    }

    private static string Comparison(ScalingRecord fit, string variable, SlopeRecord measured)
    {
        string stated = $"{variable}^{fit.Stated.ToString(CultureInfo.InvariantCulture)}";
        if ((measured.High ?? measured.Value) < fit.Stated) return $"Theorem 1 allows {stated} (S), and that is not used up";
        return (measured.Low ?? measured.Value) > fit.Stated
            ? $"that is steeper than the {stated} of Theorem 1 (S), over this range and up to logarithms: no refutation, since C1 has no value (S)"
            : $"Theorem 1 says {stated} (S), which cannot be told from that";
    }

    private static string Regimes(ScalingRecord fit) => fit.Regime is not { } range ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; rho = L_f √r from {range.From:G3} to {range.To:G3}, ") + (range.From >= Regime.SteepFrom
            ? "steep: the exponent of T tends to ½ there (D), a regime"
            : range.To <= Regime.SmoothUpTo ? "smooth" : "between smooth and steep");

    private static string Number(SlopeRecord slope) => slope is { Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"{slope.Value:0.000} [{low:0.000}, {high:0.000}]")
        : slope.Value.ToString("0.000", CultureInfo.InvariantCulture);
}
