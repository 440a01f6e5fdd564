using Simulator.Diffusion;
using Simulator.Numerics.Random;
using Xunit;

namespace Simulator.Tests.Diffusion;

public class VariancePreservingSdeTests
{
    private const double Horizon = 2;

    private static readonly int[] Steps = [16, 32, 64, 128, 256];

    /// <summary>
    /// Euler–Maruyama is linear in X_0 and the increments; feeding them one at a time gives its law exactly, so the weak error needs no sampling.
    /// </summary>
    [Fact]
    public void Euler_Maruyama_has_weak_order_one()
    {
        double exactMean = Math.Exp(-Horizon / 2), exactVariance = 1 - Math.Exp(-Horizon);
        double[] mean = [.. Steps.Select(n => Math.Abs(Response(n, -1) - exactMean))];
        double[] variance = [.. Steps.Select(n => Math.Abs(Enumerable.Range(0, n).Sum(i => Math.Pow(Response(n, i), 2)) * Horizon / n - exactVariance))];
        AssertOrderOne(mean);
        AssertOrderOne(variance);
    }

    /// <summary>Both schemes along the same Brownian paths, sampled: the noise is additive, so the strong order is 1 and not ½.</summary>
    [Fact]
    public void Euler_Maruyama_has_strong_order_one()
    {
        const int Paths = 4000;
        double[] errors = [.. Steps.Select(n =>
        {
            RandomStream stream = RandomStream.Named(5, "tests", $"{n}", "strong");
            double h = Horizon / n;
            double[] exact = new double[Paths], euler = new double[Paths], brownian = new double[Paths], integral = new double[Paths];
            stream.FillNormal(exact);
            exact.CopyTo(euler, 0);
            for (int i = 0; i < n; i++)
            {
                for (int p = 0; p < Paths; p++)
                    (brownian[p], integral[p]) = VariancePreservingSde.Increment(h, stream.NextNormal(), stream.NextNormal());
                VariancePreservingSde.ExactStep(h, exact, integral, exact);
                VariancePreservingSde.EulerMaruyamaStep(h, euler, brownian, euler);
            }

            return Math.Sqrt(exact.Zip(euler, (a, b) => (a - b) * (a - b)).Average());
        })];
        AssertOrderOne(errors, 0.08);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(9.99e-4)]
    [InlineData(1.01e-3)]
    [InlineData(0.3)]
    [InlineData(5)]
    public void Increments_have_their_joint_law(double h)
    {
        // Columns of the Cholesky factor by unit impulses.
        (double b1, double i1) = VariancePreservingSde.Increment(h, 1, 0);
        (double b2, double i2) = VariancePreservingSde.Increment(h, 0, 1);
        Assert.Equal(0, b2);
        Close.Relative(h, b1 * b1, 1e-14, "Var ΔW");
        Close.Relative(-2 * Simulator.Numerics.Functions.Elementary.Expm1(-h / 2), b1 * i1, 1e-14, "Cov");
        Close.Relative(-Simulator.Numerics.Functions.Elementary.Expm1(-h), i1 * i1 + i2 * i2, 1e-14, "Var I");
        Close.Relative(h * h * h / 48 * Math.Exp(-h / 2), i2 * i2, 0.02 * (h < 1 ? h : 100), "conditional variance");
    }

    [Fact]
    public void Exact_steps_compose()
    {
        // Two half steps carry the mean like one whole step, whatever the size.
        double[] x = [1.7], half = [0];
        VariancePreservingSde.ExactStep(0.4, x, [0], half);
        VariancePreservingSde.ExactStep(0.4, half, [0], half);
        VariancePreservingSde.ExactStep(0.8, x, [0], x);
        Close.Relative(x[0], half[0], 1e-15);
        Assert.Throws<ArgumentException>(() => VariancePreservingSde.ExactStep(1, x, [0, 0], x));
    }

    /// <summary>The end of a path with n steps that starts at 1 (impulse −1), or at 0 with the increment 1 in one step.</summary>
    private static double Response(int n, int impulse)
    {
        double[] x = [impulse < 0 ? 1 : 0];
        for (int i = 0; i < n; i++)
            VariancePreservingSde.EulerMaruyamaStep(Horizon / n, x, [i == impulse ? 1 : 0], x);
        return x[0];
    }

    private static void AssertOrderOne(double[] errors, double tolerance = 0.06)
    {
        for (int i = 1; i < errors.Length; i++)
        {
            double order = Math.Log2(errors[i - 1] / errors[i]);
            Assert.True(Math.Abs(order - 1) <= tolerance, $"order {order} between {Steps[i - 1]} and {Steps[i]} steps");
        }
    }
}
