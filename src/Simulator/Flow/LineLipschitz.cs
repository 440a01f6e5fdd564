using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Simulator.Transport;

namespace Simulator.Flow;

/// <summary>
/// L_f on the line. Along a flow line <c>Φ'_{t→k}(x_t) = q_t(x_t)/q_k(x_k)</c>, so that the supremum over all pairs t ≥ k is the largest rise
/// of log q_t(x_t) in t.
/// </summary>
internal sealed class LineLipschitz : IFlowLines
{
    /// <summary>Flow lines per component of the target and per gap between neighbours, and in all: many components share them.</summary>
    private const int LinesPerPiece = 24, LinesInAll = 400;

    /// <summary>So many deviations around a component are sampled.</summary>
    private const double Reach = 8;

    /// <summary>No flow line is looked at farther out than so many deviations of every component.</summary>
    private const double Farthest = 100;

    /// <summary>Up to so many components every pair is looked at for the places where one takes over from the other; else neighbours only.</summary>
    private const int FewComponents = 12;

    private readonly QuantileFlow _flow;
    private readonly FlowLineSearch _search;
    private readonly Dictionary<int, UnivariateMixture> _laws = [];

    public LineLipschitz(QuantileFlow flow)
    {
        _flow = flow;
        _search = new FlowLineSearch(flow.Schedule, this);
    }

    /// <inheritdoc/>
    public int HeightCount => 1;

    private UnivariateMixture First => Law(1);

    public LipschitzConstants Compute()
    {
        double[] ends = Ends();
        double tail = 0.5 * LipschitzConstants.AtypicalMass;
        (double low, double high) = (First.Quantile(tail), First.Quantile(1 - tail));
        double global = Math.Max(_search.Largest(ends), TailLimit());
        double typical = _search.Largest([low, .. ends.Where(v => v > low && v < high), high]);
        return new LipschitzConstants(Math.Max(global, typical), "search over flow lines", typical, _search.LargestWholeWay(ends), Slopes());
    }

    /// <inheritdoc/>
    public void Follow(double v, ReadOnlySpan<int> times, Span<double> heights)
    {
        Rank rank = First.RankOf(v);
        double x = v;
        for (int i = 0; i < times.Length; i++)
        {
            UnivariateMixture law = Law(times[i]);
            x = times[i] == 1 ? v : law.PointAt(rank, x);
            heights[i] = law.LogPdf(x);
        }
    }

    private UnivariateMixture Law(int t)
    {
        if (!_laws.TryGetValue(t, out UnivariateMixture? law)) _laws[t] = law = _flow.Law(t);
        return law;
    }

    /// <summary>
    /// Ends of flow lines: dense in every component, in the gaps between neighbouring means, and where one component takes over from another, for
    /// there the density is least.
    /// </summary>
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

        for (int j = 0; j < First.Count; j++)
        {
            int last = First.Count <= FewComponents ? First.Count - 1 : Math.Min(j + 1, First.Count - 1);
            for (int k = j + 1; k <= last; k++)
                AddTakeovers(j, k, First.Count <= FewComponents ? [-9, -3, -1, 0, 1, 3, 9] : [0], ends);
        }

        // Far beyond all components log q is so large that the rounding of its differences would pass for a rise.
        (double low, double high) = First.Extent(Farthest);
        return [.. ends.Where(v => v >= low && v <= high)];
    }

    /// <summary>The at most two points at which two weighted components are equally dense, and some around each, in lengths of the change.</summary>
    private void AddTakeovers(int j, int k, ReadOnlySpan<double> around, SortedSet<double> ends)
    {
        // log of the ratio of densities at mean_j + u is a u² + b u + c.
        double distance = First.Means[k] - First.Means[j];
        double precisionJ = Math.Pow(First.StandardDeviations[j], -2), precisionK = Math.Pow(First.StandardDeviations[k], -2);
        double a = 0.5 * (precisionJ - precisionK), b = distance * precisionK;
        double c = Math.Log(First.Weights[k] / First.Weights[j]) + 0.5 * Math.Log(precisionK / precisionJ) - 0.5 * distance * distance * precisionK;
        double discriminant = b * b - 4 * a * c;
        if (discriminant < 0) return;
        double root = Math.Sqrt(discriminant), q = -0.5 * (b + Math.CopySign(root, b));
        foreach (double u in (ReadOnlySpan<double>)[q / a, c / q])
        {
            double width = 1 / Math.Max(root, double.Epsilon);
            foreach (double i in around)
                ends.Add(First.Means[j] + u + i * width);
        }
    }

    /// <summary>Far out, each side is one component: the slope there tends to the ratio of its standard deviations.</summary>
    private double TailLimit()
        => Math.Max(0, Math.Log(First.StandardDeviations.Max() / Law(_flow.Schedule.Steps).StandardDeviations.Max()));

    /// <summary>The law of log Φ'_{T→1} under q_T: that of the flow lines' ends under q_1.</summary>
    private SlopeLaw Slopes()
    {
        QuadratureRule rule = AdaptiveQuadrature.Composite(LineDistance.Breakpoints(First));
        return SlopeLaw.Of(
            Enumerable.Range(0, rule.Count).Select(i => (_search.WholeWay(rule.Nodes[i]), rule.Weights[i] * First.Pdf(rule.Nodes[i]))));
    }
}
