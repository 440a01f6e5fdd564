using Simulator.Numerics.Simd;
using Xunit;

namespace Simulator.Tests.Numerics.Simd;

public class NormalResponsibilitiesTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(513)]
    public void Responsibilities_equal_their_definition(int points)
    {
        NormalTerm[] terms = [new(-1, 0.5 / 0.04, Math.Log(0.3)), new(0.5, 0.5, Math.Log(0.2)), new(40, 0.5 / 4, Math.Log(0.5))];
        double low = -30, step = 80.0 / points;
        double[] table = new double[3 * points];
        NormalResponsibilities.Fill(terms, low, step, table);
        for (int i = 0; i < points; i++)
        {
            double x = low + i * step;
            double[] log = [.. terms.Select(t => t.LogNorm - t.Half * (x - t.Mean) * (x - t.Mean))];
            double maximum = log.Max(), sum = log.Sum(l => Math.Exp(l - maximum));
            for (int k = 0; k < 3; k++)
            {
                double expected = Math.Exp(log[k] - maximum) / sum;
                Close.Absolute(expected, table[k * points + i], 1e-12 * expected + 1e-21, $"component {k} at {x}");
            }

            Close.Absolute(1, table[i] + table[points + i] + table[2 * points + i], 1e-15);
        }
    }

    [Fact]
    public void A_single_component_takes_all()
    {
        double[] table = new double[6];
        NormalResponsibilities.Fill([new NormalTerm(0, 1, 0)], 0, 1, table);
        Assert.All(table, r => Assert.Equal(1, r));
        Assert.Throws<ArgumentException>(() => NormalResponsibilities.Fill([], 0, 1, new double[8]));
        Assert.Throws<ArgumentException>(() => NormalResponsibilities.Fill(new NormalTerm[3], 0, 1, new double[8]));
    }
}
