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

public class NetworkSimplexTests
{
    [Property(MaxTest = 80)]
    public Property Plans_and_certificates_hold_in_plain_loops() => Prop.ForAll(Pairs(60, sameSize: false), c =>
    {
        double[] x = c.X, y = c.Y, a = c.Weights("a", c.First), b = c.Weights("b", c.Second);
        int d = c.Dimension;
        Outcome<TransportPlan> found = NetworkSimplex.Solve(Batch(x, d), a, Batch(y, d), b);
        TransportPlan plan = found.Value;
        Assert.Equal(Status.Ok, found.Status);
        double[] left = new double[c.First], right = new double[c.Second];
        double primal = 0, dual = 0, scale = 100 * c.Scale;
        foreach (Shipment s in plan.Shipments)
        {
            Assert.True(s.Mass > 0);
            left[s.Row] += s.Mass;
            right[s.Column] += s.Mass;
            primal += s.Mass * Distance(x, s.Row, y, s.Column, d);
        }

        Assert.True(plan.Shipments.Length < c.First + c.Second);
        for (int i = 0; i < c.First; i++)
        {
            Close.Absolute(a[i], left[i], 1e-15, "row sum");
            dual += a[i] * plan.RowPotentials[i];
            for (int j = 0; j < c.Second; j++)
                Assert.True(plan.RowPotentials[i] + plan.ColumnPotentials[j] <= Distance(x, i, y, j, d) + 1e-14 * scale, "potentials are feasible");
        }

        for (int j = 0; j < c.Second; j++)
        {
            Close.Absolute(b[j], right[j], 1e-15, "column sum");
            dual += b[j] * plan.ColumnPotentials[j];
        }

        Close.Absolute(primal, plan.Bounds.Primal, 1e-13 * scale, "primal");
        Close.Absolute(dual, primal, 1e-12 * scale, "dual");
    });

    [Property(MaxTest = 60)]
    public Property Whole_weights_are_copies_of_points() => Prop.ForAll(Pairs(3, sameSize: true), c =>
    {
        // An independent oracle: a point of weight k/7 is k points of weight 1/7; all permutations of these.
        double[] x = c.X, y = c.Y;
        int[] first = Copies(c.Seed), second = Copies(c.Seed + 1);
        double expected = Brute(7, (i, j) => Distance(x, first[i], y, second[j], c.Dimension));
        double[] a = Shares(first), b = Shares(second);
        foreach (VectorPath path in Enum.GetValues<VectorPath>())
        {
            Outcome<TransportPlan> found = NetworkSimplex.Solve(Batch(x, c.Dimension), a, Batch(y, c.Dimension), b, path: path);
            Assert.Equal(Status.Ok, found.Status);
            Close.Absolute(expected, found.Value.Bounds.Primal, 1e-13 * c.Scale * 10 * c.Dimension);
        }

        int[] Copies(int seed) => [.. Enumerable.Range(0, 7).Select(k => (int)(Simulator.Numerics.Random.RandomStream.Named(seed, "a", "b", "copies").UniformAt((ulong)k) * c.First))];

        double[] Shares(int[] copies) => [.. Enumerable.Range(0, c.First).Select(i => copies.Count(k => k == i) / 7.0)];
    });

    [Property(MaxTest = 60)]
    public Property On_the_line_it_is_the_monotone_coupling() => Prop.ForAll(Pairs(80, sameSize: false), c =>
    {
        Pair line = c with { Dimension = 1 };
        double[] x = line.X, y = line.Y, a = line.Weights("a", c.First), b = line.Weights("b", c.Second);
        double one = NetworkSimplex.Solve(Batch(x, 1), a, Batch(y, 1), b).Value.Bounds.Primal;
        double two = NetworkSimplex.Solve(Batch(x, 1), a, Batch(y, 1), b, GroundCost.SquaredDistance).Value.Bounds.Primal;
        Close.Absolute(one, LineTransport.W(x, a, y, b, 1).Value, 1e-13 * c.Scale * 10, "W1");
        Close.Absolute(two / c.Scale / c.Scale, Math.Pow(LineTransport.W(x, a, y, b, 2).Value / c.Scale, 2), 1e-11, "W2²");
    });

    [Property(MaxTest = 60)]
    public Property Equal_weights_are_an_assignment() => Prop.ForAll(Pairs(150, sameSize: true), c =>
    {
        double[] x = c.X, y = c.Y;
        double assigned = Assignment.Solve(Batch(x, c.Dimension), Batch(y, c.Dimension)).Value.Bounds.Primal;
        Outcome<TransportPlan> found = NetworkSimplex.Solve(Batch(x, c.Dimension), [], Batch(y, c.Dimension), []);
        Assert.Equal(Status.Ok, found.Status);
        Close.Absolute(assigned, found.Value.Bounds.Primal, 1e-13 * c.Scale * 10 * c.Dimension);
    });

    [Fact]
    public void Bad_input_is_named()
    {
        double[] two = [1, 2];
        Assert.Contains("add up", Assert.Throws<ArgumentException>(() => NetworkSimplex.Solve(Batch(two, 1), [0.5, 0.5], Batch(two, 1), [0.5, 0.6])).Message, StringComparison.Ordinal);
        Assert.Contains("weight 1 is -0.5", Assert.Throws<ArgumentException>(() => NetworkSimplex.Solve(Batch(two, 1), [1.5, -0.5], Batch(two, 1), [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => NetworkSimplex.Solve(Batch(two, 1), [double.NaN, 1], Batch(two, 1), []));
        Assert.Throws<ArgumentException>(() => NetworkSimplex.Solve(Batch(two, 1), [1], Batch(two, 1), []));
        Assert.Throws<ArgumentException>(() => NetworkSimplex.Solve(Batch(two, 1), [0, 0], Batch(two, 1), []));
        Assert.Throws<ArgumentException>(() => NetworkSimplex.Solve(new ReadOnlyMatrixView([], 0, 0), [], []));
    }
}
