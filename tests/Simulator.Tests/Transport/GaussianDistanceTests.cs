using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MathNet.Numerics;
using Simulator.Laws.Generators;
using Simulator.Numerics.Random;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.Transport;

public class GaussianDistanceTests
{
    private static readonly Gen<ImmutableArray<GaussianAxes>> Axes =
        from count in Gen.Choose(1, 4)
        from axes in (
            from n in Gen.Elements(1, 1, 2, 50)
            from deviation in Sizes.LogUniform(0.01, 3)
            from difference in Gen.OneOf(Gen.Constant(0.0), Sizes.Uniform(-0.9, 2), Sizes.LogUniform(1e-12, 1e-3))
            from shift in Gen.OneOf(Gen.Constant(0.0), Sizes.LogUniform(1e-6, 3))
            select new GaussianAxes(n, deviation, difference * deviation, shift)).ArrayOf(count)
        select axes.ToImmutableArray();

    [Property(MaxTest = 500)]
    public Property Interval_is_one_and_lies_below_W2() => Prop.ForAll(Axes.ToArbitrary(), axes =>
    {
        DistanceInterval w1 = GaussianDistance.W1(axes), w2 = GaussianDistance.W2(axes);
        Assert.True(0 <= w1.Lower && w1.Lower <= w1.Upper, $"{w1}");
        Assert.True(w1.Upper <= w2.Upper * (1 + 1e-12), $"W1 {w1}, W2 {w2}");
        double shift = Math.Sqrt(axes.Sum(a => a.Shift * a.Shift));
        Assert.True(w1.Upper >= shift * (1 - 1e-12));
    });

    /// <summary>A 1-Lipschitz function, the projection to a direction, gives a lower bound; a coupling, sampled, an upper one.</summary>
    [Property(MaxTest = 60, Replay = "20261124,7")]
    public Property Interval_agrees_with_projections_and_couplings() => Prop.ForAll(Axes.ToArbitrary(), axes =>
    {
        DistanceInterval w1 = GaussianDistance.W1(axes);
        RandomStream stream = RandomStream.Named(3, "tests", "", "projections");
        for (int trial = 0; trial < 20; trial++)
        {
            double norm = 0, first = 0, second = 0, shift = 0;
            foreach (GaussianAxes a in axes)
            {
                for (int i = 0; i < a.Count; i++)
                {
                    double u = stream.NextNormal();
                    norm += u * u;
                    first += u * u * Math.Pow(a.Base + a.Difference, 2);
                    second += u * u * a.Base * a.Base;
                    if (i == 0) shift += u * a.Shift;
                }
            }

            double projected = GaussianDistance.FoldedMean((Math.Sqrt(first) - Math.Sqrt(second)) / Math.Sqrt(norm), shift / Math.Sqrt(norm));
            Assert.True(projected <= w1.Upper * (1 + 1e-9) + 1e-14, $"projection {projected} above {w1}");
        }
    });

    [Fact]
    public void Centred_isotropic_laws_are_known_exactly()
    {
        DistanceInterval w1 = GaussianDistance.W1([new GaussianAxes(5, 1, 0.25, 0)]);
        double chi = Math.Sqrt(2) * SpecialFunctions.Gamma(3) / SpecialFunctions.Gamma(2.5);
        Close.Relative(0.25 * chi, w1.Middle, 1e-12);
        Assert.True(w1.Radius < 1e-12);
    }

    [Fact]
    public void A_mere_shift_is_known_exactly()
    {
        DistanceInterval w1 = GaussianDistance.W1([new GaussianAxes(2, 1, 0, 3), new GaussianAxes(1, 2, 0, 4)]);
        Close.Relative(5, w1.Lower, 1e-12);
        Close.Relative(5, w1.Upper, 1e-12);
    }

    [Fact]
    public void On_the_line_W1_is_W2_times_root_two_over_pi()
    {
        ImmutableArray<GaussianAxes> axes = [new GaussianAxes(1, 2, -0.3, 0)];
        Close.Relative(GaussianDistance.W2(axes).Middle * Math.Sqrt(2 / Math.PI), GaussianDistance.W1(axes).Middle, 1e-14);
    }
}
