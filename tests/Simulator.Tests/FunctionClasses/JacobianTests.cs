using MathNet.Numerics.LinearAlgebra;
using Simulator.FunctionClasses;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Xunit;

namespace Simulator.Tests.FunctionClasses;

/// <summary>Derivatives of x ↦ Bᵀψ(x) and bounds of them.</summary>
public class JacobianTests
{
    public static TheoryData<string, int> AllMaps => FeatureCase.AllMaps;

    [Theory]
    [MemberData(nameof(AllMaps))]
    public void Jacobians_are_central_differences(string name, int d)
    {
        const double H = 1e-4;
        FeatureMap map = FeatureCase.Map(name, d);
        foreach (int q in (int[])[1, d, 4])
        {
            double[] x = FeatureCase.Normals(5 * d, "points"), b = FeatureCase.Normals(map.Count * q, "coefficients"), found = Jacobians(map, x, b, q);
            double scale = 1 + found.Max(Math.Abs);
            for (int i = 0; i < 5; i++)
            {
                for (int j = 0; j < d; j++)
                {
                    double[] plus = x[(i * d)..((i + 1) * d)], minus = x[(i * d)..((i + 1) * d)];
                    plus[j] += H;
                    minus[j] -= H;
                    double[] high = Outputs(map, plus, b, q), low = Outputs(map, minus, b, q);
                    for (int o = 0; o < q; o++)
                        Close.Absolute((high[o] - low[o]) / (2 * H), found[(i * q + o) * d + j], 1e-6 * scale, $"{name}: output {o} by coordinate {j}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllMaps))]
    public void No_jacobian_is_larger_than_the_bound(string name, int d)
    {
        const int N = 400;
        FeatureMap map = FeatureCase.Map(name, d);
        foreach (int q in (int[])[1, d, 4])
        {
            double[] x = [.. FeatureCase.Normals(N * d, "points").Select(v => 2 * v)], b = FeatureCase.Normals(map.Count * q, "coefficients"), all = Jacobians(map, x, b, q);
            double bound = map.LipschitzBound(new ReadOnlyMatrixView(b, map.Count, q)), largest = Enumerable.Range(0, N).Max(i => Norm(all[(i * q * d)..((i + 1) * q * d)], q, d));
            Assert.True(largest <= bound * (1 + 1e-12), $"{largest} > {bound}");
            Assert.Equal(name.Contains("polynomial", StringComparison.Ordinal) || name.Contains("gated", StringComparison.Ordinal), double.IsPositiveInfinity(bound));
            Assert.Equal(0, map.LipschitzBound(new ReadOnlyMatrixView(new double[map.Count * q], map.Count, q)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Bound_of_affine_functions_is_their_constant(int d)
    {
        FeatureMap map = FeatureCase.Map("affine", d);
        double[] b = FeatureCase.Normals(map.Count * 2, "coefficients"), slopes = Jacobians(map, new double[d], b, 2);
        Close.Relative(Norm(slopes, 2, d), map.LipschitzBound(new ReadOnlyMatrixView(b, map.Count, 2)), 1e-12);
    }

    [Theory]
    [InlineData("family polynomial", 2)]
    [InlineData("family gated", 3)]
    [InlineData("family radial", 2)]
    public void Bound_of_the_affine_part_of_a_class_is_its_constant(string name, int d)
    {
        FeatureMap map = FeatureCase.Map(name, d);
        double[] b = FeatureCase.Normals(map.Count * d, "coefficients");
        Array.Clear(b, (1 + d) * d, b.Length - (1 + d) * d);
        Close.Relative(Norm(Jacobians(map, new double[d], b, d), d, d), map.LipschitzBound(new ReadOnlyMatrixView(b, map.Count, d)), 1e-12);
    }

    [Fact]
    public void Bounds_of_single_features_are_attained()
    {
        // A cosine is steepest where it vanishes, a bump at the distance of its width.
        var wave = new FourierFeatures([0.0, 0], [0.6, 0.8], [Math.PI / 2]);
        Close.Relative(wave.LipschitzBound(new ReadOnlyMatrixView([3], 1, 1)), Norm(Jacobians(wave, [0, 0], [3], 1), 1, 2), 1e-14);
        Close.Relative(3 * Math.Sqrt(2), wave.LipschitzBound(new ReadOnlyMatrixView([3], 1, 1)), 1e-14);
        var bump = new RadialBasisFeatures(new PointBatch([1.0, 2], 2), 0.5);
        Close.Relative(bump.LipschitzBound(new ReadOnlyMatrixView([3, 4], 1, 2)), Norm(Jacobians(bump, [1, 2.5], [3, 4], 2), 2, 2), 1e-14);
    }

    [Fact]
    public void Bound_of_waves_is_the_smaller_of_two()
    {
        // Waves along other axes into other outputs do not add up; of one wave with many coefficients the lengths count.
        var waves = new FourierFeatures([0.0, 0], [1, 0, 0, 1], [0.0, 0]);
        Close.Relative(Math.Sqrt(2), waves.LipschitzBound(new ReadOnlyMatrixView([1, 0, 0, 1], 2, 2)), 1e-13);
        var uneven = new FourierFeatures([0.0], [100, 1], [0.0, 0]);
        Close.Relative(Math.Sqrt(2) * (0.01 * 100 + 1), uneven.LipschitzBound(new ReadOnlyMatrixView([0.01, 1], 2, 1)), 1e-13);
    }

    internal static double[] Jacobians(FeatureMap map, double[] points, double[] coefficients, int q)
    {
        double[] result = [.. Enumerable.Repeat(double.NaN, points.Length * q)];
        map.Jacobians(new PointBatch(points, map.Dimension), new ReadOnlyMatrixView(coefficients, map.Count, q), result);
        return result;
    }

    private static double[] Outputs(FeatureMap map, double[] point, double[] b, int q)
    {
        double[] values = FeatureCase.Values(map, map.Count, point, map.Dimension);
        return [.. Enumerable.Range(0, q).Select(o => values.Select((v, j) => v * b[j * q + o]).Sum())];
    }

    private static double Norm(double[] matrix, int q, int d) => Matrix<double>.Build.DenseOfRowMajor(q, d, matrix).L2Norm();
}
