using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Laws.Generators;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Statistics;
using Xunit;

namespace Simulator.Tests.Numerics.Statistics;

public class UnivariateMixtureTests
{
    [Property]
    public Property Rank_and_point_are_inverse() => Prop.ForAll(LineCases.Wild(), Sizes.Uniform(-9, 9).ToArbitrary(), (c, z) =>
    {
        UnivariateMixture law = c.Law;
        for (int k = 0; k < law.Count; k++)
        {
            double x = law.Means[k] + z * law.StandardDeviations[k];
            double back = law.PointAt(law.RankOf(x));

            // x itself is known to an ulp, and the mass between two points to about 1e-14 of itself.
            double log = law.LogPdf(x), length = Math.Exp(LogNearestMass(law, x) - log);
            double tolerance = 1e-13 * length * (1 + Math.Abs(LogNearestMass(law, x))) + 4e-16 * Math.Abs(x);
            Assert.True(Math.Abs(back - x) <= 10 * tolerance, $"{x:R} came back as {back:R}, tolerance {tolerance:E1}");
        }
    });

    [Property]
    public Property Quantile_inverts_cdf() => Prop.ForAll(LineCases.Wild(), Sizes.LogUniform(1e-15, 0.5).ToArbitrary(), (c, p) =>
    {
        UnivariateMixture law = c.Law;
        double x = law.Quantile(p), ulp = law.Pdf(x) * 4e-16 * Math.Abs(x);
        Close.Absolute(p, law.Cdf(x), 1e-12 * p + ulp);
        double upper = law.UpperTail(law.Quantile(1 - p));
        Assert.True(Math.Abs(upper - p) <= 1e-12 + 1e-3 * p, $"{upper} is not {p}");
    });

    [Property]
    public Property Density_is_the_derivative_of_the_distribution_function() => Prop.ForAll(LineCases.Solvable(), Sizes.Uniform(-4, 4).ToArbitrary(), (c, x) =>
    {
        UnivariateMixture law = c.Law;
        double h = 1e-3 * law.StandardDeviations.Min();
        double slope = (8 * (law.Cdf(x + h) - law.Cdf(x - h)) - (law.Cdf(x + 2 * h) - law.Cdf(x - 2 * h))) / (12 * h);
        Close.Absolute(slope, law.Pdf(x), 1e-7 / law.StandardDeviations.Min());
        Close.Relative(law.Pdf(x), Math.Exp(law.LogPdf(x)), 1e-11);
        Close.Absolute(1, law.Cdf(x) + law.UpperTail(x), 1e-14);
    });

    [Property]
    public Property Normal_score_is_increasing_and_inverse() => Prop.ForAll(LineCases.Solvable(), Sizes.Uniform(-7, 7).ToArbitrary(), (c, z) =>
    {
        UnivariateMixture law = c.Law;
        double x = law.FromNormalScore(z), slope = Math.Exp(law.LogPdf(x) + 0.5 * z * z + 0.9189385332046727);
        Close.Absolute(z, law.NormalScore(x), 1e-13 * (1 + Math.Abs(z)) + 1e-14 * slope * Math.Abs(x));
        Assert.True(law.FromNormalScore(z + 0.01) > x);
    });

    /// <summary>Where p stands still to the last digit, the rank still tells the points apart.</summary>
    [Fact]
    public void Points_in_a_gap_keep_their_place()
    {
        var law = new UnivariateMixture([0.5, 0.5], [-1, 1], [0.05, 0.05]);
        foreach (double x in (double[])[-0.3, -0.1, -0.01, 0.02, 0.2, 0.4])
            Close.Absolute(x, law.PointAt(law.RankOf(x)), 1e-13, $"point {x}");
        UnivariateMixture noisier = law.Smoothed(0.9, 0.05);
        foreach (double y in (double[])[-0.3, -1e-3, 1e-6, 0.1])
            Close.Absolute(y, noisier.PointAt(law.RankOf(law.PointAt(noisier.RankOf(y)))), 1e-13, $"there and back from {y}");
    }

    /// <summary>Masses of e^−500000 still tell points apart: ranks are logarithms.</summary>
    [Fact]
    public void Points_in_a_gap_that_is_empty_to_double_precision_keep_their_place()
    {
        var law = new UnivariateMixture([0.3, 0.2, 0.5], [-10, 0, 10], [0.01, 0.02, 0.01]);
        foreach (double x in (double[])[-9, -5, -3.5, -3, -1, 0.7, 1.5, 5, 7, 9.5])
            Close.Absolute(x, law.PointAt(law.RankOf(x)), 1e-13, $"point {x}");

        // The middle of the gap of a symmetric pair is where h changes its sign; it maps to the middle at every noise level.
        var pair = new UnivariateMixture([0.5, 0.5], [-100, 100], [0.01, 0.01]);
        UnivariateMixture noisier = pair.Smoothed(0.3, 0.9);
        Close.Absolute(0, noisier.PointAt(pair.RankOf(0)), 1e-13);
        Close.Absolute(-0.2, noisier.PointAt(pair.RankOf(pair.PointAt(noisier.RankOf(-0.2)))), 1e-12);
    }

    [Fact]
    public void A_search_that_crosses_an_empty_gap_finds_its_way_back()
    {
        // In the gap from -204 to -4 masses per density overflow; the search once took their difference for a direction and stayed there (found by a random case).
        var law = new UnivariateMixture([0.41, 0.47, 0.12], [-204, -4, 208], [1, 1, 1]);
        foreach (double z in new[] { -1, -0.1, 0, 0.5 })
        {
            double x = -4 + z;
            foreach (int anchor in new[] { 1, 2 })
            {
                double mass = anchor == 1 ? 0.47 * Normal.Cdf(z) : 0.47 * Normal.UpperTail(z);
                Close.Absolute(x, law.PointAt(new Rank(anchor, Math.Log(mass), anchor == 1 ? 1 : -1)), 1e-12, $"z = {z}, anchor {anchor}");
            }
        }
    }

    [Fact]
    public void Far_tails_do_not_underflow()
    {
        var law = new UnivariateMixture([0.3, 0.7], [0, 1], [1, 2]);
        foreach (double x in (double[])[-200, -90, 120, 3000])
            Close.Relative(x, law.PointAt(law.RankOf(x)), 1e-12);
    }

    [Fact]
    public void Bad_parameters_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new UnivariateMixture([1], [0, 1], [1]));
        Assert.Throws<ArgumentException>(() => new UnivariateMixture([-1, 2], [0, 1], [1, 1]));
        Assert.Throws<ArgumentException>(() => new UnivariateMixture([0], [0], [1]));
        Assert.Throws<ArgumentException>(() => new UnivariateMixture([1], [0], [0]));
        Assert.Throws<ArgumentException>(() => new UnivariateMixture([1], [double.NaN], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnivariateMixture.StandardNormal.Quantile(0));
    }

    private static double LogNearestMass(UnivariateMixture law, double x)
    {
        Rank rank = law.RankOf(x);
        if (rank.Anchor == 0 || rank.Anchor == law.Count) return rank.LogMass;

        // Inside a gap the absolute noise is what the two sides add up to.
        double noise = 0;
        for (int k = 0; k < law.Count; k++)
        {
            double z = (x - law.Means[k]) / law.StandardDeviations[k];
            noise += law.Weights[k] * (k < rank.Anchor ? Simulator.Numerics.Functions.Normal.UpperTail(z) : Simulator.Numerics.Functions.Normal.Cdf(z));
        }

        return Math.Log(noise);
    }
}
