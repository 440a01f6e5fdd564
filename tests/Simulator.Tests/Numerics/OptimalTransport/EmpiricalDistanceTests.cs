using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics;
using Simulator.Numerics.OptimalTransport;
using Simulator.Numerics.Random;
using Xunit;
using static Simulator.Tests.Numerics.OptimalTransport.Clouds;

namespace Simulator.Tests.Numerics.OptimalTransport;

public class EmpiricalDistanceTests
{
    [Property(MaxTest = 50)]
    public Property The_method_suits_the_samples_and_encloses_the_distance() => Prop.ForAll(Pairs(60, sameSize: false), given =>
    {
        Pair c = given with { Scale = 1 };
        double[] x = c.X, y = c.Y;
        foreach (GroundCost cost in Enum.GetValues<GroundCost>())
        {
            Outcome<EmpiricalInterval> found = EmpiricalDistance.Between(Batch(x, c.Dimension), [], Batch(y, c.Dimension), [], cost);
            double exact = NetworkSimplex.Solve(Batch(x, c.Dimension), [], Batch(y, c.Dimension), [], cost).Value.Bounds.Primal;
            if (cost == GroundCost.SquaredDistance) exact = Math.Sqrt(exact);
            Assert.Equal(Status.Ok, found.Status);
            Assert.Equal(
                c.Dimension == 1 ? TransportMethod.Line : c.First == c.Second ? TransportMethod.Assignment : TransportMethod.NetworkSimplex, found.Value.Method);
            double slack = cost == GroundCost.Distance ? 1e-12 : 1e-6;
            Assert.InRange(exact, found.Value.Lower - slack, found.Value.Upper + slack);
            Assert.True(found.Value.Lower <= found.Value.Upper);
        }
    });

    [Fact]
    public void Bias_and_null_floor()
    {
        var c = new Pair(Shape.Normal, 3, 200, 200, 1, 4);
        EmpiricalInterval found = EmpiricalDistance.Between(Batch(c.X, 3), [], Batch(c.Y, 3), [], nullFloor: RandomStream.Named(1, "null", "floor", "split")).Value;
        Assert.Equal(-1.0 / 3, found.Bias.Exponent, 15);
        Assert.Equal(Math.Pow(200, -1.0 / 3), found.Bias.Order, 12);
        Assert.Contains("n^-0.333", found.Bias.Text, StringComparison.Ordinal);

        // Both samples have one law: what is seen is the floor, which has half the points.
        Assert.InRange(found.NullFloor!.Value / found.Upper, 0.9, 1.6);
        EmpiricalInterval plane = EmpiricalDistance.Between(Batch([0, 0, 1, 1], 2), [], Batch([0, 1, 1, 0], 2), []).Value;
        Assert.Equal((-0.5, 0.5), (plane.Bias.Exponent, plane.Bias.LogExponent));
        Assert.Null(plane.NullFloor);
        Assert.Equal(-0.5, EmpiricalDistance.Between(Batch([1], 1), [], Batch([2], 1), []).Value.Bias.Exponent);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentException>(() => EmpiricalDistance.Between(Batch([], 1), [], Batch([1], 1), []));
        Assert.Throws<ArgumentException>(() => EmpiricalDistance.Between(Batch([1], 1), [], Batch([1, 2], 2), []));
        Assert.Throws<ArgumentException>(() => EmpiricalDistance.Between(Batch([1], 1), [0], Batch([1], 1), []));
        Assert.Throws<ArgumentException>(() => EmpiricalDistance.Between(Batch([1], 1), [], Batch([1], 1), [], nullFloor: RandomStream.Named(1, "a", "b", "c")));
    }
}
