using Simulator.Numerics;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;

namespace Simulator.Transport;

/// <summary>
/// Distances on the line between the law of f(Z), f increasing, and a Gaussian mixture q: integrals over v with density q(v), in which the
/// inverse transport z(v) is smooth even where the transport itself nearly jumps (section 5). For the exponent 1 panels are split at the
/// sign changes.
/// </summary>
public static class LineDistance
{
    /// <summary>Panels cover this many standard deviations of every component.</summary>
    private const double Reach = 9;

    private const int FewComponents = 8;

    private const double RelativeTolerance = 1e-10;

    /// <summary>Panel boundaries for integrals against a mixture: a few per component, ascending.</summary>
    /// <param name="law">The mixture.</param>
    public static double[] Breakpoints(UnivariateMixture law)
    {
        ArgumentNullException.ThrowIfNull(law);

        // Many components overlap, and the integration cuts panels where it must: a few each will do then.
        double[] deviations = law.Count <= FewComponents
            ? [-Reach, -6.5, -4.5, -3, -1.8, -0.8, 0, 0.8, 1.8, 3, 4.5, 6.5, Reach]
            : [-Reach, -3, 0, 3, Reach];
        var points = new SortedSet<double>();
        for (int k = 0; k < law.Count; k++)
        {
            foreach (double z in deviations)
                points.Add(law.Means[k] + z * law.StandardDeviations[k]);
        }

        // Points that nearly coincide (equal components) would only make empty panels.
        double least = 1e-9 * (points.Max - points.Min);
        var kept = new List<double>();
        foreach (double point in points)
        {
            if (kept.Count == 0 || point - kept[^1] > least) kept.Add(point);
        }

        return [.. kept];
    }

    /// <summary>∫ |difference(v)| weight(v) dv, W1 when the difference is f(z(v)) − v and the weight is q(v).</summary>
    /// <param name="weightedDifference">difference · weight at many v.</param>
    /// <param name="law">The mixture q that spans the range of v.</param>
    public static Outcome<double> MeanAbsolute(BatchFunction weightedDifference, UnivariateMixture law)
        => AdaptiveQuadrature.IntegrateAbsolute(weightedDifference, Breakpoints(law), Floor(law), RelativeTolerance);

    /// <summary>The law of difference(V)², V with a density that a mixture spans.</summary>
    /// <param name="difference">The difference at many v.</param>
    /// <param name="density">The density of V.</param>
    /// <param name="law">The mixture that spans the range of V.</param>
    public static Outcome<SampledNorm> LawOf(BatchFunction difference, BatchFunction density, UnivariateMixture law)
        => SampledNorm.Of(difference, density, Breakpoints(law), Floor(law), RelativeTolerance);

    /// <summary>(∫ difference² weight dv)^{1/2}, W2 when the difference is f(z(v)) − v and the weight is q(v).</summary>
    /// <param name="weightedSquare">difference² · weight at many v.</param>
    /// <param name="law">The mixture q that spans the range of v.</param>
    public static Outcome<double> RootMeanSquare(BatchFunction weightedSquare, UnivariateMixture law)
    {
        double scale = Math.Sqrt(law.Variance);
        Outcome<double> square = AdaptiveQuadrature.Integrate(
            weightedSquare, Breakpoints(law), Floor(law) * scale * 1e-3, RelativeTolerance);
        double root = Math.Sqrt(Math.Max(square.Value, 0));
        double error = root > 0 ? square.Diagnostics.ErrorEstimate / (2 * root) : Math.Sqrt(square.Diagnostics.ErrorEstimate);
        return new Outcome<double>(root, square.Status, new Diagnostics(error, square.Diagnostics.Evaluations));
    }

    /// <summary>W1 between two laws on the line in the form ∫ |F − G|, an independent route: it needs no transport map.</summary>
    /// <param name="first">One law.</param>
    /// <param name="second">The other.</param>
    public static Outcome<double> W1(UnivariateMixture first, UnivariateMixture second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        double[] breakpoints = [.. Breakpoints(first).Union(Breakpoints(second)).Order()];
        return AdaptiveQuadrature.IntegrateAbsolute(
            (x, y) =>
            {
                for (int i = 0; i < x.Length; i++)
                    y[i] = Difference(first, second, x[i]);
            },
            breakpoints,
            Math.Min(Floor(first), Floor(second)),
            RelativeTolerance);
    }

    /// <summary>F(x) − G(x), from the tail in which both are smaller.</summary>
    private static double Difference(UnivariateMixture first, UnivariateMixture second, double x)
    {
        double lower = first.Cdf(x);
        return lower <= 0.5 ? lower - second.Cdf(x) : second.UpperTail(x) - first.UpperTail(x);
    }

    /// <summary>Absolute accuracy below which nothing is asked for: differences of points near v are rounded like v.</summary>
    private static double Floor(UnivariateMixture law) => 1e-13 * (Math.Abs(law.Mean) + Math.Sqrt(law.Variance));
}
