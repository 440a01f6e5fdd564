using MathNet.Numerics.LinearAlgebra;
using Simulator.FunctionClasses;
using Simulator.Numerics.Quadrature;
using Xunit;

namespace Simulator.Tests.FunctionClasses;

public class GaussianSpreadTests
{
    public static TheoryData<int, bool> Spreads => [.. from d in Enumerable.Range(1, 4) from turned in (bool[])[false, true] select (d, turned)];

    [Theory]
    [MemberData(nameof(Spreads))]
    public void Nodes_have_mean_zero_and_the_covariance(int d, bool turned)
    {
        double[] variances = [.. Enumerable.Range(0, d).Select(l => l == 1 ? 0 : 0.5 + l)], root = FeatureCase.Root(turned, variances), node = new double[d];
        GaussianSpread spread = FeatureCase.Spread(turned, variances);
        var l = Matrix<double>.Build.DenseOfRowMajor(d, d, root);
        Matrix<double> expected = l * l.Transpose(), covariance = Matrix<double>.Build.DenseOfRowMajor(d, d, spread.Covariance()), second = Matrix<double>.Build.Dense(d, d);
        Vector<double> mean = Vector<double>.Build.Dense(d);
        for (int g = 0; g < spread.Nodes; g++)
        {
            double weight = spread.Node(g, node);
            var z = Vector<double>.Build.DenseOfArray(node);
            mean += weight * z;
            second += weight * z.OuterProduct(z);
        }

        Assert.Equal(2 * d * d + 1, spread.Nodes);
        Assert.Equal(d, spread.Dimension);
        Assert.InRange((covariance - expected).FrobeniusNorm(), 0, 1e-13);
        Assert.InRange((second - expected).FrobeniusNorm(), 0, 1e-13);
        Assert.InRange(mean.L2Norm(), 0, 1e-14);
    }

    [Theory]
    [MemberData(nameof(Spreads))]
    public void Eigenbases_turn_the_covariance_into_its_variances(int d, bool turned)
    {
        double[] variances = [.. Enumerable.Range(0, d).Select(l => 0.5 + l)], x = FeatureCase.Normals(d, "x"), z = [.. Enumerable.Repeat(double.NaN, d)];
        GaussianSpread spread = FeatureCase.Spread(turned, variances);
        spread.ToEigenbasis(x, z);
        double[] covariance = spread.Covariance();
        double direct = 0, along = 0;
        for (int i = 0; i < d * d; i++)
            direct += x[i / d] * covariance[i] * x[i % d];
        for (int l = 0; l < d; l++)
            along += z[l] * z[l] * variances[l];
        Close.Relative(direct, along, 1e-13);
        Close.Relative(x.Sum(v => v * v), z.Sum(v => v * v), 1e-13);
    }

    [Fact]
    public void Nulls_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new GaussianSpread([], null!, GaussianCubature.OfDegree3(1)));
        Assert.Throws<ArgumentNullException>(() => new GaussianSpread([], [1], null!));
    }
}
