using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Simulator.Transport;

namespace Simulator.Notebooks;

/// <summary>How values are shown.</summary>
public static class ValueFormatter
{
    /// <summary>So many entries of a list are shown.</summary>
    private const int MostEntries = 20;

    /// <summary>The forms of a value.</summary>
    /// <param name="value">The value.</param>
    public static MimeBundle Bundle(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value is IDisplayable displayable ? displayable.ToBundle() : MimeBundle.OfText(Text(value, "G10"));
    }

    /// <summary>A value in a cell of a table: six digits.</summary>
    /// <param name="value">The value.</param>
    public static string Short(object? value) => Text(value, "G6");

    private static string Text(object? value, string digits) => value switch
    {
        null => "",
        string text => text,
        double number => Number(number, digits),
        DistanceInterval d => Interval(d),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Text(tuple[i], digits)))})",
        IEnumerable list => List(list, digits),
        _ => value.ToString() ?? "",
    };

    /// <summary>Fixed notation where it is short, a power of ten elsewhere, with a true minus nowhere: texts are copied into code.</summary>
    private static string Number(double value, string digits)
    {
        string text = value.ToString(digits, CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? value.ToString($"0.{new string('#', int.Parse(digits.AsSpan(1), CultureInfo.InvariantCulture) - 1)}e+0", CultureInfo.InvariantCulture) : text;
    }

    /// <summary>As many digits as the interval makes certain: middle ± radius where it is narrow, both ends where it is wide.</summary>
    private static string Interval(DistanceInterval d)
    {
        if (double.IsNaN(d.Lower) || double.IsNaN(d.Upper)) return "not known";
        if (d.Radius == 0) return Number(d.Middle, "G7");
        if (!(d.Radius < 0.01 * d.Middle)) return $"[{Number(d.Lower, "G3")}, {Number(d.Upper, "G3")}]";
        int certain = (int)Math.Clamp(Math.Floor(Math.Log10(d.Middle / d.Radius)) + 1, 2, 10);
        return $"{Number(d.Middle, "G" + certain.ToString(CultureInfo.InvariantCulture))} ± {d.Radius.ToString("0e+0", CultureInfo.InvariantCulture)}";
    }

    private static string List(IEnumerable list, string digits)
    {
        var shown = new List<string>();
        foreach (object? entry in list)
        {
            // A sequence need not end: only what has a count is counted.
            if (shown.Count == MostEntries) return $"[{string.Join(", ", shown)}, …{(list is ICollection { Count: var all } ? string.Create(CultureInfo.InvariantCulture, $" ({all} in all)") : "")}]";
            shown.Add(Text(entry, digits));
        }

        return $"[{string.Join(", ", shown)}]";
    }
}
