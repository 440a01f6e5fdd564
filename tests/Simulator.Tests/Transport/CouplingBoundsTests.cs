using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics;
using Simulator.Numerics.Random;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.Transport;

/// <summary>Bounds from couplings: they hold what is known, every potential is 1-Lipschitz, intervals cover as often as they say.</summary>
public class CouplingBoundsTests
{
    /// <summary>A translation: W1 is its length, and the projection onto it is the optimal potential.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    public void Translations_are_known_exactly(int d)
    {
        double[] x = Normals(400 * d, 1), shift = Normals(d, 2), y = [.. x.Select((v, i) => v + shift[i % d])];
        double length = Math.Sqrt(shift.Sum(v => v * v));
        DistanceInterval w1 = CouplingBounds.W1(new PointBatch(x, d), new PointBatch(y, d), new SampleExpectation(), "translation");
        Close.Absolute(length, w1.Upper, 1e-12 * (1 + length));
        Assert.InRange(w1.Lower, 0.8 * length, length + 1e-12);
        Assert.Equal("translation (99.9 % confidence)", w1.UpperBy);
    }

    /// <summary>Scaling away from the mean: the cone there is optimal.</summary>
    [Fact]
    public void Scalings_are_met_by_cones()
    {
        double[] x = Normals(4000 * 5, 3), y = [.. x.Select(v => 1.1 * v)];
        DistanceInterval w1 = CouplingBounds.W1(new PointBatch(y, 5), new PointBatch(x, 5), new SampleExpectation(), "scaling");
        double exact = 0.1 * Math.Sqrt(2) * Math.Exp(MathNet.Numerics.SpecialFunctions.GammaLn(3) - MathNet.Numerics.SpecialFunctions.GammaLn(2.5));
        Assert.InRange(exact, w1.Lower, w1.Upper);
        Assert.InRange(w1.Lower, 0.93 * exact, exact);
        Assert.Contains("distance from", w1.LowerBy, StringComparison.Ordinal);
    }

    [Property(MaxTest = 100)]
    public Property Potentials_are_1_Lipschitz() => Prop.ForAll(
        Gen.Choose(1, 6).ToArbitrary(), Gen.Choose(4, 60).ToArbitrary(), Gen.Choose(0, 100_000).ToArbitrary(), (d, n, seed) =>
        {
            double[] x = Normals(n * d, seed), y = Normals(n * d, seed + 1), at = [.. Normals(40 * d, seed + 2).Select(v => 3 * v)];
            if (seed % 5 == 0) x.AsSpan(0, d).CopyTo(x.AsSpan(d));
            if (seed % 7 == 0) x.CopyTo(y, 0);
            var points = new PointBatch(at, d);
            double[] values = new double[40];
            IReadOnlyList<IPotential> all = DualPotentials.Of(new PointBatch(x, d), new PointBatch(y, d), new SampleExpectation().Weights(n));
            Assert.NotEmpty(all);
            foreach (IPotential potential in all)
            {
                potential.Evaluate(new PointBatch(at, d), values);
                for (int i = 1; i < 40; i++)
                {
                    double distance = Math.Sqrt(Enumerable.Range(0, d).Sum(j => Math.Pow(at[i * d + j] - at[(i - 1) * d + j], 2)));
                    Assert.InRange(Math.Abs(values[i] - values[i - 1]), 0, distance * (1 + 1e-12) + 1e-12);
                }
            }
        });

    [Fact]
    public void Nothing_moved_is_no_distance()
    {
        double[] x = Normals(60, 4);
        DistanceInterval w1 = CouplingBounds.W1(new PointBatch(x, 3), new PointBatch(x, 3), new SampleExpectation(), "identity");
        Assert.Equal((0, 0), (w1.Lower, w1.Upper));
    }

    [Fact]
    public void Intervals_cover_as_often_as_they_say()
    {
        int missed = 0;
        for (int k = 0; k < 4000; k++)
        {
            double[] values = [.. Normals(60, 1000 + k).Select(v => v * v)];
            Measured mean = new SampleExpectation().Of(values);
            if (mean.Low > 1 || mean.High < 1) missed++;
        }

        // 0.1 % for normal values; squares are skewed, and 60 of them miss about ten times as often.
        Assert.InRange(missed, 0, 120);
    }

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CouplingBounds.W1(new PointBatch([], 2), new PointBatch([], 2), new SampleExpectation(), ""));
        Assert.Throws<ArgumentException>(() => CouplingBounds.W1(new PointBatch([1, 2], 2), new PointBatch([1, 2], 1), new SampleExpectation(), ""));
    }

    private static double[] Normals(int count, int seed)
    {
        var values = new double[count];
        RandomStream.Named(seed, "tests", "coupling", "points").FillNormal(values);
        return values;
    }
}
