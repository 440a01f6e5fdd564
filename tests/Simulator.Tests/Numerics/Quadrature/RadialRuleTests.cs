using Simulator.Numerics.Functions;
using Simulator.Numerics.Quadrature;
using Xunit;

namespace Simulator.Tests.Numerics.Quadrature;

public class RadialRuleTests
{
    /// <summary>Mean and variance of cos θ against Bessel ratios, from no concentration to a point.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(1024)]
    [InlineData(10000)]
    public void Von_Mises_Fisher_moments_equal_Bessel_ratios(int dimension)
    {
        double[] cosines = new double[40], weights = new double[40];
        for (double kappa = 1e-4; kappa < 1e9; kappa *= 4.3)
        {
            VonMisesFisher.Fill(dimension, kappa, GaussLegendre.Rule(40), cosines, weights);
            double ratio = BesselI.Ratio(0.5 * dimension - 1, kappa), mean = 0, sine = 0;
            for (int i = 0; i < 40; i++)
            {
                mean += weights[i] * cosines[i];
                sine += weights[i] * (1 - cosines[i] * cosines[i]);
            }

            Close.Absolute(ratio, mean, 2e-12, $"mean, κ = {kappa}");
            Close.Absolute((dimension - 1) * ratio / kappa, sine, 1e-11, $"E sin² θ, κ = {kappa}");
        }
    }

    [Theory]
    [InlineData(0.5, 5)]
    [InlineData(3.5, 8)]
    [InlineData(511.5, 6)]
    public void Gamma_rule_is_exact_for_polynomials(double shape, int count)
    {
        QuadratureRule rule = GaussGamma.Rule(shape, count);
        double moment = 1;
        for (int power = 0; power < 2 * count; power++)
        {
            Close.Relative(moment, rule.Apply(y => Math.Pow(y, power)), 1e-11, $"moment {power}");
            moment *= shape + power;
        }
    }
}
