using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics.OptimalTransport;
using Xunit;
using static Simulator.Tests.Numerics.OptimalTransport.Clouds;

namespace Simulator.Tests.Numerics.OptimalTransport;

public class LipschitzPotentialTests
{
    [Property(MaxTest = 60)]
    public Property Any_values_give_a_function_of_constant_one_and_a_lower_bound() => Prop.ForAll(Pairs(40, sameSize: true), given =>
    {
        Pair c = given with { Scale = 1 };
        double[] x = c.X, y = c.Y, psi = [.. (c with { Dimension = 1, Seed = c.Seed + 2 }).X.Select(v => 3 * v)];
        int d = c.Dimension;
        var g = new LipschitzPotential(Batch(y, d), psi);
        double[] values = new double[c.First];
        g.Evaluate(Batch(x, d), values, 1);
        for (int i = 0; i < c.First; i++)
        {
            Close.Absolute(Enumerable.Range(0, c.Second).Min(j => Distance(x, i, y, j, d) + psi[j]), values[i], 1e-13, "value");
            for (int j = 0; j < i; j++)
                Assert.True(Math.Abs(values[i] - values[j]) <= Distance(x, i, x, j, d) + 1e-13);
        }

        Assert.True(g.LowerBound(Batch(x, d), Batch(y, d)) <= Assignment.Solve(Batch(x, d), Batch(y, d)).Value.Bounds.Primal + 1e-12);
    });

    [Property(MaxTest = 40)]
    public Property The_potential_of_an_optimal_plan_attains_the_distance() => Prop.ForAll(Pairs(100, sameSize: true), given =>
    {
        Pair c = given with { Scale = 1 };
        AssignmentPlan plan = Assignment.Solve(Batch(c.X, c.Dimension), Batch(c.Y, c.Dimension)).Value;
        var g = LipschitzPotential.Of(Batch(c.Y, c.Dimension), plan.ColumnPotentials.AsSpan());
        Close.Absolute(plan.Bounds.Primal, g.LowerBound(Batch(c.X, c.Dimension), Batch(c.Y, c.Dimension)), 1e-12 * (1 + c.Dimension));
    });

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentException>(() => new LipschitzPotential(Batch([], 1), []));
        Assert.Throws<ArgumentException>(() => new LipschitzPotential(Batch([1], 1), []));
        Assert.Throws<ArgumentException>(() => new LipschitzPotential(Batch([1], 1), [double.NaN]));
        var g = new LipschitzPotential(Batch([1, 2], 2), [0]);
        Assert.Throws<ArgumentException>(() => g.Evaluate(Batch([1], 1), new double[1]));
        Assert.Throws<ArgumentException>(() => g.Evaluate(Batch([1, 2], 2), new double[2]));
    }
}
