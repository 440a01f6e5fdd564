using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.OptimalTransport;
using Simulator.Numerics.Simd;
using Xunit;
using static Simulator.Tests.Numerics.OptimalTransport.Clouds;

namespace Simulator.Tests.Numerics.OptimalTransport;

public class AssignmentTests
{
    private static readonly VectorPath[] Paths = Enum.GetValues<VectorPath>();

    [Property(MaxTest = 100)]
    public Property Small_problems_agree_with_all_permutations() => Prop.ForAll(Pairs(6, sameSize: true), c =>
    {
        double[] x = c.X, y = c.Y;
        foreach (GroundCost cost in Enum.GetValues<GroundCost>())
        {
            double power = cost == GroundCost.Distance ? 1 : 2;
            double expected = Brute(c.First, (i, j) => Math.Pow(Distance(x, i, y, j, c.Dimension), power));
            foreach (VectorPath path in Paths)
            {
                Outcome<AssignmentPlan> found = Assignment.Solve(Batch(x, c.Dimension), Batch(y, c.Dimension), cost, 1, path);
                Assert.Equal(Status.Ok, found.Status);
                Close.Absolute(expected, found.Value.Bounds.Primal, 1e-13 * Math.Pow(10 * c.Dimension * c.Scale, power), $"{cost} {path}");
            }
        }
    });

    [Property(MaxTest = 60)]
    public Property Certificates_hold_in_plain_loops_for_any_threads() => Prop.ForAll(Pairs(400, sameSize: true), c =>
    {
        double[] x = c.X, y = c.Y;
        int n = c.First, d = c.Dimension;
        Outcome<AssignmentPlan> found = Assignment.Solve(Batch(x, d), Batch(y, d), threads: 1), again = Assignment.Solve(Batch(x, d), Batch(y, d), threads: 2);
        AssignmentPlan plan = found.Value;
        Assert.Equal(Status.Ok, found.Status);
        Assert.Equal(plan.Columns.AsEnumerable(), again.Value.Columns);
        Assert.Equal(plan.ColumnPotentials.AsEnumerable(), again.Value.ColumnPotentials);
        Assert.Equal(Enumerable.Range(0, n), plan.Columns.Order());
        double scale = 100 * c.Scale, primal = 0, dual = plan.RowPotentials.Sum(u => u / n) + plan.ColumnPotentials.Sum(v => v / n);
        for (int i = 0; i < n; i++)
        {
            primal += Distance(x, i, y, plan.Columns[i], d) / n;
            for (int j = 0; j < n; j++)
                Assert.True(plan.RowPotentials[i] + plan.ColumnPotentials[j] <= Distance(x, i, y, j, d) + 1e-14 * scale, "potentials are feasible");
        }

        Close.Absolute(primal, plan.Bounds.Primal, 1e-13 * scale, "primal");
        Close.Absolute(dual, primal, 1e-12 * scale, "dual");
        Assert.True(plan.Bounds.Lower <= plan.Bounds.Upper);
    });

    [Property(MaxTest = 40)]
    public Property Integer_costs_agree_with_the_network_simplex(int seed) => Prop.ForAll(Arb.From(Gen.Choose(1, 200)), n =>
    {
        // Few different costs: everything is tied. Negative ones too.
        var random = Simulator.Numerics.Random.RandomStream.Named(seed, "transport", "test", "matrix");
        double[] costs = [.. Enumerable.Range(0, n * n).Select(_ => random.NextIndex(7) - 2.0)];
        AssignmentPlan plan = Assignment.Solve(new ReadOnlyMatrixView(costs, n, n)).Value;
        Outcome<TransportPlan> simplex = NetworkSimplex.Solve(new ReadOnlyMatrixView(costs, n, n), [], []);
        Assert.Equal(Status.Ok, simplex.Status);
        Close.Absolute(simplex.Value.Bounds.Primal, plan.Bounds.Primal, 1e-12);
        Close.Absolute(plan.Bounds.Dual, plan.Bounds.Primal, 1e-12);
    });

