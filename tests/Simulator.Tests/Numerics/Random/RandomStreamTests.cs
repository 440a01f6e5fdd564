using Simulator.Numerics.Random;
using Xunit;

namespace Simulator.Tests.Numerics.Random;

public class RandomStreamTests
{
    [Fact]
    public void Numbers_depend_on_the_name_and_the_position_only()
    {
        RandomStream a = RandomStream.Named(7, "e", "c", "p"), b = RandomStream.Named(7, "e", "c", "p");
        double[] ahead = [.. Enumerable.Range(0, 100).Select(_ => a.NextNormal())];
        var parallel = new double[100];
        Parallel.For(0, 100, i => parallel[99 - i] = b.NormalAt((ulong)(99 - i)));
        Assert.Equal(ahead, parallel);
    }

    [Theory]
    [InlineData(8, "e", "c", "p")]
    [InlineData(7, "ec", "", "p")]
    [InlineData(7, "e", "cp", "")]
    [InlineData(7, "e", "c", "q")]
    public void Other_names_give_other_numbers(long seed, string experiment, string cell, string purpose)
    {
        RandomStream a = RandomStream.Named(7, "e", "c", "p"), b = RandomStream.Named(seed, experiment, cell, purpose);
        Assert.DoesNotContain(Enumerable.Range(0, 100), i => a.BitsAt((ulong)i) == b.BitsAt((ulong)i));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_law()
    {
        const int N = 400_000;
        RandomStream stream = RandomStream.Named(1, "tests", "", "moments");
        double[] z = new double[N];
        stream.FillNormal(z);
        double[] expected = [0, 1, 0, 3, 0, 15];
        double[] variance = [1, 2, 15, 96, 945, 10170];
        for (int p = 1; p <= 6; p++)
        {
            double moment = z.Average(v => Math.Pow(v, p));
            Close.Absolute(expected[p - 1], moment, 4 * Math.Sqrt(variance[p - 1] / N), $"E Z^{p}");
        }
    }

    [Fact]
    public void Uniform_numbers_avoid_the_ends()
    {
        RandomStream stream = RandomStream.Named(1, "tests", "", "uniform");
        double[] u = [.. Enumerable.Range(0, 100_000).Select(_ => stream.NextUniform())];
        Assert.All(u, v => Assert.InRange(v, double.Epsilon, 1 - 1e-17));
        Close.Absolute(0.5, u.Average(), 0.004);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextIndex(0));
        Assert.Equal(5, Enumerable.Range(0, 1000).Select(_ => stream.NextIndex(5)).Distinct().Count());
    }
}
