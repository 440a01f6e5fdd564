using Simulator.Numerics.Interpolation;
using Xunit;

namespace Simulator.Tests.Numerics.Interpolation;

/// <summary>Interpolation in the plane: exact where it must be, of order 8 elsewhere.</summary>
public class PlanarInterpolantTests
{
    private static PlanarInterpolant Of(PlanarGrid grid, Func<double, double, (double, double)> f)
    {
        double[] points = grid.Points(), values = new double[points.Length];
        for (int i = 0; i < points.Length; i += 2)
            (values[i], values[i + 1]) = f(points[i], points[i + 1]);
        return new PlanarInterpolant(grid, values);
    }

    private static PlanarGrid Square(double reach, int intervals) => new(-reach, -reach, 2 * reach / intervals, 2 * reach / intervals, intervals + 1, intervals + 1);

    [Fact]
    public void Polynomials_of_degree_7_and_their_derivatives_are_exact()
    {
        PlanarInterpolant p = Of(new PlanarGrid(-1.2, -1, 0.1, 0.125, 25, 17), (x, y) => (Math.Pow(x, 7) * Math.Pow(y, 7) + x * y, 1 + Math.Pow(y, 7) - 2 * Math.Pow(x, 6) * y));
        double[] jacobian = new double[4], hessian = new double[6], value = new double[2];
        foreach ((double x, double y) in ((double, double)[])[(0.31, -0.27), (-0.7, 0.41), (0.7999, 0.4999), (-0.8, 0), (0, -0.5)])
        {
            p.Evaluate([x, y], value);
            Close.Absolute(Math.Pow(x, 7) * Math.Pow(y, 7) + x * y, value[0], 1e-14);
            Close.Absolute(1 + Math.Pow(y, 7) - 2 * Math.Pow(x, 6) * y, value[1], 1e-14);
            p.Jacobian(x, y, jacobian);
            Close.Absolute(7 * Math.Pow(x, 6) * Math.Pow(y, 7) + y, jacobian[0], 1e-12);
            Close.Absolute(7 * Math.Pow(x, 7) * Math.Pow(y, 6) + x, jacobian[1], 1e-12);
            Close.Absolute(-12 * Math.Pow(x, 5) * y, jacobian[2], 1e-12);
            Close.Absolute(7 * Math.Pow(y, 6) - 2 * Math.Pow(x, 6), jacobian[3], 1e-12);
            p.Hessian(x, y, hessian);
            Close.Absolute(42 * Math.Pow(x, 5) * Math.Pow(y, 7), hessian[0], 1e-10);
            Close.Absolute(49 * Math.Pow(x, 6) * Math.Pow(y, 6) + 1, hessian[1], 1e-10);
            Close.Absolute(42 * Math.Pow(x, 7) * Math.Pow(y, 5), hessian[2], 1e-10);
            Close.Absolute(-60 * Math.Pow(x, 4) * y, hessian[3], 1e-10);
            Close.Absolute(-12 * Math.Pow(x, 5), hessian[4], 1e-10);
            Close.Absolute(42 * Math.Pow(y, 5), hessian[5], 1e-10);
        }
    }

    [Fact]
    public void Order_is_eight()
    {
        static double Error(int intervals)
        {
            PlanarInterpolant p = Of(Square(4, intervals), (x, y) => (Math.Sin(x + 0.5 * y), Math.Exp(-x * x - y)));
            double worst = 0;
            double[] value = new double[2];
            for (double x = -1.5; x <= 1.5; x += 0.0937)
            {
                for (double y = -1.5; y <= 1.5; y += 0.0871)
                {
                    p.Evaluate([x, y], value);
                    worst = Math.Max(worst, Math.Max(Math.Abs(value[0] - Math.Sin(x + 0.5 * y)), Math.Abs(value[1] - Math.Exp(-x * x - y))));
                }
            }

            return worst;
        }

        double order = Math.Log2(Error(40) / Error(80));
        Assert.InRange(order, 7.6, 8.4);
    }

