namespace Simulator.Flow;

/// <summary>The law of log ‖∂Φ_{T→1}(X_T)‖ by quadrature; over independent blocks the norm is the largest of the blocks'.</summary>
public sealed class SlopeLaw
{
    private readonly (double LogSlope, double Below)[] _steps;

    private SlopeLaw((double LogSlope, double Below)[] steps) => _steps = steps;

    /// <summary>Median of the logarithm.</summary>
    public double Median => Quantile(0.5);

    /// <summary>A quantile of the logarithm.</summary>
    /// <param name="p">Its probability, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not between 0 and 1.</exception>
    public double Quantile(double p)
    {
        if (!(p > 0 && p < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability between 0 and 1 is needed.");
        return QuantileOfLargest([(this, 1)], p);
    }

    /// <summary>The law of a constant.</summary>
    /// <param name="logSlope">Its logarithm.</param>
    public static SlopeLaw Constant(double logSlope) => new([(logSlope, 1)]);

    /// <summary>The law of values with masses (normalised here).</summary>
    /// <param name="values">Logarithms of slopes with their masses, at least one.</param>
    public static SlopeLaw Of(IEnumerable<(double LogSlope, double Mass)> values)
    {
        (double LogSlope, double Mass)[] sorted = [.. values.OrderBy(v => v.LogSlope)];
        double total = sorted.Sum(v => v.Mass), sum = 0;

        // A value stands in the middle of its mass: that makes the distribution function second-order accurate.
        return new SlopeLaw([.. sorted.Select(v => (v.LogSlope, ((sum += v.Mass) - 0.5 * v.Mass) / total))]);
    }

    /// <summary>The law of the largest of independent slopes.</summary>
    /// <param name="blocks">The blocks with their numbers of copies.</param>
    public static SlopeLaw OfLargest(IReadOnlyList<(SlopeLaw Law, long Count)> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        double[] points = [.. blocks.SelectMany(b => b.Law._steps).Select(s => s.LogSlope).Distinct().Order()];
        return new SlopeLaw([.. points.Select(p => (p, Math.Exp(LogBelow(blocks, p))))]);
    }

    private static double QuantileOfLargest(IReadOnlyList<(SlopeLaw Law, long Count)> blocks, double probability)
    {
        double[] points = [.. blocks.SelectMany(b => b.Law._steps).Select(s => s.LogSlope).Distinct().Order()];
        double wanted = Math.Log(probability);
        int at = Array.FindIndex(points, p => LogBelow(blocks, p) >= wanted);
        if (at <= 0) return points[at < 0 ? ^1 : 0];
        double low = LogBelow(blocks, points[at - 1]), high = LogBelow(blocks, points[at]);
        double share = double.IsNegativeInfinity(low) ? 1 : (wanted - low) / (high - low);
        return points[at - 1] + share * (points[at] - points[at - 1]);
    }

    /// <summary>log P(all slopes ≤ p).</summary>
    private static double LogBelow(IReadOnlyList<(SlopeLaw Law, long Count)> blocks, double p)
        => blocks.Sum(b => b.Count * Math.Log(b.Law.Below(p)));

    private double Below(double p)
    {
        if (p < _steps[0].LogSlope) return 0;
        if (p >= _steps[^1].LogSlope) return 1;
        int low = 0, high = _steps.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (_steps[middle].LogSlope <= p) low = middle;
            else high = middle;
        }

        double width = _steps[high].LogSlope - _steps[low].LogSlope;
        return _steps[low].Below + (_steps[high].Below - _steps[low].Below) * (p - _steps[low].LogSlope) / width;
    }
}
