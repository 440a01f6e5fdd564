using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Laws.Generators;
using Simulator.Numerics.Interpolation;
using Xunit;

namespace Simulator.Tests.Numerics.Interpolation;

public class LegendrePanelsTests
{
    private static readonly double[] Boundaries = [-2, -0.5, 0.75, 3];

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(16)]
    public void Polynomials_of_degree_below_the_order_come_back_with_their_derivative(int order)
    {
        var panels = new LegendrePanels(Boundaries, order);
        double[] values = Values(panels, x => Math.Pow(x, order - 1) - 2 * x), coefficients = new double[values.Length], slopes = new double[values.Length];
        panels.Coefficients(values, coefficients);
        panels.Differentiate(values, slopes);
        double scale = Math.Pow(3, order - 1);
        for (int i = 0; i < slopes.Length; i++)
            Close.Absolute((order - 1) * Math.Pow(panels.Nodes[i], order - 2) - 2, slopes[i], 1e-12 * order * order * scale);
        foreach ((int panel, double x) in new[] { (0, -1.9), (1, 0.1), (2, 0.75), (2, 3.0) })
        {
            (double value, double slope) = panels.At(coefficients, panel, x);
            Close.Absolute(Math.Pow(x, order - 1) - 2 * x, value, 1e-13 * order * scale);
            Close.Absolute((order - 1) * Math.Pow(x, order - 2) - 2, slope, 1e-12 * order * order * scale);
        }
    }

    /// <summary>A smooth rule across the kinks would be wrong in the third digit.</summary>
    [Fact]
    public void Absolute_values_are_integrated_to_the_accuracy_of_the_polynomials()
    {
        var panels = new LegendrePanels([0, 2, 4.5, 7], 14);
        (double integral, double error) = panels.IntegrateAbsolute(Values(panels, Math.Sin));
        double expected = 4 + (1 - Math.Cos(7 - 2 * Math.PI));
        Close.Absolute(expected, integral, 1e-9);
        Assert.InRange(Math.Abs(expected - integral), 0, error + 1e-14);
        double sum = 0, plain = 0;
        panels.SplitNodes(Values(panels, Math.Sin), (node, weight, value) =>
        {
            sum += weight * Math.Abs(value);
            Close.Absolute(Math.Sin(node), value, 1e-8);
        });
        for (int i = 0; i < panels.Nodes.Length; i++)
            plain += panels.Weights[i] * Math.Abs(Math.Sin(panels.Nodes[i]));
        Close.Absolute(expected, sum, 1e-9);
        Assert.True(Math.Abs(plain - expected) > 1e-4, "the comparison is idle");
    }

    [Property(MaxTest = 60)]
    public Property Error_estimate_bounds_the_error() => Prop.ForAll(
        Sizes.Uniform(0.3, 4).ToArbitrary(), Sizes.Uniform(-3, 3).ToArbitrary(), (frequency, shift) =>
        {
            // ∫ |cos(ωx + s)| over [−2, 3] in closed form: ∫_0^u |cos| = 2k + sin(u − πk), k = round(u/π).
            double Antiderivative(double u)
            {
                double k = Math.Round(u / Math.PI);
                return 2 * k + Math.Sin(u - Math.PI * k);
            }

            var panels = new LegendrePanels(Boundaries, 10);
            (double integral, double error) = panels.IntegrateAbsolute(Values(panels, x => Math.Cos(frequency * x + shift)));
            double exact = (Antiderivative(3 * frequency + shift) - Antiderivative(-2 * frequency + shift)) / frequency;
            Assert.True(Math.Abs(integral - exact) <= error + 1e-13, $"found {integral:R}, exact {exact:R}, estimate {error:E2}");
        });

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new LegendrePanels([1], 5));
        Assert.Throws<ArgumentException>(() => new LegendrePanels([1, 1], 5));
        Assert.Throws<ArgumentException>(() => new LegendrePanels([1, double.NaN], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LegendrePanels([1, 2], 2));
        Assert.Throws<ArgumentException>(() => new LegendrePanels([1, 2], 5).Coefficients(new double[4], new double[4]));
    }

    private static double[] Values(LegendrePanels panels, Func<double, double> f) => [.. panels.Nodes.ToArray().Select(f)];
}
