using FsCheck.Xunit;
using Simulator.Numerics;
using Simulator.Numerics.Quadrature;
using Xunit;

namespace Simulator.Tests.Numerics.Quadrature;

public class AdaptiveQuadratureTests
{
    [Fact]
    public void Integrates_a_peak()
    {
        Outcome<double> result = AdaptiveQuadrature.Integrate(Batch(x => 1 / (1e-4 + x * x)), [-1, 2], 0, 1e-12);
        Assert.Equal(Status.Ok, result.Status);
        Close.Relative(100 * (Math.Atan(100) + Math.Atan(200)), result.Value, 1e-11);
    }

    [Property]
    public void Absolute_value_of_a_polynomial_with_known_roots(int first, int second)
    {
        // ∫_0^1 |(x−a)(x−b)| dx with a, b in (0, 1), also nearly equal ones.
        double a = 0.5 + 0.4 * Math.Sin(first), b = second % 5 == 0 ? a + 1e-7 : 0.5 + 0.4 * Math.Cos(second);
        (a, b) = (Math.Min(a, b), Math.Max(a, b));
        double P(double x) => x * x * x / 3 - (a + b) * x * x / 2 + a * b * x;
        double exact = P(a) - (P(b) - P(a)) + P(1) - P(b);
        Outcome<double> result = AdaptiveQuadrature.IntegrateAbsolute(Batch(x => (x - a) * (x - b)), [0, 1], 1e-13, 0);
        Assert.Equal(Status.Ok, result.Status);
        Close.Absolute(exact, result.Value, 1e-13 + 3 * result.Diagnostics.ErrorEstimate);
    }

    /// <summary>One root is the middle of the interval and thus a node and the first cut, the other lies before the next node.</summary>
    [Theory]
    [InlineData(0.5, 0.50177)]
    [InlineData(0.4985, 0.5)]
    [InlineData(0.5, 0.5000001)]
    public void A_root_at_a_cut_does_not_hide_the_next(double a, double b)
    {
        double P(double x) => x * x * x / 3 - (a + b) * x * x / 2 + a * b * x;
        Outcome<double> result = AdaptiveQuadrature.IntegrateAbsolute(Batch(x => (x - a) * (x - b)), [0, 1], 1e-13, 0);
        Close.Absolute(P(a) - (P(b) - P(a)) + P(1) - P(b), result.Value, 1e-13 + 3 * result.Diagnostics.ErrorEstimate);
    }

    [Fact]
    public void Absolute_value_of_a_wave_with_many_sign_changes()
    {
        Outcome<double> result = AdaptiveQuadrature.IntegrateAbsolute(Batch(x => Math.Sin(40 * x)), [0, Math.PI], 1e-12, 0);
        Assert.Equal(Status.Ok, result.Status);
        Close.Absolute(2, result.Value, 1e-11);
    }

    [Fact]
    public void What_does_not_converge_says_so()
    {
        Assert.Equal(Status.NotConverged, AdaptiveQuadrature.Integrate(Batch(x => double.NaN), [0, 1], 1e-9, 0).Status);
        Assert.Equal(Status.NotConverged, AdaptiveQuadrature.Integrate(Batch(x => 1 / Math.Abs(x - 0.3)), [0, 1], 1e-9, 1e-9).Status);
    }

    [Fact]
    public void Breakpoints_must_ascend()
    {
        Assert.Throws<ArgumentException>(() => AdaptiveQuadrature.Integrate(Batch(x => x), [0], 1e-9, 0));
        Assert.Throws<ArgumentException>(() => AdaptiveQuadrature.Integrate(Batch(x => x), [1, 0], 1e-9, 0));
        Assert.Throws<ArgumentException>(() => AdaptiveQuadrature.Integrate(Batch(x => x), [0, double.NaN], 1e-9, 0));
    }

    private static BatchFunction Batch(Func<double, double> f) => (x, y) =>
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = f(x[i]);
    };
}
