using FsCheck.Xunit;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Quadrature;
using Xunit;

namespace Simulator.Tests.Numerics.Interpolation;

public class UniformInterpolantTests
{
    [Fact]
    public void Order_is_eight()
    {
        double previous = 0;
        foreach (int n in (int[])[65, 129, 257])
        {
            UniformInterpolant f = Sample(x => Math.Sin(3 * x) + Math.Exp(0.5 * x), -4, 4, n);
            double error = Enumerable.Range(0, 400).Max(i =>
            {
                double x = -2.5 + 5 * i / 400.0;
                return Math.Abs(f.Evaluate(x) - Math.Sin(3 * x) - Math.Exp(0.5 * x));
            });
            if (previous > 0) Assert.InRange(Math.Log2(previous / error), 7.5, 8.6);
            previous = error;
        }
    }

    [Property]
    public void Reproduces_polynomials_of_degree_seven_with_their_derivative(int seed)
    {
        double[] c = [.. Enumerable.Range(0, 8).Select(i => Math.Sin(seed + 2.7 * i))];
        double P(double x) => c.Reverse().Aggregate(0.0, (sum, a) => sum * x + a);
        double D(double x) => Enumerable.Range(1, 7).Reverse().Aggregate(0.0, (sum, i) => sum * x + i * c[i]);
        UniformInterpolant f = Sample(P, -1, 1, 21);
        for (double x = -0.59; x < 0.6; x += 0.037)
        {
            Close.Absolute(P(x), f.Evaluate(x), 1e-13, $"value at {x}");
            Close.Absolute(D(x), f.Derivative(x), 1e-11, $"slope at {x}");
        }
    }

    [Fact]
    public void Grows_linearly_outside()
    {
        UniformInterpolant f = Sample(x => 2 - 3 * x, 0, 1, 11);
        Close.Absolute(2 - 3 * 100, f.Evaluate(100), 1e-11);
        Close.Absolute(2 + 3 * 7.5, f.Evaluate(-7.5), 1e-12);
        Close.Absolute(-3, f.Derivative(4), 1e-13);
        Assert.True(double.IsNaN(f.Evaluate(double.NaN)));
    }

    [Property]
    public void Batch_equals_single_points_to_the_bit(double[] points)
    {
        UniformInterpolant f = Sample(Math.Cos, -2, 2, 33);
        double[] x = [.. points.Where(double.IsFinite)], y = new double[x.Length];
        f.Evaluate(x, y);
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(f.Evaluate(x[i]), y[i]);
    }

    /// <summary>The averages of the interpolant are as close to those of the function as the interpolant is to the function.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.05)]
    [InlineData(0.4)]
    [InlineData(0.69)]
    [InlineData(0.71)]
    [InlineData(3.0)]
    public void NormalAverages_are_as_accurate_as_the_interpolant(double spread)
    {
        const int N = 201, M = 197;
        static double F(double x) => Math.Tanh(4 * x) + 0.1 * x;
        UniformInterpolant f = Sample(F, -3, 3, N);
        double interpolation = Enumerable.Range(0, 5000).Max(i => Math.Abs(F(-2.5 + i * 1e-3) - f.Evaluate(-2.5 + i * 1e-3)));
        Assert.InRange(interpolation, 1e-10, 1e-6);
        NormalLine[] lines = [new(1.02, -0.7, spread), new(1.01, 1.3, 0.5 * spread)];
        double[] weights = [.. Enumerable.Range(0, 2 * M).Select(i => i < M ? 0.25 + 0.5 * i / M : 0.75 - 0.5 * (i - M) / M)];
        UniformInterpolant average = f.NormalAverages(lines, weights, 10, 0.5);
        QuadratureRule fine = GaussHermite.Rule(60);
        for (int i = 0; i < M; i++)
        {
            double expected = 0;
            for (int k = 0; k < 2; k++)
            {
                double centre = lines[k].Slope * i + lines[k].Offset, s = lines[k].Spread;
                expected += weights[k * M + i] * fine.Apply(z => F(f.Low + f.Step * (centre + s * z)));
            }

            Close.Absolute(expected, average.Values[i], 2 * interpolation, $"spread {spread}, point {i}");
        }

        Assert.Equal((10.0, 0.5, M), (average.Low, average.Step, average.Count));
    }

    [Fact]
    public void NormalAverages_across_the_ends_follow_the_straight_lines()
    {
        UniformInterpolant f = Sample(x => 1 + 2 * x, 0, 1, 11);
        UniformInterpolant g = f.NormalAverages([new NormalLine(1.5, -4, 0.3)], [.. Enumerable.Repeat(1.0, 14)], 0, 1);
        for (int i = 0; i < 14; i++)
            Close.Absolute(1 + 0.2 * (1.5 * i - 4), g.Values[i], 1e-12);
        Assert.Throws<ArgumentException>(() => f.NormalAverages([], new double[8], 0, 1));
        Assert.Throws<ArgumentException>(() => f.NormalAverages(new NormalLine[3], new double[8], 0, 1));
    }

    [Fact]
    public void Repeated_averages_do_not_amplify_the_roughest_wave()
    {
        double[] rough = [.. Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? 1.0 : -1.0)];
        UniformInterpolant f = new(0, 1, rough);
        double[] ones = [.. Enumerable.Repeat(1.0, 64)];
        foreach (double spread in (double[])[0, 0.1, 0.5, 0.69])
        {
            UniformInterpolant g = f;
            for (int t = 0; t < 2000; t++)
                g = g.NormalAverages([new NormalLine(1, t % 2 == 0 ? 0.3 : -0.3, spread)], ones, 0, 1);
            Assert.True(g.Values[16..48].ToArray().All(v => Math.Abs(v) <= 1 + 1e-12), $"spread {spread}");
        }
    }

    [Fact]
    public void Bad_grids_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new UniformInterpolant(0, 1, new double[7]));
        Assert.Throws<ArgumentException>(() => new UniformInterpolant(0, 0, new double[8]));
        Assert.Throws<ArgumentException>(() => new UniformInterpolant(double.NaN, 1, new double[8]));
    }

    private static UniformInterpolant Sample(Func<double, double> f, double low, double high, int n)
    {
        double h = (high - low) / (n - 1);
        return new UniformInterpolant(low, h, [.. Enumerable.Range(0, n).Select(i => f(low + i * h))]);
    }
}
