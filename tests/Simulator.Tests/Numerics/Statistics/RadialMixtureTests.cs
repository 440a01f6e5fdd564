using MathNet.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Quadrature;
using Simulator.Numerics.Statistics;
using Xunit;

namespace Simulator.Tests.Numerics.Statistics;

public class RadialMixtureTests
{
    // mpmath, 40 digits: logarithms of the lower (true) or upper tail of χ_d.
    [Theory]
    [InlineData(2, 0.001, true, -14.508657988524209)]
    [InlineData(3, 0.5, true, -3.4783075305215417)]
    [InlineData(64, 2, true, -61.314850815554273)]
    [InlineData(1024, 20, true, -172.82869619232137)]
    [InlineData(1024, 31, true, -2.5291785447553386)]
    [InlineData(10000, 90, true, -107.12641090006738)]
    [InlineData(2, 60, false, -1800.0)]
    [InlineData(3, 9, false, -38.516441991527108)]
    [InlineData(64, 15, false, -43.862831075062487)]
    [InlineData(1024, 45, false, -155.41073119155997)]
    [InlineData(1024, 33, false, -2.5566592964461148)]
    [InlineData(10000, 110, false, -100.52052519806622)]
    public void Chi_tails_equal_mpmath(int dimension, double r, bool lower, double expected)
    {
        (double below, double above) = new NoncentralChi(dimension, 0, 1).LogTails(r);
        Close.Absolute(expected, lower ? below : above, 1e-12 + 2e-15 * dimension);
        Close.Absolute(1, Math.Exp(below) + Math.Exp(above), 1e-13);
    }

    // mpmath: the density in Bessel functions, integrated.
    [Theory]
    [InlineData(8, 2.8, 0.1, 2, true, -36.22010298869771)]
    [InlineData(8, 2.8, 0.1, 3.5, false, -26.59396142138397)]
    [InlineData(3, 1, 0.7, 0.2, true, -6.110990331036248)]
    [InlineData(64, 8, 0.5, 6, true, -22.43110672810368)]
    [InlineData(64, 8, 0.5, 12, false, -23.31386235176005)]
    [InlineData(8, 2.8, 0.1, 2.82, true, -0.6347668859957449)]
    public void Shell_tails_equal_mpmath(int dimension, double radius, double deviation, double r, bool lower, double expected)
    {
        (double below, double above) = new NoncentralChi(dimension, radius, deviation).LogTails(r);
        Close.Absolute(expected, lower ? below : above, 1e-11);
    }

    /// <summary>The other route to the law of ‖X_t‖: the part along U is normal, the part across it a gamma variable.</summary>
    [Theory]
    [InlineData(2, 1.4, 0.3)]
    [InlineData(3, 1.7, 0.05)]
    [InlineData(8, 2.8, 0.5)]
    [InlineData(64, 8, 0.9)]
    public void Two_routes_to_the_law_of_the_radius_agree(int dimension, double radius, double deviation)
    {
        var law = new NoncentralChi(dimension, radius, deviation);
        foreach (double z in (double[])[-3, -1, 0, 1, 3])
        {
            double r = law.Centre + z * deviation;
            double from = Math.Max(-9, (-r - radius) / deviation), to = Math.Min(9, (r - radius) / deviation);
            double[] panels = [.. Enumerable.Range(0, 41).Select(i => from + (to - from) * (1 - Math.Cos(Math.PI * i / 40)) / 2)];
            double cdf = AdaptiveQuadrature.Integrate(
                (x, y) =>
                {
                    for (int i = 0; i < x.Length; i++)
                    {
                        double along = radius + deviation * x[i], across = Math.Max(0, (r - along) * (r + along));
                        y[i] = Normal.Pdf(x[i]) * SpecialFunctions.GammaLowerRegularized(0.5 * (dimension - 1), across / (2 * deviation * deviation));
                    }
                },
                panels,
                1e-13,
                0).Value;
            Close.Absolute(cdf, Math.Exp(law.LogTails(r).Lower), 1e-10, $"z = {z}");
        }
    }

    [Fact]
    public void Slope_is_the_derivative_of_the_logarithm_of_the_density()
    {
        foreach (int dimension in (int[])[2, 5, 300])
        {
            var law = new NoncentralChi(dimension, 2, 0.3);
            foreach (double r in (double[])[0.1, 1.5, 2, 2.4, 6])
                Close.Absolute((law.LogPdf(r + 1e-5) - law.LogPdf(r - 1e-5)) / 2e-5, law.Slope(r), 1e-5 * Math.Max(1, Math.Abs(law.Slope(r))));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(1024)]
    public void Ranks_are_inverted_in_tails_and_in_gaps(int dimension)
    {
        double root = Math.Sqrt(dimension);
        RadialMixture[] laws =
        [
            RadialMixture.StandardNormal(dimension),
            new(dimension, new RadialComponent(1, root, 0.01)),
            new(dimension, new RadialComponent(0.3, 0, 0.1), new RadialComponent(0.7, 0, 1.5)),
            new(dimension, new RadialComponent(1e-9, 0, 0.01), new RadialComponent(0.5, 0, 1), new RadialComponent(0.5, 3 * root, 0.2)),
        ];
        foreach (RadialMixture law in laws)
        {
            (_, double high) = law.Extent(12);
            for (int i = 1; i <= 60; i++)
            {
                double r = high * i / 60;
                Rank rank = law.RankOf(r);
                double back = law.PointAt(rank);

                // In the middle of a gap the mass from the anchor is a difference: compare ranks there, points elsewhere.
                double sensitivity = rank.Anchor == 0 || rank.Anchor == law.Count ? 0 : 1e-12;
                if (sensitivity == 0) Close.Absolute(r, back, 1e-9 * high, $"r = {r} of {law.Count} components in {dimension}");
                else Close.Absolute(rank.Mass, law.RankOf(back).Mass, 1e-9 * Math.Abs(rank.Mass) + 1e-300);
            }

            foreach (double p in (double[])[1e-12, 0.2, 0.5, 0.999])
                Close.Relative(p, law.Cdf(law.Quantile(p)), 1e-10);
        }
    }

    [Fact]
    public void Density_integrates_to_its_tails_and_moments()
    {
        var law = new RadialMixture(5, new RadialComponent(0.4, 0, 0.5), new RadialComponent(0.6, 3, 0.2));
        double second = AdaptiveQuadrature.Integrate((x, y) => Fill(x, y, r => r * r * law.Pdf(r)), law.Breakpoints(), 1e-12, 0).Value;
        Close.Relative(law.SecondMoment, second, 1e-11);
        Close.Relative(0.4 * 5 * 0.25 + 0.6 * (9 + 5 * 0.04), law.SecondMoment, 1e-14);
    }

    [Fact]
    public void Bad_laws_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoncentralChi(1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoncentralChi(2, 1, 0));
        Assert.Throws<ArgumentException>(() => new RadialMixture(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => RadialMixture.StandardNormal(2).Quantile(1));
    }

    private static void Fill(ReadOnlySpan<double> x, Span<double> y, Func<double, double> f)
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = f(x[i]);
    }
}
