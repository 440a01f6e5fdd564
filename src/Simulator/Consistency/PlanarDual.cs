using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>
/// Lower bounds of W1 between two laws in the plane that are known as images of the nodes of one rule: means of 1-Lipschitz functions that are chosen by hand. Whatever
/// function is chosen, the difference of its means is a bound; the rule says how well the means are known.
/// </summary>
/// <param name="rule">The rule.</param>
/// <param name="first">Images that have the one law, n × 2.</param>
/// <param name="second">Images that have the other law, n × 2.</param>
internal sealed class PlanarDual(PlanarQuadrature rule, double[] first, double[] second)
{
    private const int Directions = 32, Bins = 256;

    private readonly double[] _differences = new double[rule.Count];

    /// <summary>The best bound, less its numerical error, and what gave it.</summary>
    /// <param name="mixture">The mixture whose means are the tips of cones.</param>
    public (double Lower, string By) Best(MixtureStructure mixture)
    {
        (double Lower, string By) best = (0, "nothing: every dual potential tried is lost in numerical errors");
        Measured dx = OfMeans(0), dy = OfMeans(1);
        Try(new Measured(double.Hypot(dx.Value, dy.Value), double.Hypot(dx.Error, dy.Error)), "difference of the means");
        double[][] tips = [.. mixture.Components.Select(c => c.Mean.Span.ToArray())];
        double[] mean = [.. Enumerable.Range(0, 2).Select(axis => mixture.Components.Sum(c => c.Weight * c.Mean[axis]))];
        foreach (double[] tip in tips.Prepend(mean))
            Try(OfCone(tip[0], tip[1]), "dual potential: a cone");
        for (int k = 0; k < Directions; k++)
            Try(OfProjection(Math.Cos(Math.PI * k / Directions), Math.Sin(Math.PI * k / Directions)), "dual potential of a projection");
        return best;

        void Try(Measured difference, string by)
        {
            double lower = Math.Abs(difference.Value) - difference.Error;
            if (lower > best.Lower) best = (lower, by);
        }
    }

    private Measured OfMeans(int axis)
    {
        for (int i = 0; i < _differences.Length; i++)
            _differences[i] = first[2 * i + axis] - second[2 * i + axis];
        return rule.Mean(_differences);
    }

    private Measured OfCone(double x, double y)
    {
        for (int i = 0; i < _differences.Length; i++)
            _differences[i] = double.Hypot(first[2 * i] - x, first[2 * i + 1] - y) - double.Hypot(second[2 * i] - x, second[2 * i + 1] - y);
        return rule.Mean(_differences);
    }

    /// <summary>A function of the projection with slopes ±1: in every bin the sign of the difference of the distribution functions.</summary>
    private Measured OfProjection(double x, double y)
    {
        int n = rule.Count;
        double[] one = new double[n], other = new double[n];
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = 0; i < n; i++)
        {
            (one[i], other[i]) = (x * first[2 * i] + y * first[2 * i + 1], x * second[2 * i] + y * second[2 * i + 1]);
            low = Math.Min(low, Math.Min(one[i], other[i]));
            high = Math.Max(high, Math.Max(one[i], other[i]));
        }

        double width = (high - low) / Bins;
        if (!(width > 0)) return new Measured(0, 0);
        double[] masses = new double[Bins], heights = new double[Bins + 1];
        int Bin(double p) => Math.Clamp((int)((p - low) / width), 0, Bins - 1);
        for (int i = 0; i < rule.FineCount; i++)
        {
            masses[Bin(one[i])] += rule.Masses[i];
            masses[Bin(other[i])] -= rule.Masses[i];
        }

        double below = 0;
        for (int b = 0; b < Bins; b++)
        {
            // E g(first) − E g(second) = −∫ g' (F − G): where F is ahead, g falls.
            heights[b + 1] = heights[b] - Math.Sign(below + 0.5 * masses[b]) * width;
            below += masses[b];
        }

        double Height(double p)
        {
            int b = Bin(p);
            double share = Math.Clamp((p - low) / width - b, 0, 1);
            return heights[b] + share * (heights[b + 1] - heights[b]);
        }

        for (int i = 0; i < n; i++)
            _differences[i] = Height(one[i]) - Height(other[i]);
        return rule.Mean(_differences);
    }
}
