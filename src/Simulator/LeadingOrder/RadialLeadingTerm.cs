using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.Quadrature;
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

    /// <summary>How often the panels that all levels share are halved.</summary>
    private const int Refinements = 3;

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
            r = Follow(i == 0 ? end : places[i - 1], middles[i], places[i], r, rank);
            sum += levels[i].Weight * LocalError(places[i], r, v, logEnd, bendEnd);
        }

        return sum;
    }

    /// <summary>
    /// All levels along the same flow lines, at the nodes of one rule on ever shorter panels until the embedded rule agrees; a level that it never
    /// does at, by itself.
    /// </summary>
    public override IReadOnlyList<Outcome<IReadOnlyList<RepeatedNorm>>> Each(NoiseLevel end, IReadOnlyList<NoiseLevel> levels, double relativeTolerance)
    {
        Place endPlace = PlaceAt(end);
        (Place Place, Place Middle, int Level)[] way = [.. Way(endPlace, levels)];
        double[] panels = endPlace.Law.Breakpoints();
        for (int refinement = 0; ; refinement++)
        {
            (double[][] fields, double[] masses) = Fields(endPlace, way, AdaptiveQuadrature.Composite(panels), levels.Count);
            bool[] resolved = [.. fields.Select(field => IsResolved(field, masses, relativeTolerance))];
            if (refinement < Refinements && resolved.Contains(false))
            {
                panels = [.. panels.Zip(panels.Skip(1), (low, high) => new[] { low, 0.5 * (low + high) }).SelectMany(p => p), panels[^1]];
                continue;
            }

            return
            [
                .. levels.Select((level, i) => resolved[i]
                    ? new Outcome<IReadOnlyList<RepeatedNorm>>(
                        [new RepeatedNorm(SampledNorm.OfNodes(fields[i], masses), 1)], Status.Ok, new Diagnostics(0, masses.Length))
                    : Sum(end, [new WeightedLevel(level, 1)], relativeTolerance)),
            ];
        }
    }

    /// <summary>g at the nodes of a rule for every level, and the masses of the nodes.</summary>
    private (double[][] Fields, double[] Masses) Fields(
        Place end, (Place Place, Place Middle, int Level)[] way, QuadratureRule rule, int levels)
    {
        double[][] fields = [.. Enumerable.Range(0, levels).Select(_ => new double[rule.Count])];
        double[] masses = new double[rule.Count];
        for (int n = 0; n < rule.Count; n++)
        {
            double v = rule.Nodes[n], logEnd = end.Law.LogPdf(v);
            masses[n] = rule.Weights[n] * Math.Exp(logEnd);
            if (logEnd < LeastLogDensity) continue;
            Rank rank = end.Law.RankOf(v);
            double bendEnd = LogSlope(end, v), r = v;
            Place before = end;
            foreach ((Place place, Place middle, int level) in way)
            {
                r = Follow(before, middle, place, r, rank);
                before = place;
                if (level >= 0) fields[level][n] = LocalError(place, r, v, logEnd, bendEnd);
            }
        }

        return (fields, masses);
    }

    /// <summary>The levels and as many in between as the steps between them must be short; those in between have the number −1.</summary>
    private IEnumerable<(Place Place, Place Middle, int Level)> Way(Place end, IReadOnlyList<NoiseLevel> levels)
    {
        double s = end.S;
        for (int i = 0; i < levels.Count; i++)
        {
            int count = (int)Math.Max(1, Math.Ceiling((levels[i].LogSigma - s) / LongestStep));
            double step = (levels[i].LogSigma - s) / count;
            for (int j = 1; j <= count; j++)
            {
                Place place = PlaceAt(j == count ? levels[i] : NoiseLevel.OfLogSigma(s + j * step));
                yield return (place, PlaceAt(NoiseLevel.OfLogSigma(s + (j - 0.5) * step)), j == count ? i : -1);
            }

            s = levels[i].LogSigma;
        }
    }

    /// <summary>Whether Gauss's rule within Kronrod's gives the same mean of |g|.</summary>
    private static bool IsResolved(double[] field, double[] masses, double relativeTolerance)
    {
        double[] terms = [.. field.Zip(masses, (g, mass) => Math.Abs(g) * mass)];
        return AdaptiveQuadrature.EmbeddedDifference(terms) <= relativeTolerance * terms.Sum();
    }

    /// <summary>g at radius r of x on the flow line that ends at v.</summary>
    private double LocalError(Place place, double r, double v, double logEnd, double bendEnd)
    {
        (NoiseLevel level, RadialMixture law, _, _) = place;
        double radius = r / level.Signal, variance = Math.Exp(2 * level.LogSigma);
        RadialPosterior.Profile d = place.Denoise(r);
        double slope = level.Signal * Math.Exp(law.LogPdf(r) - logEnd);
        double bend = slope * (level.Signal * LogSlope(place, r) - bendEnd * slope);
        double drift = variance * d.Laplacian - d.First * d.Shrink;
        double across = (slope - v / radius) / radius;
        return 0.5 * (slope * drift + variance * (bend * d.First + (Dimension - 1) * across * d.Value / radius));
    }

    /// <summary>(log p)' of the density of the radius.</summary>
    private double LogSlope(Place place, double r)
        => -place.Level.Signal * place.Denoise(r).Shrink / place.Level.OneMinusAlphaBar + (Dimension - 1) / r;

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
