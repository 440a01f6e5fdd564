using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.LeadingOrder;

/// <summary>
/// Rotation invariant laws. All fields are radial: with Φ(y) = R(ρ)y/ρ, E[X_0|y] = D(ρ)y/ρ and posterior variances c = σ²D' along and
/// c' = σ²D/ρ across the radius, <c>2g = R'Ḋ + R''c + (d−1)(R'/ρ − R/ρ²)c'</c> and
/// <c>Ḋ = σ²[D'' + (d−1)(D/ρ)'] − D'(ρ − D)</c>.
/// </summary>
internal sealed class RadialLeadingTerm(RadialStructure structure) : LeadingTerm
{
    /// <summary>
    /// Below this density of the end (logarithm) a line comes from so near the centre that it does not count for d ≥ 3, and slopes would overflow.
    /// </summary>
    private const double LeastLogDensity = -200;

    /// <summary>Up to this distance in s, and as large a change of the field over it, one Runge–Kutta step is as exact as is needed here (1e-6).</summary>
    private const double LongestStep = 0.2;

    private int Dimension => structure.Dimension;

    public override double SmallestScale => structure.Components.Min(c => c.Radius > 0 ? c.Radius / Math.Sqrt(Dimension) : c.Deviation);

    public override double LargestScale => structure.Components.Max(c => c.Radius > 0 ? c.Radius : c.Deviation);

    public override Outcome<IReadOnlyList<RepeatedNorm>> Sum(NoiseLevel end, IReadOnlyList<WeightedLevel> levels, double relativeTolerance)
    {
        Place endPlace = PlaceAt(end);
        Place[] places = [.. levels.Select(l => PlaceAt(l.Level))];
        Place[] middles = [.. places.Select((p, i) => PlaceAt(NoiseLevel.OfLogSigma(0.5 * ((i == 0 ? endPlace : places[i - 1]).S + p.S))))];
        return Sampled(v => Sum(endPlace, v, levels, places, middles), endPlace.Law.Pdf, endPlace.Law.Breakpoints(), relativeTolerance);
    }

    private double Sum(Place end, double v, IReadOnlyList<WeightedLevel> levels, Place[] places, Place[] middles)
    {
        double logEnd = v > 0 ? end.Law.LogPdf(v) : double.NegativeInfinity;
        if (logEnd < LeastLogDensity) return 0;
        Rank rank = end.Law.RankOf(v);
        double bendEnd = LogSlope(end, v), r = v, sum = 0;
        for (int i = 0; i < places.Length; i++)
        {
            (NoiseLevel level, RadialMixture law, _, _) = places[i];
            r = Follow(i == 0 ? end : places[i - 1], middles[i], places[i], r, rank);
            double radius = r / level.Signal, variance = Math.Exp(2 * level.LogSigma);
            RadialPosterior.Profile d = places[i].Denoise(r);
            double slope = level.Signal * Math.Exp(law.LogPdf(r) - logEnd);
            double bend = slope * (level.Signal * LogSlope(places[i], r) - bendEnd * slope);
            double drift = variance * d.Laplacian - d.First * (radius - d.Value);
            double across = (slope - v / radius) / radius;
            sum += levels[i].Weight * 0.5
                * (slope * drift + variance * (bend * d.First + (Dimension - 1) * across * d.Value / radius));
        }

        return sum;
    }

    /// <summary>(log p)' of the density of the radius.</summary>
    private double LogSlope(Place place, double r)
        => (place.Level.Signal * place.Denoise(r).Value - r) / place.Level.OneMinusAlphaBar + (Dimension - 1) / r;

    /// <summary>
    /// The next point of a flow line: by one Runge–Kutta step of dρ/ds = ρ − D where that is short against the change of the field, else by its rank.
    /// </summary>
    private static double Follow(Place from, Place middle, Place to, double r, Rank rank)
    {
        double h = to.S - from.S, start = r / from.Level.Signal;
        if (h > LongestStep) return to.Law.PointAt(rank, Scaled(from, to, r));
        RadialPosterior.Profile first = from.Denoise(r);
        double Slope(Place place, double radius) => radius > 0 ? radius - place.Denoise(radius * place.Level.Signal).Value : 0;
        double k1 = start - first.Value, k2 = Slope(middle, start + 0.5 * h * k1);
        double k3 = Slope(middle, start + 0.5 * h * k2), k4 = Slope(to, start + h * k3);
        double next = (start + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)) * to.Level.Signal;
        return h * first.First <= LongestStep && next > 0 ? next : to.Law.PointAt(rank, next);
    }

    /// <summary>The radius as many deviations from the centre, exact for a normal law and near enough for others.</summary>
    private static double Scaled(Place from, Place to, double r)
    {
        double deviations = (r - from.Law.Extent(0).High) / (from.Law.Extent(1).High - from.Law.Extent(0).High);
        return to.Law.Extent(0).High + deviations * (to.Law.Extent(1).High - to.Law.Extent(0).High);
    }

    private Place PlaceAt(NoiseLevel level) => new(level, structure.Smoothed(level), new RadialPosterior(structure, level), level.LogSigma);

    /// <summary>A noise level with the law of radii there and s = log σ.</summary>
    private sealed record Place(NoiseLevel Level, RadialMixture Law, RadialPosterior Posterior, double S)
    {
        public RadialPosterior.Profile Denoise(double r) => Posterior.MeanAt(r);
    }
}
