using System.Globalization;

namespace Simulator.Reports;

/// <summary>Numbers as they stand in tables.</summary>
internal static class Figures
{
    /// <summary>A number with significant digits.</summary>
    public static string Significant(double value, int digits = 4)
    {
        if (value == 0) return "0";
        int exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return exponent is >= -4 and < 6
            ? value.ToString($"F{Math.Max(0, digits - 1 - exponent)}", CultureInfo.InvariantCulture)
            : value.ToString($"0.{new string('0', digits - 1)}e+0", CultureInfo.InvariantCulture);
    }

    /// <summary>A positive number given by its log10, however large.</summary>
    public static string OfLog10(double? log10, int digits = 3)
    {
        if (log10 is not { } log) return "none";
        if (Math.Abs(log) < 300) return Significant(Math.Pow(10, log), digits);
        return PowerOfTen(log);
    }

    /// <summary>10^x, however large x is.</summary>
    public static string PowerOfTen(double log)
        => "10^" + log.ToString(Math.Abs(log) < 1e6 ? "0.0" : "0.000e+0", CultureInfo.InvariantCulture);

    /// <summary>
    /// A value with as many digits as its error allows, then the error: <c>0.0469150 ± 6e-11</c>.
    /// </summary>
    public static string WithError(double lower, double upper)
    {
        double middle = 0.5 * (lower + upper), radius = 0.5 * (upper - lower);
        string error = radius.ToString("0e+0", CultureInfo.InvariantCulture);
        int digits = radius > 0 && middle > 0 ? Math.Clamp((int)Math.Floor(Math.Log10(middle / radius)), 2, 7) : 7;
        return $"{Significant(middle, digits)} ± {error}";
    }
}
