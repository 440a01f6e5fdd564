using System.Collections.Immutable;

namespace Simulator.Numerics.Statistics;

/// <summary>A gap of a density on the line.</summary>
/// <param name="Low">Left end.</param>
/// <param name="High">Right end.</param>
public readonly record struct DensityGap(double Low, double High);

/// <summary>The gaps of a mixture: where, between two neighbouring modes, the density is below a given part of the lower of the two peaks.</summary>
public static class MixtureGaps
{
    /// <summary>Places in deviations about every mean at which the sign of the score is looked at; between two of them it changes once at most in all but contrived cases.</summary>
    private static readonly double[] Looks = [-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3];

    /// <summary>The gaps, ascending; none of a law with one mode, or with humps that overlap.</summary>
    /// <param name="law">The mixture.</param>
    /// <param name="part">The part of the lower peak, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not between 0 and 1.</exception>
    public static ImmutableArray<DensityGap> Of(UnivariateMixture law, double part)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (!(part > 0 && part < 1)) throw new ArgumentOutOfRangeException(nameof(part), part, "A part must lie between 0 and 1.");

        // Far to the left the score is positive, far to the right negative: modes and minima alternate, and both ends are modes.
        List<double> extrema = Extrema(law);
        var gaps = ImmutableArray.CreateBuilder<DensityGap>();
        for (int i = 1; i + 1 < extrema.Count; i += 2)
        {
            double level = Math.Log(part) + Math.Min(law.LogPdf(extrema[i - 1]), law.LogPdf(extrema[i + 1]));
            if (law.LogPdf(extrema[i]) >= level) continue;
            gaps.Add(new DensityGap(
                Crossing(extrema[i - 1], extrema[i], x => law.LogPdf(x) >= level),
                Crossing(extrema[i], extrema[i + 1], x => law.LogPdf(x) < level)));
        }

        return gaps.ToImmutable();
    }

    private static List<double> Extrema(UnivariateMixture law)
    {
        double[] places = [.. Enumerable.Range(0, law.Count).SelectMany(k => Looks.Select(z => law.Means[k] + z * law.StandardDeviations[k])).Order()];
        var extrema = new List<double>();
        for (int i = 1; i < places.Length; i++)
        {
            bool before = Rises(places[i - 1]);
            if (before != Rises(places[i])) extrema.Add(Crossing(places[i - 1], places[i], x => Rises(x) == before));
        }

        return extrema;

        bool Rises(double x) => law.LogPdfAndScore(x).Score > 0;
    }

    /// <summary>Where something that holds at the left end and not at the right end ceases to hold, to the last digit.</summary>
    private static double Crossing(double left, double right, Func<double, bool> holds)
    {
        for (double middle = 0.5 * (left + right); middle > left && middle < right; middle = 0.5 * (left + right))
            (left, right) = holds(middle) ? (middle, right) : (left, middle);
        return 0.5 * (left + right);
    }
}
