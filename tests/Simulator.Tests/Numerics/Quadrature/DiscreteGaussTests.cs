using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Laws.Generators;
using Simulator.Numerics.Quadrature;
using Xunit;

namespace Simulator.Tests.Numerics.Quadrature;

public class DiscreteGaussTests
{
    [Property]
    public Property Few_nodes_have_the_moments_of_many() => Prop.ForAll(
        Gen.Choose(7, 200).SelectMany(n => Sizes.Uniform(0.01, 1).ArrayOf(2 * n)).ToArbitrary(), numbers =>
        {
            double[] weights = numbers[..(numbers.Length / 2)], points = new double[weights.Length];
            for (int i = 1; i < points.Length; i++)
                points[i] = points[i - 1] + numbers[weights.Length + i];
            QuadratureRule rule = DiscreteGauss.Compress(points, weights, double.PositiveInfinity, 6);
            Assert.Equal(6, rule.Count);
            Assert.All(rule.Weights, w => Assert.True(w > 0));
            double centre = 0.5 * points[^1];
            for (int power = 0; power < 12; power++)
            {
                double Power(double x) => Math.Pow((x - centre) / centre, power);
                Close.Absolute(points.Zip(weights, (x, w) => w * Power(x)).Sum(), rule.Apply(Power), 1e-12 * weights.Sum());
            }
        });

    [Fact]
    public void Panels_with_few_points_stay_as_they_are()
    {
        QuadratureRule rule = DiscreteGauss.Compress([0, 1, 2, 10, 11], [1, 2, 3, 4, 5], 3, 3);
        Assert.Equal([0, 1, 2, 10, 11], rule.Nodes);
        Assert.Equal([1, 2, 3, 4, 5], rule.Weights);
        Assert.Throws<ArgumentException>(() => DiscreteGauss.Compress([0, 1], [1], 1, 2));
    }

    [Fact]
    public void A_smooth_sum_over_panels_is_kept()
    {
        double[] points = [.. Enumerable.Range(0, 2000).Select(i => -6 + 0.006 * i)], weights = [.. points.Select(x => 1 / (1 + x * x))];
        QuadratureRule rule = DiscreteGauss.Compress(points, weights, 0.8, 6);
        Assert.InRange(rule.Count, 80, 110);
        Close.Relative(points.Zip(weights, (x, w) => w / Math.Cosh(x)).Sum(), rule.Apply(x => 1 / Math.Cosh(x)), 1e-10);
    }
}
