using System.Globalization;
using ScottPlot;

namespace Simulator.Reports.Plotting;

/// <summary>
/// Ticks of logarithmic axes. The plotting library has linear axes only: log10 of the values is plotted, and the ticks say what they are.
/// </summary>
internal static class LogAxis
{
    /// <summary>More labels than this at powers of ten become a crowd; then only every second, fifth, … power has one.</summary>
    private const int MostLabels = 9;

    /// <summary>Up to this many decades there is room to label 2 and 5 times a power of ten.</summary>
    private const double DecadesWithSteps = 2.5;

    /// <summary>Up to this many decades there is room for a small tick at every multiple of a power of ten.</summary>
    private const double DecadesWithMultiples = 8;

    /// <summary>Labels of given values are at least this part of the axis apart.</summary>
    private const double LeastGap = 0.075;

    /// <summary>Beyond this many decades a double cannot tell neighbouring powers apart, and there are no ticks.</summary>
    private const double MostDecades = 1e15;

    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Ticks at powers of ten and, where there is room, at their multiples.</summary>
    /// <param name="low">log10 of the lower end.</param>
    /// <param name="high">log10 of the upper end, above <paramref name="low"/>.</param>
    public static Tick[] Powers(double low, double high)
    {
        double span = high - low;
        if (Math.Max(Math.Abs(low), Math.Abs(high)) > MostDecades) return [];
        long first = (long)Math.Floor(low), last = (long)Math.Ceiling(high);
        long stride = Stride(span), small = Math.Max(1, stride / 10);
        var ticks = new List<Tick>();
        for (long power = first - ((first % small) + small) % small; power <= last; power += small)
        {
            ticks.Add(power % stride == 0 ? Tick.Major(power, Label(1, power)) : Tick.Minor(power));
            if (span > DecadesWithMultiples) continue;
            for (int factor = 2; factor <= 9; factor++)
            {
                double position = power + Math.Log10(factor);
                ticks.Add(span <= DecadesWithSteps && factor is 2 or 5
                    ? Tick.Major(position, Label(factor, power))
                    : Tick.Minor(position));
            }
        }

        return [.. ticks.Where(t => t.Position >= low && t.Position <= high)];
    }

    /// <summary>1, 2 or 5 times a power of ten, so that labels are not a crowd.</summary>
    private static long Stride(double span)
    {
        long[] leading = [1, 2, 5];
        for (long power = 1; ; power *= 10)
        {
            foreach (long factor in leading)
            {
                if (span / (factor * power) <= MostLabels) return factor * power;
            }
        }
    }

    /// <summary>A tick at each of the given values; those too close to the one before have no label.</summary>
    /// <param name="values">The values, positive.</param>
    /// <param name="low">log10 of the lower end.</param>
    /// <param name="high">log10 of the upper end.</param>
    public static Tick[] At(IEnumerable<int> values, double low, double high)
    {
        var ticks = new List<Tick>();
        double labelled = double.NegativeInfinity;
        foreach (int value in values.Distinct().Order())
        {
            double position = Math.Log10(value);
            bool room = position - labelled >= LeastGap * (high - low);
            if (room) labelled = position;
            ticks.Add(room ? Tick.Major(position, value.ToString(CultureInfo.InvariantCulture)) : Tick.Minor(position));
        }

        return [.. ticks];
    }

    /// <summary>A positive number with three digits, however large: <c>42.1</c>, <c>3.28·10⁸</c>.</summary>
    /// <param name="log10">log10 of the number.</param>
    public static string Number(double log10)
    {
        if (Math.Abs(log10) > MostDecades) return $"10^{log10.ToString("0.0e+0", CultureInfo.InvariantCulture)}";
        long power = (long)Math.Floor(log10);
        double mantissa = Math.Round(Math.Pow(10, log10 - power), 2);
        if (mantissa >= 10) (mantissa, power) = (1, power + 1);
        return power is >= -3 and < 5
            ? Math.Pow(10, log10).ToString($"F{Math.Max(0, 2 - (int)power)}", CultureInfo.InvariantCulture)
            : $"{mantissa.ToString("0.00", CultureInfo.InvariantCulture)}·{PowerOfTen(power)}";
    }

    /// <summary>A multiple of a power of ten: <c>10⁻³</c>, <c>2·10⁻³</c>.</summary>
    private static string Label(int factor, long power) => factor == 1 ? PowerOfTen(power) : $"{factor}·{PowerOfTen(power)}";

    private static string PowerOfTen(long power)
        => "10" + string.Concat(power.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : Superscripts[c - '0']));
}
