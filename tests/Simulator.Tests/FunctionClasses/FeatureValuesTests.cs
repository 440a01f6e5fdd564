using Simulator.Diffusion;
using Simulator.FunctionClasses;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Tests.Numerics.LinearAlgebra;
using Xunit;

namespace Simulator.Tests.FunctionClasses;

/// <summary>Values of features against their formulas, and where they are written.</summary>
public class FeatureValuesTests
{
    private const int Points = 7;

    public static TheoryData<string, int> AllMaps => FeatureCase.AllMaps;

    public static TheoryData<int, int> Degrees => [.. from d in Enumerable.Range(1, 4) from degree in Enumerable.Range(2, 3) select (d, degree)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Affine_features_are_one_and_the_scaled_coordinates(int d)
    {
        double[] centre = FeatureCase.Normals(d, "centre"), x = Places(d), values = FeatureCase.Values(new AffineFeatures(new Frame(centre, 2.5)), 1 + d, x, d);
        for (int i = 0; i < Points; i++)
        {
            Assert.Equal(1, values[i * (1 + d)]);
            for (int j = 0; j < d; j++)
                Close.Absolute((x[i * d + j] - centre[j]) / 2.5, values[i * (1 + d) + 1 + j], 1e-15);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fourier_features_are_cosines(int d)
    {
        const int P = 13;
        double[] centre = FeatureCase.Normals(d, "centre"), omega = FeatureCase.Normals(d * P, "omega"), phases = FeatureCase.Normals(P, "eta"), x = Places(d);
        double[] values = FeatureCase.Values(new FourierFeatures(centre, omega, phases), P, x, d);
        for (int i = 0; i < Points; i++)
        {
            for (int j = 0; j < P; j++)
            {
                double angle = phases[j] + Enumerable.Range(0, d).Sum(l => omega[l * P + j] * (x[i * d + l] - centre[l]));
                Close.Absolute(Math.Sqrt(2) * Math.Cos(angle), values[i * P + j], 1e-14);
            }
        }
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 0.2)]
    [InlineData(3, 40.0)]
    public void Radial_basis_features_are_bumps(int d, double width)
    {
        double[] centres = FeatureCase.Normals(9 * d, "centres"), x = [.. centres[..d], .. Places(d)], values = FeatureCase.Values(new RadialBasisFeatures(new PointBatch(centres, d), width), 9, x, d);
        for (int i = 0; i <= Points; i++)
        {
            for (int j = 0; j < 9; j++)
            {
                double square = Enumerable.Range(0, d).Sum(l => Math.Pow(x[i * d + l] - centres[j * d + l], 2));
                Close.Absolute(Math.Exp(-0.5 * square / (width * width)), values[i * 9 + j], 1e-13);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Degrees))]
    public void Polynomial_features_are_all_monomials_by_degree(int d, int degree)
    {
        double[] centre = FeatureCase.Normals(d, "centre"), x = Places(d);
        var map = new PolynomialFeatures(new Frame(centre, 1.7), degree);
        int[][] monomials = [.. Enumerable.Range(2, degree - 1).SelectMany(k => Sorted(d, k, 0))];
        Assert.Equal(monomials.Length, map.Count);
        Assert.Equal(monomials.Length, PolynomialFeatures.Monomials(d, degree));
        double[] values = FeatureCase.Values(map, map.Count, x, d);
        for (int i = 0; i < Points; i++)
        {
            for (int j = 0; j < map.Count; j++)
            {
                double product = monomials[j].Aggregate(1.0, (p, l) => p * (x[i * d + l] - centre[l]) / 1.7);
                Close.Absolute(product, values[i * map.Count + j], 1e-14 * (1 + Math.Abs(product)));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gated_features_are_affine_ones_times_responsibilities(int d)
    {
        var frame = new Frame(FeatureCase.Normals(d, "centre"), 1.1);
        var map = new GatedFeatures(FeatureCase.Gates(d), FeatureCase.Level, frame);
        Assert.Equal(2 * (1 + d), map.Count);
        double[] x = Places(d), values = FeatureCase.Values(map, map.Count, x, d), shares = new double[Points * 3], affine = FeatureCase.Values(new AffineFeatures(frame), 1 + d, x, d);
        new MixtureMarginal(FeatureCase.Gates(d), FeatureCase.Level).Responsibilities(new PointBatch(x, d), shares);
        for (int i = 0; i < Points; i++)
        {
            for (int j = 0; j < map.Count; j++)
                Close.Absolute(shares[i * 3 + j / (1 + d)] * affine[i * (1 + d) + j % (1 + d)], values[i * map.Count + j], 1e-14);
        }
    }

    [Theory]
    [MemberData(nameof(AllMaps))]
    public void Points_do_not_know_of_each_other(string name, int d)
    {
        FeatureMap map = FeatureCase.Map(name, d);
        Assert.Equal(d, map.Dimension);
        double[] x = Places(d), all = FeatureCase.Values(map, map.Count, x, d);
        for (int i = 0; i < Points; i++)
        {
            double[] alone = FeatureCase.Values(map, map.Count, x[(i * d)..((i + 1) * d)], d);
            for (int j = 0; j < map.Count; j++)
                Close.Absolute(alone[j], all[i * map.Count + j], 1e-13 * (1 + Math.Abs(alone[j])));
        }
    }

    [Theory]
    [MemberData(nameof(AllMaps))]
    public void Nothing_beside_the_rows_is_read_or_written(string name, int d)
    {
        // Foreign numbers are NaN, so whoever reads them is found too.
        FeatureMap map = FeatureCase.Map(name, d);
        double[] x = Places(d), variances = [.. Enumerable.Range(0, d).Select(i => 0.1 + 0.1 * i)], shares = CloudMeansTests.Shares(Points, 5);
        IFeatureValues smoothed = map.Smoothed(FeatureCase.Spread(true, variances));
        ICloudMeans means = map.Over(new PointBatch(FeatureCase.Normals(5 * d, "offsets"), d));
        double[] expectedMeans = new double[Points * map.Count];
        means.Means(new PointBatch(x, d), new ReadOnlyMatrixView(shares, Points, 5), new MatrixView(expectedMeans, Points, map.Count));

        TestMatrix room = new(Points, map.Count, (_, _) => double.NaN, padding: 3);
        map.Values(new PointBatch(x, d), room.View);
        AssertEntries(FeatureCase.Values(map, map.Count, x, d), room);
        room = new(Points, map.Count, (_, _) => double.NaN, padding: 3);
        smoothed.Values(new PointBatch(x, d), room.View);
        AssertEntries(FeatureCase.Values(smoothed, map.Count, x, d), room);
        room = new(Points, map.Count, (_, _) => double.NaN, padding: 3);
        means.Means(new PointBatch(x, d), new ReadOnlyMatrixView(shares, Points, 5), room.View);
        AssertEntries(expectedMeans, room);
    }

    [Theory]
    [MemberData(nameof(AllMaps))]
    public void No_points_have_no_features(string name, int d)
    {
        FeatureMap map = FeatureCase.Map(name, d);
        Assert.Empty(FeatureCase.Values(map, map.Count, [], d));
        Assert.Empty(FeatureCase.Values(map.Smoothed(FeatureCase.Spread(false, new double[d])), map.Count, [], d));
        map.Jacobians(new PointBatch([], d), new ReadOnlyMatrixView(new double[map.Count * 2], map.Count, 2), []);
    }

    [Fact]
    public void Polynomials_have_a_degree_and_not_too_many_monomials()
    {
        var frame = new Frame(new double[300], 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolynomialFeatures(new Frame([0.0], 1), 1));
        var complaint = Assert.Throws<ArgumentOutOfRangeException>(() => new PolynomialFeatures(frame, 6));
        Assert.Contains("too many monomials", complaint.Message, StringComparison.Ordinal);
        Assert.True(PolynomialFeatures.Monomials(300, 6) > int.MaxValue);
    }

    private static double[] Places(int d) => [.. FeatureCase.Normals(Points * d, "places").Select(x => 1.5 * x)];

    /// <summary>Lists of k coordinates, not descending, in the order of a dictionary.</summary>
    private static IEnumerable<int[]> Sorted(int d, int k, int least)
    {
        if (k == 0) return [[]];
        return from first in Enumerable.Range(least, d - least) from rest in Sorted(d, k - 1, first) select (int[])[first, .. rest];
    }

    private static void AssertEntries(double[] expected, TestMatrix room)
    {
        room.AssertPaddingUntouched();
        for (int i = 0; i < room.Rows; i++)
        {
            for (int j = 0; j < room.Columns; j++)
                Close.Absolute(expected[i * room.Columns + j], room[i, j], 1e-14 * (1 + Math.Abs(expected[i * room.Columns + j])), $"feature {j} of point {i}");
        }
    }
}
