namespace Simulator.Numerics.OptimalTransport;

/// <summary>W_p between weighted samples on the line: the monotone coupling of the sorted samples, exact (Villani, Topics in Optimal Transportation, 2.2).</summary>
public static class LineTransport
{
    /// <summary>W_p.</summary>
    /// <param name="x">A sample, not empty.</param>
    /// <param name="xWeights">Its weights, not negative, or empty for equal ones; only their ratios count.</param>
    /// <param name="y">Another sample, not empty.</param>
    /// <param name="yWeights">Its weights.</param>
    /// <param name="p">The order, at least 1 and finite.</param>
    /// <exception cref="ArgumentException">A sample is empty or not finite, lengths differ, weights are negative or all zero, or p is below 1.</exception>
    public static Outcome<double> W(ReadOnlySpan<double> x, ReadOnlySpan<double> xWeights, ReadOnlySpan<double> y, ReadOnlySpan<double> yWeights, double p)
    {
        if (!(p >= 1 && double.IsFinite(p))) throw new ArgumentOutOfRangeException(nameof(p), p, "The order of the distance must be at least 1 and finite.");
        ScaledPoints.RequireFinite(new PointBatch(x, 1), nameof(x));
        ScaledPoints.RequireFinite(new PointBatch(y, 1), nameof(y));
        bool equal = xWeights.IsEmpty && yWeights.IsEmpty && x.Length == y.Length;
        double[] a = Weights.Normalised(xWeights, x.Length, nameof(xWeights)), b = Weights.Normalised(yWeights, y.Length, nameof(yWeights));
        double[] left = x.ToArray(), right = y.ToArray();
        Array.Sort(left, a);
        Array.Sort(right, b);
        if (equal) (a, b) = ([], []);
        double value = Sorted(left, a, right, b, p), size = Math.Max(Math.Abs(left[0]), Math.Abs(left[^1]));
        size = Math.Max(size, Math.Max(Math.Abs(right[0]), Math.Abs(right[^1])));
        double spread = Math.Max(left[^1], right[^1]) - Math.Min(left[0], right[0]);
        if (!double.IsFinite(spread)) throw new ArgumentException("The samples lie so far apart that their distance overflows.", nameof(y));

        // Ends of intervals are rounded: of the quantiles' masses, 2⁻⁵³ for every point.
        double masses = Math.Pow((x.Length + y.Length) * Math.ScaleB(1, -53), 1 / p);
        return new(value, Status.Ok, new Diagnostics(1e-15 * (value + size) + (equal ? 0 : spread * masses), x.Length + y.Length));
    }

    /// <summary>W_p of sorted samples with weights that add up to 1.</summary>
    internal static double Sorted(ReadOnlySpan<double> x, ReadOnlySpan<double> a, ReadOnlySpan<double> y, ReadOnlySpan<double> b, double p)
    {
        double scale = Math.Max(Math.Abs(x[0] - y[^1]), Math.Abs(x[^1] - y[0]));
        if (scale == 0 || !double.IsFinite(scale)) return scale;
        CompensatedSum sum = default;
        int i = 0, j = 0;

        // Equal weights pair in order, without any rounding of masses.
        if (x.Length == y.Length && a.IsEmpty && b.IsEmpty)
        {
            for (; i < x.Length; i++)
                sum.Add(Power(Math.Abs(x[i] - y[i]) / scale, p) / x.Length);
            return scale * Root(sum.Value, p);
        }

        double left = Mass(a, x.Length, 0), right = Mass(b, y.Length, 0);
        while (true)
        {
            double moved = Math.Min(left, right);
            sum.AddProduct(moved, Power(Math.Abs(x[i] - y[j]) / scale, p));
            left -= moved;
            right -= moved;
            if (left <= 0)
            {
                if (++i == x.Length) break;
                left = Mass(a, x.Length, i);
            }

            if (right <= 0)
            {
                if (++j == y.Length) break;
                right = Mass(b, y.Length, j);
            }
        }

        return scale * Root(sum.Value, p);
    }

    private static double Mass(ReadOnlySpan<double> weights, int count, int index) => weights.IsEmpty ? 1.0 / count : weights[index];

    private static double Power(double value, double p) => p == 1 ? value : p == 2 ? value * value : Math.Pow(value, p);

    private static double Root(double value, double p) => p == 1 ? value : p == 2 ? Math.Sqrt(value) : Math.Pow(value, 1 / p);
}
