using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics.OptimalTransport;
using Simulator.Numerics.Random;
using Xunit;
using static Simulator.Tests.Numerics.OptimalTransport.Clouds;

namespace Simulator.Tests.Numerics.OptimalTransport;

public class SlicedTransportTests
{
    private static readonly RandomStream Random = RandomStream.Named(1, "sliced", "test", "directions");

    [Property(MaxTest = 40)]
    public Property Projections_are_not_farther_apart_than_points() => Prop.ForAll(Pairs(60, sameSize: false), given =>
    {
        Pair c = given with { Scale = 1 };
        double[] x = c.X, y = c.Y, a = c.Weights("a", c.First), b = c.Weights("b", c.Second);
        double exact = NetworkSimplex.Solve(Batch(x, c.Dimension), a, Batch(y, c.Dimension), b).Value.Bounds.Primal;
        SlicedDistance sliced = SlicedTransport.W(Batch(x, c.Dimension), a, Batch(y, c.Dimension), b, 1, 30, Random, 1).Value;
        ProjectedDistance greatest = SlicedTransport.MaxW1(Batch(x, c.Dimension), a, Batch(y, c.Dimension), b, 4, Random, 1).Value, again = SlicedTransport.MaxW1(Batch(x, c.Dimension), a, Batch(y, c.Dimension), b, 4, Random, 2).Value;
        Assert.Equal(greatest.Value, again.Value);
        Assert.Equal(greatest.Direction, again.Direction);
        Assert.True(sliced.Value <= exact + 1e-12 && greatest.Value <= exact + 1e-12);
        Close.Absolute(1, Math.Sqrt(greatest.Direction.Sum(v => v * v)), 1e-14);
        if (c.Dimension == 1)
        {
            Close.Absolute(exact, sliced.Value, 1e-12);
            Close.Absolute(exact, greatest.Value, 1e-12);
            Assert.Equal(0, sliced.StandardError);
        }
    });

    [Property(MaxTest = 30)]
    public Property A_shift_is_found_by_the_greatest_slice() => Prop.ForAll(Pairs(60, sameSize: true), given =>
    {
        Pair c = given with { Scale = 1 };
        double[] y = [.. c.X.Select((v, k) => v + k % c.Dimension + 1)];
        double length = Math.Sqrt(Enumerable.Range(1, c.Dimension).Sum(k => (double)k * k));
        Close.Relative(length, SlicedTransport.MaxW1(Batch(c.X, c.Dimension), [], Batch(y, c.Dimension), [], 1, Random).Value.Value, 1e-12);
    });

    [Fact]
    public void The_mean_over_directions_is_within_its_error()
    {
        // Two points at distance 1 in three dimensions: |cos| is uniform, its mean is ½, the mean of its square ⅓.
        SlicedDistance one = SlicedTransport.W(Batch([0, 0, 0], 3), [], Batch([0, 0, 1], 3), [], 1, 4000, Random).Value;
        SlicedDistance two = SlicedTransport.W(Batch([0, 0, 0], 3), [], Batch([0, 0, 1], 3), [], 2, 4000, Random).Value;
        Close.Absolute(0.5, one.Value, 4 * one.StandardError);
        Close.Absolute(Math.Sqrt(1.0 / 3), two.Value, 4 * two.StandardError);
        Close.Relative(Math.Sqrt(1.0 / 12 / 4000), one.StandardError, 0.05);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SlicedTransport.W(Batch([1], 1), [], Batch([1], 1), [], 0.5, 10, Random));
        Assert.Throws<ArgumentOutOfRangeException>(() => SlicedTransport.W(Batch([1], 1), [], Batch([1], 1), [], 1, 1, Random));
        Assert.Throws<ArgumentException>(() => SlicedTransport.W(Batch([1, 2], 2), [], Batch([1], 1), [], 1, 10, Random));
        Assert.Throws<ArgumentOutOfRangeException>(() => SlicedTransport.MaxW1(Batch([1], 1), [], Batch([1], 1), [], 0, Random));
        Assert.Throws<ArgumentException>(() => SlicedTransport.MaxW1(Batch([1], 1), [-1], Batch([1], 1), [], 1, Random));
    }
}
