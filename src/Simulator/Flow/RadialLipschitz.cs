using Simulator.Numerics.Statistics;

namespace Simulator.Flow;

/// <summary>
/// L_f of a rotation invariant law. The Jacobian of Φ_{t→k} at radius ρ_t has the radial slope <c>p_t(ρ_t)/p_k(ρ_k)</c>, p the density of the
/// radius, and d − 1 times the tangential slope ρ_k/ρ_t. At the centre both are <c>(q_t(0)/q_k(0))^{1/d}</c>, q the density in ℝ^d.
/// </summary>
/// <remarks>
/// For a sphere the centre is the supremum: slopes along a flow line are ∫ (R²/σ² · m'(κ) − 1) ds radially and ∫ (R²/σ² · m(κ)/κ − 1) ds
/// tangentially, with m = I_{ν+1}/I_ν, and m is concave, so that both are at most ∫ (R²/(dσ²) − 1) ds, the closed form of section 10.
/// </remarks>
internal sealed class RadialLipschitz : IFlowLines
{
    /// <summary>Flow lines per component of the target and per gap between neighbours.</summary>
    private const int LinesPerPiece = 16;

    /// <summary>Flow lines end within so many deviations of a component; farther out the slope has reached its limit.</summary>
    private const double Reach = 8;

    private const int SlopeCount = 201;

    private readonly RadialFlow _flow;
    private readonly FlowLineSearch _search;
    private readonly Dictionary<int, RadialMixture> _laws = [];

    public RadialLipschitz(RadialFlow flow)
    {
        _flow = flow;
        _search = new FlowLineSearch(flow.Schedule, this);
    }

    /// <summary>log p_t(ρ_t), which rises by the logarithm of the radial slope, and −log ρ_t, which rises by that of the tangential one.</summary>
    public int HeightCount => 2;

    private RadialMixture First => Law(1);

    private RadialMixture Last => Law(_flow.Schedule.Steps);

    public LipschitzConstants Compute()
    {
        double tail = 0.5 * LipschitzConstants.AtypicalMass;
        (double low, double high) = (First.Quantile(tail), First.Quantile(1 - tail));
        double[] ends = Ends(), inside = [low, .. ends.Where(v => v > low && v < high), high];
        double typical = _search.Largest(inside), centreWhole = CentreSlope(_flow, _flow.Schedule.Steps, 1);
        if (First.Count == 1)
            return new LipschitzConstants(CentreSupremum(), "closed form, attained at the centre", typical, Math.Max(centreWhole, WholeLimit()), Slopes());
        double global = Math.Max(Math.Max(CentreSupremum(), TailLimit()), Math.Max(typical, _search.Largest(ends)));
        double whole = Math.Max(Math.Max(centreWhole, WholeLimit()), _search.LargestWholeWay(ends));
        return new LipschitzConstants(global, "search over flow lines", typical, whole, Slopes());
    }

    /// <inheritdoc/>
    public void Follow(double v, ReadOnlySpan<int> times, Span<double> heights)
    {
        Rank rank = First.RankOf(v);
        double r = v;
        for (int i = 0; i < times.Length; i++)
        {
            RadialMixture law = Law(times[i]);
            r = times[i] == 1 ? v : law.PointAt(rank, r);
            (heights[i], heights[times.Length + i]) = (law.LogPdf(r), -Math.Log(r));
        }
    }

    private RadialMixture Law(int t)
    {
        if (!_laws.TryGetValue(t, out RadialMixture? law)) _laws[t] = law = _flow.Law(t);
        return law;
    }

    /// <summary>log slope of Φ_{t→k} at the centre.</summary>
    internal static double CentreSlope(RadialFlow flow, int t, int k)
        => (flow.Law(t).LogSpatialDensity(0) - flow.Law(k).LogSpatialDensity(0)) / flow.Dimension;

    /// <summary>Largest slope at the centre over all pairs t ≥ k.</summary>
    private double CentreSupremum()
    {
        double least = double.PositiveInfinity, rise = 0;
        for (int t = 1; t <= _flow.Schedule.Steps; t++)
        {
            double log = _flow.Law(t).LogSpatialDensity(0) / _flow.Dimension;
            least = Math.Min(least, log);
            rise = Math.Max(rise, log - least);
        }

        return rise;
    }

    /// <summary>Ends of flow lines: radii around every component and in the gaps between neighbours.</summary>
    private double[] Ends()
    {
        var ends = new SortedSet<double>();
        double[] centres = [.. First.Components.Select(c => new NoncentralChi(First.Dimension, c.Radius, c.Deviation).Centre)];
        for (int k = 0; k < First.Count; k++)
        {
            for (int i = 0; i <= LinesPerPiece; i++)
                ends.Add(centres[k] + First.Components[k].Deviation * Reach * (2.0 * i / LinesPerPiece - 1));
            double before = k == 0 ? 0 : centres[k - 1];
            for (int i = 1; i < LinesPerPiece; i++)
                ends.Add(before + (centres[k] - before) * i / LinesPerPiece);
        }

        return [.. ends.Where(v => v > 0)];
    }

    /// <summary>Far out the widest component alone decides: the slope there tends to the ratio of its deviations.</summary>
    private double TailLimit() => Math.Max(0, WholeLimit());

    private double WholeLimit() => Math.Log(Widest(First) / Widest(Last));

    private static double Widest(RadialMixture law) => law.Components.Max(c => c.Deviation);

    /// <summary>The law of log ‖∂Φ_{T→1}‖ under q_T, at equal masses.</summary>
    private SlopeLaw Slopes()
        => SlopeLaw.Of(Enumerable.Range(0, SlopeCount).Select(i => (_search.WholeWay(First.Quantile((i + 0.5) / SlopeCount)), 1.0)));
}
