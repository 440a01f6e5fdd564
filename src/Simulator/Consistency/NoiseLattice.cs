using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.Functions;

namespace Simulator.Consistency;

/// <summary>
/// Means over N(0, I) in the plane by the trapezoidal rule on a square lattice, exact to rounding for smooth functions. The four lattices of twice the step that
/// it consists of say how far off it may be where a norm has kinks.
/// </summary>
internal sealed class NoiseLattice
{
    /// <summary>Radius of the disc of points; the mass outside is 2e-16.</summary>
    private const double Reach = 8.5;

    /// <summary>A cone at a point gains 2³ a halving, a kink along a curve 2²: the lesser of the two.</summary>
    private const double Gain = 4;

    private readonly byte[] _parts;

    /// <summary>Makes a lattice.</summary>
    /// <param name="step">Its step.</param>
    public NoiseLattice(double step)
    {
        Step = step;
        int half = (int)(Reach / step);
        var points = new List<double>();
        var masses = new List<double>();
        var parts = new List<byte>();
        for (int j = -half; j <= half; j++)
        {
            for (int i = -half; i <= half; i++)
            {
                double x = i * step, y = j * step;
                if (x * x + y * y > Reach * Reach) continue;
                points.Add(x);
                points.Add(y);
                masses.Add(step * step * Normal.Pdf(x) * Normal.Pdf(y));
                parts.Add((byte)((i & 1) + 2 * (j & 1)));
            }
        }

        (Points, Masses, _parts) = ([.. points], [.. masses], [.. parts]);
    }

    /// <summary>The step.</summary>
    public double Step { get; }

    /// <summary>How many points.</summary>
    public int Count => Masses.Length;

    /// <summary>The points z, n × 2.</summary>
    public double[] Points { get; }

    /// <summary>Their masses.</summary>
    public double[] Masses { get; }

    /// <summary>The mean of values at the points.</summary>
    /// <param name="values">One value a point.</param>
    public Measured Mean(ReadOnlySpan<double> values)
    {
        Span<double> sums = stackalloc double[4];
        sums.Clear();
        for (int i = 0; i < values.Length; i++)
            sums[_parts[i]] += Masses[i] * values[i];
        double mean = (sums[0] + sums[1]) + (sums[2] + sums[3]), worst = 0;
        foreach (double sum in sums)
            worst = Math.Max(worst, Math.Abs(4 * sum - mean));
        return new Measured(mean, worst / Gain);
    }

    /// <summary>The mean norm of the difference of two fields of vectors.</summary>
    public Measured MeanDistance(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => Mean(Distances(first, second));

    /// <summary>The distances of vectors, one a point.</summary>
    public static double[] Distances(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var distances = new double[first.Length / 2];
        for (int i = 0; i < distances.Length; i++)
            distances[i] = double.Hypot(first[2 * i] - second[2 * i], first[2 * i + 1] - second[2 * i + 1]);
        return distances;
    }

    /// <summary>Φ from pure noise to a step.</summary>
    public (double[] Points, Status Status) FromNoise(FlowMap flow, int to)
    {
        var images = new double[Points.Length];
        Status status = flow.MapNoise(to, new PointBatch(Points, 2), images);
        return (images, status);
    }
}
