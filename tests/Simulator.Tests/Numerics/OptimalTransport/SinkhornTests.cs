using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Numerics;
using Simulator.Numerics.OptimalTransport;
using Simulator.Numerics.Simd;
using Xunit;
using static Simulator.Tests.Numerics.OptimalTransport.Clouds;

namespace Simulator.Tests.Numerics.OptimalTransport;

public class SinkhornTests
{
    [Property(MaxTest = 40)]
    public Property Bounds_bracket_the_exact_cost_converged_or_not() => Prop.ForAll(Pairs(40, sameSize: false), given =>
    {
        Pair c = given with { Scale = 1 };
        double[] x = c.X, y = c.Y, a = c.Weights("a", c.First), b = c.Weights("b", c.Second);
        double exact = NetworkSimplex.Solve(Batch(x, c.Dimension), a, Batch(y, c.Dimension), b).Value.Bounds.Primal;
        foreach ((double epsilon, int iterations) in new[] { (1.0, 2000), (0.1, 2000), (0.05, 3) })
        {
            Outcome<SinkhornResult> found = Sinkhorn.Solve(Batch(x, c.Dimension), a, Batch(y, c.Dimension), b, new SinkhornOptions(epsilon, 1e-8, iterations, 1));
            Outcome<SinkhornResult> again = Sinkhorn.Solve(Batch(x, c.Dimension), a, Batch(y, c.Dimension), b, new SinkhornOptions(epsilon, 1e-8, iterations, 2));
            Assert.Equal(found.Value.RowPotentials, again.Value.RowPotentials);
            Assert.Equal(found.Status == Status.Ok, found.Value.Residual <= 1e-8);
            Assert.True(found.Value.Bounds.Lower <= exact + 1e-12, "lower");
            Assert.True(found.Value.Bounds.Upper >= exact - 1e-12, "upper");
        }
    });

    [Property(MaxTest = 30)]
    public Property The_residual_is_that_of_plain_loops_converged_or_not() => Prop.ForAll(Pairs(20, sameSize: false), given =>
    {
        Pair c = given with { Scale = 1 };
        foreach (VectorPath path in Enum.GetValues<VectorPath>())
            _ = CheckedResidual(c, 20_000, path);
    });

    [Fact]
    public void Clouds_converge_and_points_whose_best_plan_falls_apart_say_that_they_did_not()
    {
        Assert.Equal(Status.Ok, CheckedResidual(new Pair(Shape.Normal, 3, 20, 13, 1, 5), 20_000, VectorPath.Vector256));

        // Each of the four takes two of the eight: the four blocks see each other through exp(−cost/ε) alone, and a million iterations take 6 % off the residual.
        Assert.Equal(Status.NotConverged, CheckedResidual(new Pair(Shape.Collinear, 17, 8, 4, 1, 944075), 20_000, VectorPath.Vector256));
    }

    /// <summary>Solves to 1e-10 and holds the status against the residual, and the residual against plain loops over the potentials.</summary>
    private static Status CheckedResidual(Pair c, int iterations, VectorPath path)
    {
        const double Epsilon = 0.5, Tolerance = 1e-10;
        double[] x = c.X, y = c.Y;
        Outcome<SinkhornResult> found = Sinkhorn.Solve(Batch(x, c.Dimension), [], Batch(y, c.Dimension), [], new SinkhornOptions(Epsilon, Tolerance, iterations), path: path);
        (double[] f, double[] g) = (found.Value.RowPotentials, found.Value.ColumnPotentials);
        double residual = 0;
        for (int i = 0; i < c.First; i++)
        {
            double sum = Enumerable.Range(0, c.Second).Sum(j => Math.Exp((f[i] + g[j] - Distance(x, i, y, j, c.Dimension)) / Epsilon) / c.Second);
            residual += Math.Abs(sum - 1) / c.First;
        }

        Close.Absolute(residual, found.Value.Residual, 1e-11);
        Assert.Equal(found.Value.Residual <= Tolerance ? Status.Ok : Status.NotConverged, found.Status);
        return found.Status;
    }

    [Property(MaxTest = 30)]
    public Property The_divergence_vanishes_between_equal_clouds_only() => Prop.ForAll(Pairs(25, sameSize: true), given =>
    {
        Pair c = given with { Scale = 1 };
        var options = new SinkhornOptions(0.5, 1e-11);
        Outcome<double> same = Sinkhorn.Divergence(Batch(c.X, c.Dimension), [], Batch(c.X, c.Dimension), [], options);
        Close.Absolute(0, same.Value, 1e-9);
        Outcome<double> other = Sinkhorn.Divergence(Batch(c.X, c.Dimension), [], Batch(c.Y, c.Dimension), [], options);
        Assert.True(other.Value >= -1e-9);
    });

    [Fact]
    public void A_small_regularisation_comes_close_and_says_when_it_did_not_converge()
    {
        var c = new Pair(Shape.Normal, 2, 50, 50, 1, 3);
        double exact = Assignment.Solve(Batch(c.X, 2), Batch(c.Y, 2)).Value.Bounds.Primal;
        Outcome<SinkhornResult> close = Sinkhorn.Solve(Batch(c.X, 2), [], Batch(c.Y, 2), [], new SinkhornOptions(0.01, 1e-6, 100_000));
        Assert.Equal(Status.Ok, close.Status);
        Assert.InRange(close.Value.Bounds.Upper - close.Value.Bounds.Lower, 0, 0.05 * exact);
        Outcome<SinkhornResult> early = Sinkhorn.Solve(Batch(c.X, 2), [], Batch(c.Y, 2), [], new SinkhornOptions(0.002, 1e-12, 2));
        Assert.Equal(Status.NotConverged, early.Status);
        Assert.True(early.Value.Residual > 1e-12 && double.IsFinite(early.Value.Residual));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        double[] two = [1, 2];
        foreach (double epsilon in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => Sinkhorn.Solve(Batch(two, 1), [], Batch(two, 1), [], new SinkhornOptions(epsilon)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sinkhorn.Solve(Batch(two, 1), [], Batch(two, 1), [], new SinkhornOptions(1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sinkhorn.Solve(Batch(two, 1), [], Batch(two, 1), [], new SinkhornOptions(1, MaxIterations: 0)));
        Assert.Throws<ArgumentException>(() => Sinkhorn.Solve(Batch(two, 1), [1, double.NaN], Batch(two, 1), [], new SinkhornOptions(1)));
    }
}
