using MathNet.Numerics.Distributions;

namespace Simulator.Theory;

/// <summary>An exponent with its interval of 95 % confidence.</summary>
/// <param name="Value">The exponent.</param>
/// <param name="Low">Lower end; null with fewer than three points.</param>
/// <param name="High">Upper end; null with fewer than three points.</param>
/// <param name="Reason">Why there is no interval.</param>
public sealed record SlopeFit(double Value, double? Low, double? High, string? Reason = null)
{
    /// <summary>
    /// Slope of log y against log x by least squares. The scatter is the misfit of a pure power, not noise: the values are exact.
    /// </summary>
    /// <param name="points">Pairs (x, y), positive.</param>
    /// <returns>The slope, or null if fewer than two different x are given.</returns>
    public static SlopeFit? OfPowers(IReadOnlyCollection<(double X, double Y)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        double[] x = [.. points.Select(p => Math.Log(p.X))], y = [.. points.Select(p => Math.Log(p.Y))];
        if (x.Distinct().Count() < 2) return null;
        double meanX = x.Average(), meanY = y.Average(), xx = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }

        double slope = xy / xx;
        if (x.Length < 3) return new SlopeFit(slope, null, null, "an interval needs at least three step counts");
        double residual = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double difference = y[i] - meanY - slope * (x[i] - meanX);
            residual += difference * difference;
        }

        double reach = StudentT.InvCDF(0, 1, x.Length - 2, 0.975) * Math.Sqrt(residual / ((x.Length - 2) * xx));
        return new SlopeFit(slope, slope - reach, slope + reach);
    }
}
