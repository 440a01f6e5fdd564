using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics.OptimalTransport;
using Xunit;
using static Simulator.Tests.Numerics.OptimalTransport.Clouds;

namespace Simulator.Tests.Numerics.OptimalTransport;

public class LineTransportTests
{
    [Property(MaxTest = 60)]
    public Property Sorted_samples_are_the_best_assignment() => Prop.ForAll(Pairs(200, sameSize: true), c =>
    {
        Pair line = c with { Dimension = 1 };
        double[] x = line.X, y = line.Y;
        Close.Absolute(Assignment.Solve(Batch(x, 1), Batch(y, 1)).Value.Bounds.Primal, LineTransport.W(x, [], y, [], 1).Value, 1e-13 * c.Scale * 10);
        double square = Assignment.Solve(Batch(x, 1), Batch(y, 1), GroundCost.SquaredDistance).Value.Bounds.Primal;
        Close.Absolute(square / c.Scale / c.Scale, Math.Pow(LineTransport.W(x, [], y, [], 2).Value / c.Scale, 2), 1e-11);
    });

    [Property(MaxTest = 60)]
    public Property Weights_of_one_size_change_nothing() => Prop.ForAll(Pairs(50, sameSize: false), c =>
    {
        Pair line = c with { Dimension = 1 };
        double[] x = line.X, y = line.Y, a = [.. x.Select(_ => 3.0)];
        foreach (double p in new[] { 1, 1.5, 2, 7 })
            Close.Absolute(LineTransport.W(x, [], y, [], p).Value, LineTransport.W(x, a, y, [], p).Value, 1e-2 * c.Scale * Math.Pow(1e-14, 1 / p) * 1e3);
    });

    [Fact]
    public void Known_values()
    {
        Assert.Equal(0.5, LineTransport.W([0, 1], [], [0.5], [], 1).Value, 15);
        Assert.Equal(0.5, LineTransport.W([0, 1], [], [0.5], [], 2).Value, 15);
        Assert.Equal(0.75, LineTransport.W([0, 1], [1, 3], [0], [], 1).Value, 15);
        Assert.Equal(0, LineTransport.W([3, 1, 2], [], [1, 2, 3], [], 3).Value);
        Assert.Equal(2e300, LineTransport.W([1e300], [], [-1e300], [], 2).Value);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentException>(() => LineTransport.W([], [], [1], [], 1));
        Assert.Throws<ArgumentException>(() => LineTransport.W([1], [], [double.NaN], [], 1));
        Assert.Throws<ArgumentException>(() => LineTransport.W([1], [-1], [1], [], 1));
        Assert.Throws<ArgumentException>(() => LineTransport.W([1], [1, 2], [1], [], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineTransport.W([1], [], [1], [], 0.5));
        Assert.Throws<ArgumentException>(() => LineTransport.W([1e308], [], [-1e308], [], 1));
    }
}
