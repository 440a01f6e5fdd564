using Simulator.Numerics;

namespace Simulator.Transport;

/// <summary>
/// Bounds on the distances of two laws from pairs (X, Y) that couple them: W1 ≤ E‖X − Y‖, and E g(X) − E g(Y) ≤ W1 for every 1-Lipschitz g. Since both means are over the
/// same pairs, the lower bound does not suffer from the bias n^{−1/d} of distances between samples.
/// </summary>
public static class CouplingBounds
{
    /// <summary>W1, enclosed.</summary>
    /// <param name="x">Points of the one law, n × d.</param>
    /// <param name="y">Points of the other, n × d, each coupled to the point of the same number.</param>
    /// <param name="expectation">How means over the pairs are taken.</param>
    /// <param name="coupling">What the coupling is, for the reason of the upper end.</param>
    /// <param name="potentials">1-Lipschitz functions to try beside the usual ones; may be null.</param>
    /// <exception cref="ArgumentException">The sizes differ, or there are no pairs.</exception>
    public static DistanceInterval W1(PointBatch x, PointBatch y, Expectation expectation, string coupling, IReadOnlyList<IPotential>? potentials = null)
    {
        ArgumentNullException.ThrowIfNull(expectation);
        if (x.Count == 0) throw new ArgumentException("At least one pair is needed.", nameof(x));
        if (x.Dimension != y.Dimension || x.Count != y.Count) throw new ArgumentException($"Pairs need {x.Count} points of dimension {x.Dimension} on both sides.", nameof(y));
        double upper = Math.Min(expectation.OfDistances(x, y).High, Math.Sqrt(Math.Max(0, expectation.OfDistances(x, y, 2).High))); // W1 ≤ W2
        (double lower, string by) = Lower(x, y, expectation, potentials ?? []);
        return new DistanceInterval(Math.Clamp(lower, 0, upper), upper, by, $"{coupling} ({expectation.By})");
    }

    private static (double Value, string By) Lower(PointBatch x, PointBatch y, Expectation expectation, IReadOnlyList<IPotential> potentials)
    {
        // A sample must not be judged by what it made or chose: some pairs make the functions, others choose one, the rest are the certificate. A quadrature knows every mean.
        int n = x.Count, d = x.Dimension;
        bool sample = expectation is SampleExpectation && n >= 8;
        (int made, int chosen) = sample ? (n / 4, n / 2) : (n, n);
        PointBatch madeX = new(x.Data[..(made * d)], d), madeY = new(y.Data[..(made * d)], d);
        PointBatch choiceX = sample ? new(x.Data[(made * d)..(chosen * d)], d) : x, choiceY = sample ? new(y.Data[(made * d)..(chosen * d)], d) : y;
        PointBatch restX = sample ? new(x.Data[(chosen * d)..], d) : x, restY = sample ? new(y.Data[(chosen * d)..], d) : y;
        IPotential? best = null;
        double highest = double.NegativeInfinity;
        foreach (IPotential potential in DualPotentials.Of(madeX, madeY, expectation.Weights(made)).Concat(potentials))
        {
            double gained = Gain(potential, choiceX, choiceY, expectation).Value;
            if (gained > highest) (best, highest) = (potential, gained);
        }

        return best is null ? (0, "a distance is not negative") : (Gain(best, restX, restY, expectation).Low, $"dual potential: {best.Name} ({expectation.By})");
    }

    /// <summary>E g(X) − E g(Y).</summary>
    private static Measured Gain(IPotential potential, PointBatch x, PointBatch y, Expectation expectation)
    {
        double[] gains = new double[x.Count], other = new double[x.Count];
        potential.Evaluate(x, gains);
        potential.Evaluate(y, other);
        for (int i = 0; i < gains.Length; i++)
            gains[i] -= other[i];
        return expectation.Of(gains);
    }
}
