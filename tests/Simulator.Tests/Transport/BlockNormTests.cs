using MathNet.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Quadrature;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.Transport;

public class BlockNormTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void Norm_of_a_normal_vector_is_the_mean_of_chi(int d)
    {
        // E χ_d = √2 Γ((d+1)/2)/Γ(d/2); for large d by its asymptotic series, since differences of log Γ lose digits.
        double exact = d < 1000
            ? Math.Sqrt(2) * Math.Exp(SpecialFunctions.GammaLn(0.5 * (d + 1)) - SpecialFunctions.GammaLn(0.5 * d))
            : Math.Sqrt(d) * (1 - 1.0 / (4 * d) + 1.0 / (32.0 * d * d) + 5.0 / (128.0 * d * d * d));
        Close.Relative(exact, BlockNorm.Expectation([new AffineBlock(d, 1, 0)]), d < 1000 ? 1e-12 : 2e-13);
        Close.Relative(3e-9 * exact, BlockNorm.Expectation([new AffineBlock(d, -3e-9, 0)]), 1e-12);
    }

    [Theory]
    [InlineData(0.5, 0.0)]
    [InlineData(0.5, 0.2)]
    [InlineData(1e-3, 2.0)]
    [InlineData(2.0, 1e-6)]
    public void One_shifted_coordinate_is_a_folded_normal(double alpha, double gamma)
        => Close.Relative(GaussianDistance.FoldedMean(alpha, gamma), BlockNorm.Expectation([new AffineBlock(1, alpha, gamma)]), 1e-12);

    /// <summary>Second moments may be e³⁰ times the usual square, as of slopes near the centre of a sphere: E‖·‖ must not be lost.</summary>
    [Fact]
    public void Heavy_tails_do_not_hide_the_mean()
    {
        // E e^{aZ²} = 1/√(1 − 2a) where |Z| may be large; cut at ±9 both routes see the same law.
        double[] panels = [.. Enumerable.Range(-9, 19).Select(i => (double)i)];
        static void Heavy(ReadOnlySpan<double> v, Span<double> y) => Fill(v, y, x => Math.Exp(0.45 * x * x));
        static void Density(ReadOnlySpan<double> v, Span<double> y) => Fill(v, y, Normal.Pdf);
        double direct = AdaptiveQuadrature.Integrate((v, y) => Fill(v, y, x => Math.Exp(0.45 * x * x) * Normal.Pdf(x)), panels, 0, 1e-12).Value;
        SampledNorm norm = SampledNorm.Of(Heavy, Density, panels, 0, 1e-10).Value;
        Close.Relative(direct, norm.Mean!.Value, 1e-9);

        // With a second block, however small, it is the Laplace integral that is asked.
        Close.Relative(direct, BlockNorm.Expectation([new RepeatedNorm(norm, 1), new RepeatedNorm(new AffineBlock(1, 1e-12, 0), 1)]), 1e-9);
        Assert.True(norm.SecondMoment > 1e9 * direct * direct);

        static void Fill(ReadOnlySpan<double> v, Span<double> y, Func<double, double> f)
        {
            for (int i = 0; i < v.Length; i++)
                y[i] = f(v[i]);
        }
    }

    [Fact]
    public void Splitting_a_block_changes_nothing()
    {
        double whole = BlockNorm.Expectation([new AffineBlock(7, 0.3, 0.5), new AffineBlock(2, 1.1, 0)]);
        double split = BlockNorm.Expectation([new AffineBlock(3, 0.3, 0.3), new AffineBlock(2, 1.1, 0), new AffineBlock(4, 0.3, 0.4)]);
        Close.Relative(whole, split, 1e-13);
        Close.Relative(2.5, BlockNorm.Expectation([new AffineBlock(3, 0, 2.5)]), 1e-12);
        Assert.Equal(0, BlockNorm.Expectation([new AffineBlock(3, 0, 0)]));
    }
}