    /// <summary>Straight beyond the rim, without a jump, and affine maps are exact everywhere.</summary>
    [Fact]
    public void Continues_straight_beyond_the_rim()
    {
        PlanarInterpolant affine = Of(Square(1, 10), (x, y) => (1 + 2 * x - y, 3 * x + 0.5 * y));
        PlanarInterpolant bent = Of(Square(1, 16), (x, y) => (Math.Sin(x) * Math.Cos(y), x * y * y));
        double[] value = new double[2], other = new double[2], jacobian = new double[4], hessian = new double[6];
        foreach ((double x, double y) in ((double, double)[])[(5, 0.3), (-7, 9), (0.2, -4), (0.95, 0.97), (1, -1)])
        {
            affine.Evaluate([x, y], value);
            Close.Absolute(1 + 2 * x - y, value[0], 1e-12);
            Close.Absolute(3 * x + 0.5 * y, value[1], 1e-12);
            affine.Jacobian(x, y, jacobian);
            Assert.All(jacobian.Zip([2, -1, 3, 0.5]), p => Close.Absolute(p.Second, p.First, 1e-12));
            affine.Hessian(x, y, hessian);
            Assert.All(hessian, h => Close.Absolute(0, h, 1e-10));
        }

        foreach ((double x, double y) in ((double, double)[])[(1, 0.33), (-1, -0.7), (0.41, 1), (1, 1)])
        {
            bent.Evaluate([x, y], value);
            bent.Evaluate([x * (1 + 1e-13), y * (1 + 1e-13)], other);
            Close.Absolute(value[0], other[0], 1e-12);
            Close.Absolute(value[1], other[1], 1e-12);
        }

        double[] outside = [2, 0.3, 3, 0.3, 4, 0.3], images = new double[6];
        bent.Evaluate(outside, images);
        Close.Absolute(0, images[0] - 2 * images[2] + images[4], 1e-13);
        bent.Jacobian(3, 0.3, jacobian);
        Close.Absolute(images[2] - images[0], jacobian[0], 1e-13);
        bent.Evaluate([double.NaN, 0], value);
        Assert.True(double.IsNaN(value[0]));
    }

    [Fact]
    public void Threads_change_no_bit_and_grid_points_keep_their_values()
    {
        PlanarInterpolant p = Of(Square(2, 30), (x, y) => (Math.Sin(3 * x * y), Math.Cos(x - y)));
        double[] points = [.. Enumerable.Range(0, 40_000).Select(i => 2.5 * Math.Sin(1.7 * i + 0.001 * i * i))], one = new double[40_000], four = new double[40_000];
        p.Evaluate(points, one, 1);
        p.Evaluate(points, four, 4);
        Assert.Equal(one, four);
        double[] grid = p.Grid.Points(), values = new double[grid.Length];
        p.Evaluate(grid, values);
        for (int i = 0; i < grid.Length; i += 2)
        {
            Close.Absolute(Math.Sin(3 * grid[i] * grid[i + 1]), values[i], 1e-14);
            (double x, double y) = p[i / 2 % 31, i / 2 / 31];
            Close.Absolute(x, values[i], 1e-14);
            Close.Absolute(y, values[i + 1], 1e-14);
        }

        (double ax, double ay) = p.Average(10.25, 7.5, [new PlanarNode(0.5, 0, 0.25), new PlanarNode(-0.5, 1, 0.75)]);
        double h = p.Grid.StepX;
        p.Evaluate([-2 + 10.75 * h, -2 + 7.5 * h, -2 + 9.75 * h, -2 + 8.5 * h], values.AsSpan(0, 4));
        Close.Absolute(0.25 * values[0] + 0.75 * values[2], ax, 1e-14);
        Close.Absolute(0.25 * values[1] + 0.75 * values[3], ay, 1e-14);
    }

    [Fact]
    public void Bad_grids_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new PlanarInterpolant(new PlanarGrid(0, 0, 1, 1, 7, 8), new double[112]));
        Assert.Throws<ArgumentException>(() => new PlanarInterpolant(new PlanarGrid(0, 0, 1, 0, 8, 8), new double[128]));
        Assert.Throws<ArgumentException>(() => new PlanarInterpolant(new PlanarGrid(0, 0, 1, 1, 8, 8), new double[64]));
    }
}
