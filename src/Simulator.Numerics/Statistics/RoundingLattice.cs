namespace Simulator.Numerics.Statistics;

/// <summary>
/// Recognises measurements that were rounded: a column whose values are all multiples of one step (iris: 0.1 cm) is not a sample
/// of a continuous law, and neither a likelihood nor a goodness-of-fit statistic may treat its ties as information.
/// </summary>
/// <remarks>
/// The rule. The step is the greatest common divisor of the values, read as decimals of at most twelve significant digits; a
/// value counts as such a decimal if it is within four units in the last place of it, so 5.1, 0.2 and 51 · 0.1 all do. A step is
/// reported only if the column (a) has a repeated value, and (b) has at least three different values. Without ties (a) the
/// rounding is too fine for the sample to see: n points of spread s tie once the step exceeds about s/n², long before it reaches
/// the s/√n that a statistic can resolve; and two values (b) lie on a lattice whatever they are. Numbers drawn from a continuous
/// law carry fifteen digits or more and give no step, repeated (as in a bootstrap) or not. Detect before any change of units
/// that is not decimal: standardised columns are no longer multiples of a step.
/// </remarks>
public static class RoundingLattice
{
    private const double LargestMultiple = 1e12;
    private const double Representation = 4 * 2.220446049250313e-16;
    private const int MaximumDecimals = 15;

    /// <summary>The step of one column.</summary>
    /// <param name="column">Finite values, in any order.</param>
    /// <returns>The largest step of which every value is a multiple, or null if the column shows none.</returns>
    public static double? Step(ReadOnlySpan<double> column)
    {
        if (!HasTiesAmongThreeValues(column)) return null;
        for (int decimals = 0; decimals <= MaximumDecimals; decimals++)
        {
            if (CommonDivisor(column, Math.Pow(10, decimals)) is { } divisor)
                return divisor / Math.Pow(10, decimals);
        }

        return null;
    }

    /// <summary>The multiple of a step that is nearest to a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="step">The step, positive.</param>
    public static double Round(double value, double step) => Math.Round(value / step) * step;

    private static bool HasTiesAmongThreeValues(ReadOnlySpan<double> column)
    {
        var distinct = new HashSet<double>();
        foreach (double value in column)
            distinct.Add(value);
        return distinct.Count >= 3 && distinct.Count < column.Length;
    }

    /// <summary>The greatest common divisor of all scale · value, or null if one of them is not a plausible integer.</summary>
    private static long? CommonDivisor(ReadOnlySpan<double> column, double scale)
    {
        long divisor = 0;
        foreach (double value in column)
        {
            double multiple = Math.Round(value * scale);
            if (!(Math.Abs(multiple) <= LargestMultiple)) return null;
            if (Math.Abs(multiple / scale - value) > Representation * Math.Abs(value)) return null;
            (long a, long b) = (Math.Abs((long)multiple), divisor);
            while (b != 0)
                (a, b) = (b, a % b);
            divisor = a;
        }

        return divisor;
    }
}
