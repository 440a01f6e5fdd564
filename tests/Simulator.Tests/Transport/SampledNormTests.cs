using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.Transport;

public class SampledNormTests
{
    private static readonly double[] Breakpoints = [-9, -6, -3, -1, 0, 1, 3, 6, 9];

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(1, 0.4)]
    [InlineData(5, 0.0)]
    [InlineData(300, 0.4)]
    public void Sampled_norm_of_an_affine_difference_equals_the_closed_form(int copies, double shift)
    {
        Outcome<SampledNorm> sampled = SampledNorm.Of(Map(z => 0.01 * z + shift), Map(Normal.Pdf), Breakpoints, 1e-15, 1e-11);
        Assert.Equal(Status.Ok, sampled.Status);
        double exact = BlockNorm.Expectation([new RepeatedNorm(new AffineBlock(1, 0.01, shift), copies)]);
        Close.Relative(exact, BlockNorm.Expectation([new RepeatedNorm(sampled.Value, copies)]), 1e-10);

        // A sum of masses knows a transform of 10⁻⁶ to ten digits, and need not know smaller ones: they count as 0 in 1 − Π.
        foreach (double u in ((double[])[1e-20, 1e-6, 1e-3, 1, 50, 1e4]).Where(u => new AffineBlock(1, 0.01, shift).LogLaplace(u) > -14))
            Close.Relative(new AffineBlock(1, 0.01, shift).LogLaplace(u), sampled.Value.LogLaplace(u), 1e-9, $"log Laplace at {u}");
    }

    [Fact]
    public void A_difference_of_zero_has_norm_zero()
        => Assert.Equal(0, BlockNorm.Expectation([new RepeatedNorm(SampledNorm.Of(Map(_ => 0), Map(Normal.Pdf), Breakpoints, 1e-15, 0).Value, 3)]));

    private static BatchFunction Map(Func<double, double> f) => (x, y) =>
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = f(x[i]);
    };
}