    [Property(MaxTest = 60)]
    public Property The_distance_is_a_metric() => Prop.ForAll(Pairs(60, sameSize: true), c =>
    {
        double[] x = c.X, y = c.Y, z = (c with { Seed = c.Seed + 1 }).X;
        double xy = W(x, y), yz = W(y, z), xz = W(x, z), scale = 1e-12 * c.Scale * c.Dimension * 10;
        Close.Absolute(xy, W(y, x), scale, "symmetry");
        Close.Absolute(0, W(x, x), scale, "same");
        Assert.True(xz <= xy + yz + scale, "triangle");

        double W(double[] a, double[] b) => Assignment.Solve(Batch(a, c.Dimension), Batch(b, c.Dimension)).Value.Bounds.Primal;
    });

    [Property(MaxTest = 40)]
    public Property A_shift_costs_its_length() => Prop.ForAll(Pairs(300, sameSize: true), c =>
    {
        double[] x = c.X, y = [.. x.Select((value, k) => value + c.Scale * (k % c.Dimension + 1))];
        double length = c.Scale * Math.Sqrt(Enumerable.Range(1, c.Dimension).Sum(k => (double)k * k));
        AssignmentPlan one = Assignment.Solve(Batch(x, c.Dimension), Batch(y, c.Dimension)).Value;
        Close.Relative(length, one.Bounds.Primal, 1e-12, "W1");
        AssignmentPlan two = Assignment.Solve(Batch(x, c.Dimension), Batch(y, c.Dimension), GroundCost.SquaredDistance).Value;
        Close.Relative(length, Math.Sqrt(two.Bounds.Primal), 1e-12, "W2");
    });

    [Theory]
    [InlineData(700, 2)]
    [InlineData(700, 16)]
    public void Levels_and_lists_do_not_change_the_optimum(int n, int d)
    {
        var c = new Pair(Shape.Normal, d, n, n, 1, 5);
        double[] x = c.X, y = [.. c.Y.Select(v => 0.5 * v + 1)];
        foreach (GroundCost cost in Enum.GetValues<GroundCost>())
        {
            Outcome<AssignmentPlan> found = Assignment.Solve(Batch(x, d), Batch(y, d), cost);
            Outcome<TransportPlan> simplex = NetworkSimplex.Solve(Batch(x, d), [], Batch(y, d), [], cost);
            Assert.Equal((Status.Ok, Status.Ok), (found.Status, simplex.Status));
            Close.Relative(simplex.Value.Bounds.Primal, found.Value.Bounds.Primal, 1e-12);
        }
    }

    [Fact]
    public void Bad_input_is_named()
    {
        double[] four = [1, 2, 3, 4];
        Assert.Contains("x has 2, y has 4", Assert.Throws<ArgumentException>(() => Assignment.Solve(Batch(four, 2), Batch(four, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("x has 2, y has 1", Assert.Throws<ArgumentException>(() => Assignment.Solve(Batch(four, 2), Batch([1, 2], 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Assignment.Solve(Batch([], 2), Batch([], 2)));
        Assert.Contains("coordinate 1 of point 0 is NaN", Assert.Throws<ArgumentException>(() => Assignment.Solve(Batch([1, double.NaN], 2), Batch([1, 2], 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Assignment.Solve(Batch([1e160], 1), Batch([0], 1), GroundCost.SquaredDistance));
        Assert.Throws<ArgumentException>(() => Assignment.Solve(Batch([1e-160], 1), Batch([0], 1), GroundCost.SquaredDistance));
        Assert.Throws<ArgumentOutOfRangeException>(() => Assignment.Solve(Batch([1], 1), Batch([0], 1), threads: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Assignment.Solve(Batch([1], 1), Batch([0], 1), (GroundCost)7));
        Assert.Throws<ArgumentException>(() => Assignment.Solve(new ReadOnlyMatrixView(four, 1, 4)));
        Assert.Contains("(1, 0)", Assert.Throws<ArgumentException>(() => Assignment.Solve(new ReadOnlyMatrixView([1, 2, double.PositiveInfinity, 4], 2, 2))).Message, StringComparison.Ordinal);
    }
}
