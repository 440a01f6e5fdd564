using Simulator.Numerics.Functions;

namespace Simulator.Consistency;

/// <summary>Rough means over N(0, I) in the plane: the trapezoidal rule on a square lattice, exact to rounding for smooth functions.</summary>
internal sealed class NoiseLattice
{
    /// <summary>Radius of the disc of points; the mass outside is 6e-13.</summary>
    private const double Reach = 7.5;

    /// <summary>Makes a lattice.</summary>
    /// <param name="step">Its step.</param>
    public NoiseLattice(double step)
    {
        int half = (int)(Reach / step);
        var points = new List<double>();
        var masses = new List<double>();
        for (int j = -half; j <= half; j++)
        {
            for (int i = -half; i <= half; i++)
            {
                double x = i * step, y = j * step;
                if (x * x + y * y > Reach * Reach) continue;
                points.Add(x);
                points.Add(y);
                masses.Add(step * step * Normal.Pdf(x) * Normal.Pdf(y));
            }
        }

        (Points, Masses) = ([.. points], [.. masses]);
    }

    /// <summary>The points z, n × 2.</summary>
    public double[] Points { get; }

    /// <summary>Their masses.</summary>
    public double[] Masses { get; }

    /// <summary>The mean norm of the difference of two fields of vectors at the points.</summary>
    public double MeanDistance(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double[] distances = PlanarQuadrature.Distances(first, second);
        double mean = 0;
        for (int i = 0; i < distances.Length; i++)
            mean += Masses[i] * distances[i];
        return mean;
    }
}
