using Simulator.FunctionClasses;
using Simulator.Numerics.Quadrature;
using Xunit;

namespace Simulator.Tests.FunctionClasses;

/// <summary>E ψ(m + ζ) against quadrature by brute force.</summary>
public class SmoothedFeaturesTests
{
    private const int Points = 4;

    public static TheoryData<string, int> ClosedMaps => FeatureCase.ClosedMaps;

    public static TheoryData<string, int> OpenMaps => FeatureCase.OpenMaps;

    [Theory]
    [MemberData(nameof(ClosedMaps))]
    public void Closed_forms_are_means(string name, int d)
    {
        FeatureMap map = FeatureCase.Map(name, d);
        Assert.True(map.HasClosedMeans);
        double[] m = FeatureCase.Normals(Points * d, "means");
        foreach (double[] variances in (double[][])[[.. Enumerable.Range(0, d).Select(l => 0.12 / (1 + l))], [.. Enumerable.Range(0, d).Select(l => l == 1 ? 0 : 0.1)]])
        {
            foreach (bool turned in (bool[])[false, true])
            {
                double[] found = FeatureCase.Values(map.Smoothed(FeatureCase.Spread(turned, variances)), map.Count, m, d), root = FeatureCase.Root(turned, variances);
                for (int i = 0; i < Points; i++)
                {
                    double[] expected = FeatureCase.Mean(x => FeatureCase.Values(map, map.Count, x, d), map.Count, m[(i * d)..((i + 1) * d)], root, d == 3 ? 26 : 48);
                    for (int j = 0; j < map.Count; j++)
                        Close.Absolute(expected[j], found[i * map.Count + j], 1e-10, $"{name}, d = {d}, feature {j}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(ClosedMaps))]
    [MemberData(nameof(OpenMaps))]
    public void No_spread_changes_nothing(string name, int d)
    {
        FeatureMap map = FeatureCase.Map(name, d);
        double[] m = FeatureCase.Normals(Points * d, "means"), plain = FeatureCase.Values(map, map.Count, m, d);
        foreach (bool turned in (bool[])[false, true])
        {
            double[] found = FeatureCase.Values(map.Smoothed(FeatureCase.Spread(turned, new double[d])), map.Count, m, d);
            for (int j = 0; j < plain.Length; j++)
                Close.Absolute(plain[j], found[j], 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(OpenMaps))]
    public void Cubatures_converge_with_their_degree(string name, int d)
    {
        FeatureMap map = FeatureCase.Map(name, d);
        Assert.False(map.HasClosedMeans);
        foreach ((GaussianCubature rule, int order) in ((GaussianCubature, int)[])[(GaussianCubature.OfDegree3(d), 4), (GaussianCubature.OfDegree5(d), 6)])
        {
            double wide = Error(map, rule, 0.12), narrow = Error(map, rule, 0.06), ratio = wide / narrow, expected = Math.Pow(2, order);
            Assert.True(ratio > 0.7 * expected && ratio < 1.4 * expected, $"order {order}: {wide:E2} became {narrow:E2}, by {ratio:0.0}");
        }
    }

    /// <summary>Root of the mean square error over features and points, with standard deviations of the given size.</summary>
    private static double Error(FeatureMap map, GaussianCubature rule, double size)
    {
        int d = map.Dimension;
        double[] m = FeatureCase.Normals(Points * d, "means"), variances = [.. Enumerable.Range(0, d).Select(l => Math.Pow(size * (1 + 0.3 * l), 2))];
        double[] found = FeatureCase.Values(map.Smoothed(FeatureCase.Spread(true, variances, rule)), map.Count, m, d), root = FeatureCase.Root(true, variances);
        double sum = 0;
        for (int i = 0; i < Points; i++)
        {
            double[] expected = FeatureCase.Mean(x => FeatureCase.Values(map, map.Count, x, d), map.Count, m[(i * d)..((i + 1) * d)], root, 16);
            sum += expected.Select((e, j) => Math.Pow(found[i * map.Count + j] - e, 2)).Sum();
        }

        return Math.Sqrt(sum);
    }
}
