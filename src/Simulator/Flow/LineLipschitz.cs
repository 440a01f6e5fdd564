using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Transport;

namespace Simulator.Flow;

/// <summary>
/// L_f on the line. Along a flow line <c>Φ'_{t→k}(x_t) = q_t(x_t)/q_k(x_k)</c>, so that the supremum over all pairs t ≥ k is the largest rise
/// of log q_t(x_t) in t: found by searching over flow lines (labelled by their end v = x_1) and refining the best one.
/// </summary>
internal sealed class LineLipschitz
{
    /// <summary>Times at which a flow line is looked at, besides 1 and T; log q_t(x_t) is smooth in log σ_t.</summary>
    private const int TimeCount = 40;

    /// <summary>Flow lines per component of the target and per gap between neighbours, and in all: many components share them.</summary>
    private const int LinesPerPiece = 24, LinesInAll = 400;

    /// <summary>Beyond this many deviations the outermost component alone decides and the ratio has reached its limit.</summary>
    private const double Reach = 8;

    private readonly QuantileFlow _flow;
    private readonly int[] _times;
    private readonly UnivariateMixture[] _laws;

    public LineLipschitz(QuantileFlow flow)
    {
        _flow = flow;
        _times = Times(flow.Schedule);
        _laws = [.. _times.Select(flow.Law)];
    }

    private UnivariateMixture First => _laws[0];

    private UnivariateMixture Last => _laws[^1];

    public LipschitzConstants Compute()
    {
        double[] ends = Ends();
        double tail = 0.5 * LipschitzConstants.AtypicalMass;
        (double low, double high) = (First.Quantile(tail), First.Quantile(1 - tail));
        double global = Math.Max(Supremum(ends, LargestRise), TailLimit());
        double typical = Supremum([low, .. ends.Where(v => v > low && v < high), high], LargestRise);
        double wholeWay = Supremum(ends, WholeRise);
        return new LipschitzConstants(global, "search over flow lines", typical, wholeWay, Slopes());
    }

    /// <summary>1, T and times in between, evenly spread over log σ.</summary>
    internal static int[] Times(Schedule schedule)
    {
        int steps = schedule.Steps;
        if (steps <= TimeCount) return [.. Enumerable.Range(1, steps)];
        double low = schedule[1].LogSigma, high = schedule[steps].LogSigma;
        var times = new List<int> { 1 };
        for (int t = 2; t < steps; t++)
        {
            double due = low + (high - low) * times.Count / (TimeCount + 1);
            if (schedule[t].LogSigma >= due) times.Add(t);
        }

        times.Add(steps);
        return [.. times];
    }

    /// <summary>Ends of flow lines: dense in every component and in the gaps between neighbouring means.</summary>
    private double[] Ends()
    {
        var ends = new SortedSet<double>();
        int lines = Math.Clamp(LinesInAll / (2 * First.Count), 2, LinesPerPiece);
        for (int k = 0; k < First.Count; k++)
        {
            double mean = First.Means[k], deviation = First.StandardDeviations[k];
            for (int i = 0; i <= lines; i++)
                ends.Add(mean + deviation * Reach * (2.0 * i / lines - 1));
            if (k + 1 == First.Count) continue;
            double next = First.Means[k + 1];
            for (int i = 1; i < lines; i++)
                ends.Add(mean + (next - mean) * i / lines);
        }

        return [.. ends];
    }

    /// <summary>Largest value over given flow lines, refined between the neighbours of the best one.</summary>
    internal static double Supremum(double[] ends, Func<double, double> value)
    {
        double[] values = Array.ConvertAll(ends, v => value(v));
        int best = Array.IndexOf(values, values.Max());
        double low = ends[Math.Max(best - 1, 0)], high = ends[Math.Min(best + 1, ends.Length - 1)], greatest = values[best];

        // Golden section: the rise is smooth and, between neighbouring samples, has one maximum.
        double ratio = 0.5 * (Math.Sqrt(5) - 1);
        double a = high - ratio * (high - low), b = low + ratio * (high - low);
        double valueA = value(a), valueB = value(b);
        for (int i = 0; i < 40 && high - low > 1e-7 * (Math.Abs(low) + Math.Abs(high)); i++)
        {
            if (valueA > valueB)
            {
                (high, b, valueB) = (b, a, valueA);
                a = high - ratio * (high - low);
                valueA = value(a);
            }
            else
            {
                (low, a, valueA) = (a, b, valueB);
                b = low + ratio * (high - low);
                valueB = value(b);
            }
        }

        return Math.Max(greatest, Math.Max(valueA, valueB));
    }

    /// <summary>max over t ≥ k of log q_t(x_t) − log q_k(x_k) along the flow line that ends at v.</summary>
    private double LargestRise(double v)
    {
        UnivariateMixture.Rank rank = First.RankOf(v);
        double least = First.LogPdf(v), rise = 0, x = v;
        for (int i = 1; i < _laws.Length; i++)
        {
            x = _laws[i].PointAt(rank, x);
            double log = _laws[i].LogPdf(x);
            rise = Math.Max(rise, log - least);
            least = Math.Min(least, log);
        }

        return rise;
    }

    /// <summary>log Φ'_{T→1} on the flow line that ends at v.</summary>
    private double WholeRise(double v) => Last.LogPdf(Last.PointAt(First.RankOf(v))) - First.LogPdf(v);

    /// <summary>Far out, each side is one component: the slope there tends to the ratio of its standard deviations.</summary>
    private double TailLimit()
    {
        double rise = 0;
        for (int i = 0; i < _laws.Length; i++)
        {
            for (int j = i; j < _laws.Length; j++)
                rise = Math.Max(rise, Math.Log(_laws[i].StandardDeviations.Max() / _laws[j].StandardDeviations.Max()));
        }

        return rise;
    }

    /// <summary>The law of log Φ'_{T→1} under q_T: that of the flow lines' ends under q_1.</summary>
    private SlopeLaw Slopes()
    {
        QuadratureRule rule = AdaptiveQuadrature.Composite(LineDistance.Breakpoints(First));
        return SlopeLaw.Of(Enumerable.Range(0, rule.Count).Select(i => (WholeRise(rule.Nodes[i]), rule.Weights[i] * First.Pdf(rule.Nodes[i]))));
    }
}
