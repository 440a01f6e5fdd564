using System.Collections.Immutable;
using Simulator.Numerics.Functions;

namespace Simulator.Numerics.Statistics;

/// <summary>
/// The law of ‖X‖ for a rotation invariant X in ℝ^d with components R_k U + s_k Z: a mixture of noncentral χ laws, with distribution and
/// quantile functions in logarithms that keep full relative precision in both tails and in the gaps between components.
/// </summary>
/// <remarks>A point is told by its mass from the nearest anchor, as in <see cref="UnivariateMixture"/>.</remarks>
public sealed class RadialMixture
{
    private const int MaximumIterations = 400;

    private readonly double[] _logWeights;
    private readonly NoncentralChi[] _laws;
    private readonly double _narrowest;

    /// <summary>Creates a law. Components keep their order, which should be that of their radii: ranks are compared by it.</summary>
    /// <param name="dimension">d, at least 2.</param>
    /// <param name="components">The components, all with positive deviations; weights are normalised here.</param>
    /// <exception cref="ArgumentException">No component, or a value out of its range.</exception>
    public RadialMixture(int dimension, params ReadOnlySpan<RadialComponent> components)
    {
        if (components.IsEmpty) throw new ArgumentException("At least one component is needed.", nameof(components));
        double total = 0;
        foreach (RadialComponent component in components)
        {
            if (!(component.Weight > 0 && double.IsFinite(component.Weight)))
                throw new ArgumentException($"Weights must be positive and finite, found {component.Weight}.", nameof(components));
            total += component.Weight;
        }

        (Dimension, Components) = (dimension, [.. components]);
        _logWeights = [.. Components.Select(c => Math.Log(c.Weight / total))];
        _laws = [.. Components.Select(c => new NoncentralChi(dimension, c.Radius, c.Deviation))];
        _narrowest = _laws.Min(l => l.Deviation);
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>The components, in the order given.</summary>
    public ImmutableArray<RadialComponent> Components { get; }

    /// <summary>K.</summary>
    public int Count => _laws.Length;

    /// <summary>E‖X‖².</summary>
    public double SecondMoment
    {
        get
        {
            double sum = 0;
            for (int k = 0; k < Count; k++)
                sum += Math.Exp(_logWeights[k]) * Components[k].SecondMoment(Dimension);
            return sum;
        }
    }

    /// <summary>The law of χ_d, the norm of a standard normal vector.</summary>
    /// <param name="dimension">d, at least 2.</param>
    public static RadialMixture StandardNormal(int dimension) => new(dimension, new RadialComponent(1, 0, 1));

    /// <summary>The least and the greatest radius within a number of deviations of the centre of a component.</summary>
    /// <param name="deviations">How many.</param>
    public (double Low, double High) Extent(double deviations)
        => (Math.Max(0, _laws.Min(l => l.Centre - deviations * l.Deviation)), _laws.Max(l => l.Centre + deviations * l.Deviation));

    /// <summary>The smallest deviation of the radius in a component: on this length the law changes.</summary>
    public double Narrowest => _narrowest;

    /// <summary>Points that cut the radii into panels on which the density is smooth, ascending from 0; beyond the last there is less than 1e-17.</summary>
    public double[] Breakpoints()
    {
        var points = new SortedSet<double> { 0 };
        foreach (NoncentralChi law in _laws)
        {
            foreach (double z in (ReadOnlySpan<double>)[-9, -6.5, -4.5, -3, -1.8, -0.8, 0, 0.8, 1.8, 3, 4.5, 6.5, 9])
                points.Add(Math.Max(0, law.Centre + z * law.Deviation));
        }

        double least = 1e-9 * points.Max;
        var kept = new List<double>();
        foreach (double point in points)
        {
            if (kept.Count == 0 || point - kept[^1] > least) kept.Add(point);
        }

        return [.. kept];
    }

    /// <summary>The logarithm of the density of the radius.</summary>
    /// <param name="r">A radius.</param>
    public double LogPdf(double r)
    {
        if (Count == 1) return _laws[0].LogPdf(r);
        Span<double> terms = Count <= 64 ? stackalloc double[Count] : new double[Count];
        for (int k = 0; k < Count; k++)
            terms[k] = _logWeights[k] + _laws[k].LogPdf(r);
        return Elementary.LogSum(terms);
    }

    /// <summary>The density of the radius.</summary>
    /// <param name="r">A radius.</param>
    public double Pdf(double r) => Math.Exp(LogPdf(r));

    /// <summary>The logarithm of the density in ℝ^d at a radius, up to a constant of d.</summary>
    /// <param name="r">A radius, not negative.</param>
    public double LogSpatialDensity(double r)
    {
        Span<double> terms = Count <= 64 ? stackalloc double[Count] : new double[Count];
        for (int k = 0; k < Count; k++)
            terms[k] = _logWeights[k] + _laws[k].LogSpatialDensity(r);
        return Elementary.LogSum(terms);
    }

    /// <summary>The probabilities of the components given the radius.</summary>
    /// <param name="r">A radius, not negative.</param>
    /// <param name="result">Receives K probabilities.</param>
    public void Responsibilities(double r, Span<double> result)
    {
        if (Count == 1)
        {
            result[0] = 1;
            return;
        }

        for (int k = 0; k < Count; k++)
            result[k] = _logWeights[k] + _laws[k].LogSpatialDensity(r);
        double total = Elementary.LogSum(result);
        for (int k = 0; k < Count; k++)
            result[k] = Math.Exp(result[k] - total);
    }

    /// <summary>log P(‖X‖ ≤ r) and log P(‖X‖ &gt; r).</summary>
    /// <param name="r">A radius.</param>
    public (double Lower, double Upper) LogTails(double r)
    {
        if (Count == 1) return _laws[0].LogTails(r);
        Span<double> lower = Count <= 64 ? stackalloc double[Count] : new double[Count];
        Span<double> upper = Count <= 64 ? stackalloc double[Count] : new double[Count];
        Tails(r, lower, upper);
        return (Math.Min(Elementary.LogSum(lower), 0), Math.Min(Elementary.LogSum(upper), 0));
    }

    /// <summary>P(‖X‖ ≤ r).</summary>
    /// <param name="r">A radius.</param>
    public double Cdf(double r) => Math.Exp(LogTails(r).Lower);

    /// <summary>P(‖X‖ &gt; r).</summary>
    /// <param name="r">A radius.</param>
    public double UpperTail(double r) => Math.Exp(LogTails(r).Upper);

    /// <summary>The rank of a radius, with the anchor at which rounding does least harm.</summary>
    /// <param name="r">A radius, positive and finite.</param>
    public Rank RankOf(double r)
    {
        Span<double> lower = Count <= 64 ? stackalloc double[Count] : new double[Count];
        Span<double> upper = Count <= 64 ? stackalloc double[Count] : new double[Count];
        Tails(r, lower, upper);
        int best = 0;
        double least = double.PositiveInfinity;
        for (int j = 0; j <= Count; j++)
        {
            double noise = Math.Max(Elementary.LogSum(lower[j..]), Elementary.LogSum(upper[..j]));
            if (noise < least) (best, least) = (j, noise);
        }

        if (best == 0) return new Rank(0, Math.Min(Elementary.LogSum(lower), 0));
        if (best == Count) return new Rank(Count, Math.Min(Elementary.LogSum(upper), 0));
        return Rank.InGap(best, Elementary.LogSum(lower[best..]), Elementary.LogSum(upper[..best]));
    }

    /// <summary>The logarithms of the masses below and above a point of this law, given by its rank.</summary>
    /// <param name="rank">The rank.</param>
    public (double Lower, double Upper) LogTailsOf(Rank rank)
    {
        if (rank.Anchor == 0) return (rank.LogMass, NoncentralChi.Complement(rank.LogMass));
        if (rank.Anchor == Count) return (NoncentralChi.Complement(rank.LogMass), rank.LogMass);
        double below = Math.Exp(Elementary.LogSum(_logWeights.AsSpan(0, rank.Anchor))), above = Math.Exp(Elementary.LogSum(_logWeights.AsSpan(rank.Anchor)));
        return (Math.Log(below + rank.Mass), Math.Log(above - rank.Mass));
    }

    /// <summary>The radius with given logarithms of the masses below and above it; the smaller one counts.</summary>
    /// <param name="tails">log P(‖X‖ ≤ r) and log P(‖X‖ &gt; r).</param>
    /// <param name="guess">A guess, or NaN.</param>
    public double PointAt((double Lower, double Upper) tails, double guess = double.NaN)
        => PointAt(tails.Lower <= tails.Upper ? new Rank(0, tails.Lower) : new Rank(Count, tails.Upper), guess);

    /// <summary>
    /// The radius of a rank: the inverse of <see cref="RankOf"/>, also for the rank of a point of another law whose components have the same
    /// weights in the same order (such as the same target at another noise level).
    /// </summary>
    /// <param name="rank">The rank.</param>
    /// <param name="guess">A guess, or NaN.</param>
    public double PointAt(Rank rank, double guess = double.NaN)
    {
        bool atEnd = rank.Anchor == 0 || rank.Anchor == Count;
        if (atEnd && double.IsNegativeInfinity(rank.LogMass)) return rank.Anchor == 0 ? 0 : double.PositiveInfinity;
        double low = 0, high = double.PositiveInfinity, lastStep = double.PositiveInfinity;
        double r = guess > 0 && double.IsFinite(guess) ? guess : _laws[Math.Min(rank.Anchor, Count - 1)].Centre;
        for (int i = 0; i < MaximumIterations; i++)
        {
            (double step, double length, bool below) = atEnd ? TailStep(rank, r) : GapStep(rank, r);
            if (below) low = r;
            else high = r;

            // Newton only while it stays inside and at least halves its step; on its way outwards, where there is no other bound, it may double r.
            double next = r + step;
            bool newton = next > low && next < high && Math.Abs(step) <= (double.IsInfinity(high) ? r : 0.5 * lastStep);
            if (!newton) next = double.IsInfinity(high) ? 2 * r : 0.5 * (low + high);

            // Newton is quadratic: after a step this small against the lengths over which mass and density change, only rounding is left.
            if (Math.Abs(next - r) <= Math.Max(newton ? 1e-8 * Math.Min(length, _narrowest) : 0, 4e-16 * r)) return next;
            lastStep = Math.Abs(next - r);
            r = next;
        }

        return r;
    }

    /// <summary>The radius with P(‖X‖ ≤ r) = p.</summary>
    /// <param name="p">A probability in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not in (0, 1).</exception>
    public double Quantile(double p)
    {
        if (!(p > 0 && p < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability must lie in (0, 1).");
        return PointAt((Math.Log(p), Elementary.Log1p(-p)));
    }

    /// <summary>Logarithms of weighted lower and upper tails, component by component.</summary>
    private void Tails(double r, Span<double> lower, Span<double> upper)
    {
        for (int k = 0; k < Count; k++)
        {
            (double below, double above) = _laws[k].LogTails(r);
            (lower[k], upper[k]) = (_logWeights[k] + below, _logWeights[k] + above);
        }
    }

    private (double Step, double Length, bool Below) TailStep(Rank rank, double r)
    {
        (double lower, double upper) = LogTails(r);
        return rank.StepInTail(rank.Anchor == 0 ? lower : upper, LogPdf(r));
    }

    private (double Step, double Length, bool Below) GapStep(Rank rank, double r)
    {
        Span<double> lower = Count <= 64 ? stackalloc double[Count] : new double[Count];
        Span<double> upper = Count <= 64 ? stackalloc double[Count] : new double[Count];
        Tails(r, lower, upper);
        return rank.StepInGap(Elementary.LogSum(lower[rank.Anchor..]), Elementary.LogSum(upper[..rank.Anchor]), LogPdf(r));
    }
}
