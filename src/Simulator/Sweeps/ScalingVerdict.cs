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
        string subject = fit.Quantity == "steps" ? "the smallest T" : "W1", variable = Variable(fit);
        string family = fit.Family.Length > 0 ? $"{fit.Family}: " : "";
        string corrected = fit.LogCorrected is { } log ? $" (over log T: {variable}^{Number(log)})" : "";
        return $"{family}{subject} goes like {variable}^{Number(fit.Exponent)}{corrected}; {Comparison(fit, variable, fit.LogCorrected ?? fit.Exponent)}{Regimes(fit)}.";
    }

    private static string Variable(ScalingRecord fit) => fit.Against switch
    {
        "dimension" => "d",
        "1/accuracy" => "(1/ε)",
        "steps" => "T",
        _ => "L_f",
    };

    private static string Comparison(ScalingRecord fit, string variable, SlopeRecord measured)
    {
        if (!fit.IsBounded) return "Theorem 1 bounds none of it, or not all";
        string stated = $"{variable}^{fit.Stated.ToString(CultureInfo.InvariantCulture)}";
        bool below = (measured.High ?? measured.Value) < fit.Stated, above = (measured.Low ?? measured.Value) > fit.Stated;
        if (fit.StatedHere is { } here)
        {
            string bound = $"the log⁵T · {stated} of Theorem 1 (S), which itself looks like T^{here.ToString("0.00", CultureInfo.InvariantCulture)} over this range";
            return fit.Exponent.Value > here
                ? $"that is more slowly than {bound}: the C1 that it implies grows"
                : above ? $"that is faster than {bound}, and slower than the power alone" : $"that is faster than {bound}: one logarithm is enough";
        }

        return below
            ? $"Theorem 1 allows {stated} (S), and that is not used up"
            : above
                ? $"that is steeper than the {stated} of Theorem 1 (S), over this range and up to logarithms: no refutation, since C1 has no value (S)"
                : $"Theorem 1 says {stated} (S), which cannot be told from that";
    }

    private static string Regimes(ScalingRecord fit) => fit.Regime is not { } range ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; rho = L_f √r from {range.From:G3} to {range.To:G3}, ") + (range.From >= Regime.SteepFrom
            ? $"steep: {(fit.Quantity == "steps" ? "T grows like (1/ε)^2" : "W1 falls like T^-0.5")} there up to logarithms (D), a regime and no refutation"
            : range.To <= Regime.SmoothUpTo ? "smooth" : "between smooth and steep");

    private static string Number(SlopeRecord slope) => slope is { Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"{slope.Value:0.000} [{low:0.000}, {high:0.000}]")
        : slope.Value.ToString("0.000", CultureInfo.InvariantCulture);
}
