using Simulator.Numerics.Random;

namespace Simulator.Theory;

/// <summary>
/// The exponent p of y ∝ x^p over several groups of points that share it and have a constant each, by least squares on logarithms, with a bootstrap interval. The values are enclosed rather than noisy: what scatters
/// is the misfit of a pure power, which the bootstrap draws again from the residuals, and the place of a value in its interval.
/// </summary>
public static class ScalingExponent
{
    private const int Draws = 2000;

    private const double LowerTail = 0.025;

    /// <summary>With fewer different x nothing can misfit.</summary>
    private const int FewestPlaces = 3;

    /// <summary>The exponent.</summary>
    /// <param name="groups">Groups of points.</param>
    /// <param name="stream">The bootstrap's randomness.</param>
    /// <returns>The exponent; null where no group has two different x. No interval where points are too few to scatter.</returns>
    public static SlopeFit? Fit(IReadOnlyList<IReadOnlyList<EnclosedPoint>> groups, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(stream);
        EnclosedPoint[][] useful = [.. groups.Select(g => g.ToArray()).Where(g => g.Select(p => p.LogX).Distinct().Count() > 1)];
        if (useful.Length == 0) return null;
        double[][] x = [.. useful.Select(g => Centred([.. g.Select(p => p.LogX)]))];
        double[][] y = [.. useful.Select(g => Centred([.. g.Select(p => p.LogY)]))];
        double slope = Slope(x, y);
        int count = useful.Sum(g => g.Length), freedom = count - useful.Length - 1;
        if (freedom < 1) return new SlopeFit(slope, null, null, "an interval needs more points than constants");
        if (useful.SelectMany(g => g.Select(p => p.LogX)).Distinct().Count() < FewestPlaces) return new SlopeFit(slope, null, null, "between two places every power fits");

        // Residuals are smaller than the misfits that made them: what the fit has used up is given back.
        double inflation = Math.Sqrt((double)count / freedom);
        double[] residuals = [.. x.Zip(y, (a, b) => a.Zip(b, (u, v) => inflation * (v - slope * u))).SelectMany(r => r)];
        var drawn = new double[Draws];
        double[][] values = [.. y.Select(g => new double[g.Length])];
        for (int i = 0; i < Draws; i++)
        {
            for (int g = 0; g < values.Length; g++)
            {
                for (int j = 0; j < values[g].Length; j++)
                {
                    EnclosedPoint point = useful[g][j];
                    double place = (stream.NextUniform() - 0.5) * (point.LogYHigh - point.LogYLow);
                    values[g][j] = slope * x[g][j] + residuals[stream.NextIndex(residuals.Length)] + place;
                }
            }

            drawn[i] = Slope(x, values);
        }

        Array.Sort(drawn);
        return new SlopeFit(slope, drawn[(int)(LowerTail * Draws)], drawn[Draws - 1 - (int)(LowerTail * Draws)]);
    }

    private static double Slope(double[][] x, double[][] y)
    {
        double xx = 0, xy = 0;
        for (int g = 0; g < x.Length; g++)
        {
            for (int j = 0; j < x[g].Length; j++)
            {
                xx += x[g][j] * x[g][j];
                xy += x[g][j] * y[g][j];
            }
        }

        return xy / xx;
    }

    private static double[] Centred(double[] values)
    {
        double mean = values.Average();
        return [.. values.Select(v => v - mean)];
    }
}

/// <summary>A point whose y is enclosed; natural logarithms.</summary>
/// <param name="LogX">log x.</param>
/// <param name="LogYLow">log of the lower end of y.</param>
/// <param name="LogYHigh">log of its upper end.</param>
public readonly record struct EnclosedPoint(double LogX, double LogYLow, double LogYHigh)
{
    /// <summary>The middle of the interval.</summary>
    public double LogY => 0.5 * (LogYLow + LogYHigh);
}
