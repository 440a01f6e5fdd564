using Simulator.Numerics.Quadrature;
using Xunit;

namespace Simulator.Tests.Numerics.Quadrature;

public class GaussRuleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(64)]
    public void Legendre_is_exact_to_degree_2n_minus_1(int n)
    {
        for (int degree = 0; degree < 2 * n; degree++)
        {
            double exact = degree % 2 == 1 ? 0 : 2.0 / (degree + 1);
            Close.Absolute(exact, GaussLegendre.Rule(n).Apply(x => Math.Pow(x, degree)), 2e-15 * n, $"∫x^{degree}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(30)]
    public void Hermite_gives_normal_moments_to_degree_2n_minus_1(int n)
    {
        double moment = 1;
        for (int degree = 0; degree < 2 * n; degree += 2)
        {
            Close.Relative(moment, GaussHermite.Rule(n).Apply(z => Math.Pow(z, degree)), 1e-12, $"E Z^{degree}");
            moment *= degree + 1;
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(200)]
    public void Hermite_with_many_nodes_gives_characteristic_function(int n)
    {
        Close.Absolute(Math.Exp(-2), GaussHermite.Rule(n).Apply(z => Math.Cos(2 * z)), 1e-14);
        Close.Absolute(1, GaussHermite.Rule(n).Weights.Sum(), 1e-14);
    }

    [Fact]
    public void Rules_need_at_least_one_node()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussLegendre.Rule(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussHermite.Rule(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussHermite.Rule(201));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(0.29)]
    [InlineData(1.5)]
    [InlineData(5)]
    [InlineData(200)]
    public void Normal_rule_resolves_what_the_grid_resolves(double spread)
    {
        // A wave of 12 grid steps: E cos(ω(c + κZ)) = cos(ωc) exp(−ω²κ²/2).
        double omega = 2 * Math.PI / 12;
        double exact = Math.Cos(0.3) * Math.Exp(-0.5 * omega * omega * spread * spread);
        Close.Absolute(exact, NormalQuadrature.ForSpread(spread).Apply(z => Math.Cos(0.3 + omega * spread * z)), 1e-9);
    }
}
