using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.FunctionClasses;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Xunit;

namespace Simulator.Tests.FunctionClasses;

/// <summary>Means over places a x + b x_j against the sum place by place.</summary>
public class CloudMeansTests
{
    public static TheoryData<string, int> AllMaps => FeatureCase.AllMaps;

    [Theory]
    [MemberData(nameof(AllMaps))]
    public void Means_are_weighted_sums(string name, int d)
        => AssertMeans(FeatureCase.Map(name, d), FeatureCase.Normals(6 * d, "shifts"), FeatureCase.Normals(11 * d, "offsets"), Shares(6, 11), 1e-12);

    [Theory]
    [MemberData(nameof(AllMaps))]
    public void One_place_is_a_value(string name, int d)
    {
        double[] shares = new double[6 * 11];
        for (int i = 0; i < 6; i++)
            shares[i * 11 + 2 * i] = 1;
        AssertMeans(FeatureCase.Map(name, d), FeatureCase.Normals(6 * d, "shifts"), FeatureCase.Normals(11 * d, "offsets"), shares, 1e-12);
        AssertMeans(FeatureCase.Map(name, d), FeatureCase.Normals(6 * d, "shifts"), new double[d], [1, 1, 1, 1, 1, 1], 1e-12);
    }

    [Property(MaxTest = 300)]
    public Property Radial_means_are_weighted_sums_at_all_widths() => Prop.ForAll(Bumps(), bump =>
    {
        // Where the exponents of the factors overflow, the sum goes place by place. Exponents of e^300 have lost three digits.
        RandomStream random = RandomStream.Named(bump.Seed, "test", "features", "bumps");
        double[] centres = Draw(5, 1), offsets = Draw(8, bump.Offsets), shifts = Draw(4, bump.Shifts);
        AssertMeans(new RadialBasisFeatures(new PointBatch(centres, bump.Dimension), bump.Width), shifts, offsets, Shares(4, 8), 1e-12);

        double[] Draw(int count, double size) => [.. Enumerable.Range(0, count * bump.Dimension).Select(_ => size * random.NextNormal())];
    });

    [Theory]
    [InlineData(0.01, 1, 1, 1)]
    [InlineData(1, 1000, 1, 1)]
    [InlineData(1, 1, 1000, 1)]
    [InlineData(1, 1, 1, 1000)]
    [InlineData(1, 1e9, 1e9, 1)]
    [InlineData(1e-200, 1, 1, 1)]
    [InlineData(1e200, 1, 1, 1)]
    public void Radial_means_do_not_overflow(double width, double shift, double offset, double centre)
    {
        // Some places fall on centres, so that there is something to be lost.
        double[] centres = [.. FeatureCase.Normals(5, "centres").Select(c => c * centre)], offsets = [.. FeatureCase.Normals(5, "offsets").Select(o => o * offset)];
        double[] shifts = [.. centres.Zip(offsets, (c, o) => c - o), .. FeatureCase.Normals(3, "shifts").Select(s => s * shift)];
        AssertMeans(new RadialBasisFeatures(new PointBatch(centres, 1), width), shifts, offsets, Shares(8, 5), 1e-12);
    }

    [Fact]
    public void Radial_means_find_centres_at_all_distances()
    {
        // The places a x + b x_1 fall on the centre while exponents of the factors grow through the border between the ways to sum.
        for (double distance = 0.5; distance < 60; distance *= 1.07)
        {
            double[] result = new double[2], expected = [Math.Exp(-0.5 * distance * distance), 1];
            new RadialBasisFeatures(new PointBatch([0, distance], 1), 1).Over(new PointBatch([distance], 1)).Means(new PointBatch([0.0], 1), new ReadOnlyMatrixView([1], 1, 1), new MatrixView(result, 1, 2));
            Close.Absolute(expected[0], result[0], 1e-12, $"distance {distance}");
            Close.Absolute(expected[1], result[1], 1e-12, $"distance {distance}");
        }
    }

    /// <summary>Rows with sum 1; some entries are 0, some tiny.</summary>
    internal static double[] Shares(int rows, int columns)
    {
        RandomStream random = RandomStream.Named(4, "test", "features", "shares");
        double[] shares = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                shares[i * columns + j] = (i + j) % 4 == 3 ? 0 : (i + j) % 5 == 4 ? 1e-18 : random.NextUniform();
            double sum = shares[(i * columns)..((i + 1) * columns)].Sum();
            for (int j = 0; j < columns; j++)
                shares[i * columns + j] /= sum;
        }

        return shares;
    }

    private static void AssertMeans(FeatureMap map, double[] shifts, double[] offsets, double[] shares, double tolerance)
    {
        int d = map.Dimension, n = shifts.Length / d, c = offsets.Length / d, p = map.Count;
        var found = new double[n * p];
        map.Over(new PointBatch(offsets, d)).Means(new PointBatch(shifts, d), new ReadOnlyMatrixView(shares, n, c), new MatrixView(found, n, p));
        for (int i = 0; i < n; i++)
        {
            double[] expected = new double[p], scale = new double[p];
            for (int j = 0; j < c; j++)
            {
                double[] place = [.. Enumerable.Range(0, d).Select(l => shifts[i * d + l] + offsets[j * d + l])], value = FeatureCase.Values(map, p, place, d);
                for (int k = 0; k < p; k++)
                {
                    expected[k] += shares[i * c + j] * value[k];
                    scale[k] = Math.Max(scale[k], Math.Abs(value[k]));
                }
            }

            for (int k = 0; k < p; k++)
                Close.Absolute(expected[k], found[i * p + k], tolerance * (1 + scale[k]), $"point {i}, feature {k}");
        }
    }

    private static Arbitrary<Bump> Bumps() => Arb.From(
        from d in Gen.Choose(1, 3)
        from width in Sizes.Uniform(-2, 2)
        from offsets in Sizes.Uniform(-2, 2)
        from shifts in Sizes.Uniform(-2, 2)
        from seed in Gen.Choose(0, 1_000_000)
        select new Bump(d, Math.Pow(10, width), Math.Pow(10, offsets), Math.Pow(10, shifts), seed),
        b => [.. new[] { b with { Dimension = 1 }, b with { Width = 1 }, b with { Offsets = 1 }, b with { Shifts = 1 } }.Where(s => s != b)]);

    private sealed record Bump(int Dimension, double Width, double Offsets, double Shifts, int Seed);
}
