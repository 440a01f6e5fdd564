using FsCheck.Xunit;
using Simulator.Numerics.Ode;
using Xunit;

namespace Simulator.Tests.Numerics.Ode;

/// <summary>Errors of fixed steps fall as theory says.</summary>
public class DormandPrinceOrderTests
{
    public static TheoryData<string> Problems => [.. OdeProblem.All.Select(problem => problem.Name)];

    [Theory]
    [MemberData(nameof(Problems))]
    public void Solution_has_order_five(string name)
    {
        OdeProblem problem = Find(name);
        foreach (double to in (double[])[2, -0.7])
        {
            (double coarse, double fine) = (GlobalError(problem, to, 16), GlobalError(problem, to, 32));
            Assert.InRange(Math.Log2(coarse / fine), 4.5, 5.7);
        }
    }

    /// <summary>One step is off by h⁵ in its middle (order 4), by h⁶ at its end (order 5).</summary>
    [Theory]
    [MemberData(nameof(Problems))]
    public void Continuous_extension_has_order_four(string name)
    {
        OdeProblem problem = Find(name);
        (double coarse, double coarseEnd) = LocalErrors(problem, 1.0 / 8);
        (double fine, double fineEnd) = LocalErrors(problem, 1.0 / 16);
        Assert.InRange(Math.Log2(coarse / fine), 4.5, 5.7);
        Assert.InRange(Math.Log2(coarseEnd / fineEnd), 5.5, 6.7);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Error_estimate_has_order_four(string name)
    {
        OdeProblem problem = Find(name);
        double Estimate(double step)
        {
            var stepper = new DormandPrinceStepper(problem.Batch, 0.25, problem.Solution(0.25));
            stepper.Try(0.25 + step);
            return stepper.Error(new ErrorNorm(1, 0, problem.Dimension)).Largest;
        }

        Assert.InRange(Math.Log2(Estimate(1.0 / 8) / Estimate(1.0 / 16)), 4.5, 5.7);
    }

    /// <summary>Neighbouring steps meet in value and slope, so the extension is the same from either side up to h².</summary>
    [Theory]
    [MemberData(nameof(Problems))]
    public void Continuous_extension_is_continuous_with_its_slope(string name)
    {
        OdeProblem problem = Find(name);
        const double Step = 0.1, H = 1e-5;
        double[] slope = new double[problem.Solution(0).Length], before = new double[slope.Length], after = new double[slope.Length];
        double[] end = new double[slope.Length];
        var stepper = new DormandPrinceStepper(problem.Batch, 0, problem.Solution(0));
        stepper.Try(Step);
        stepper.Interpolate(Step - H, before);
        stepper.Interpolate(Step, end);
        Assert.Equal(end, stepper.Trial);
        stepper.Accept();
        stepper.Try(2 * Step);
        stepper.Interpolate(Step, after);
        Assert.Equal(end, after);
        stepper.Interpolate(Step + H, after);
        problem.Batch(Step, end, slope);
        for (int i = 0; i < slope.Length; i++)
        {
            Close.Absolute(slope[i], (end[i] - before[i]) / H, 1e-3, "slope from the left");
            Close.Absolute(slope[i], (after[i] - end[i]) / H, 1e-3, "slope from the right");
        }
    }

    /// <summary>Where a point stands in the batch, in vectors or in the tail, does not matter to the bit.</summary>
    [Property]
    public void Step_of_a_batch_equals_steps_of_points_to_the_bit(int seed)
    {
        OdeProblem problem = OdeProblem.All[(seed & 0xffff) % OdeProblem.All.Length];
        int count = 1 + (seed >> 4 & 31);
        double from = 0.5 * Math.Sin(seed), to = from + 0.3 * Math.Cos(seed), middle = 0.5 * (from + to);
        double[] all = problem.Solution(from, count), dense = new double[all.Length], one = new double[problem.Dimension];
        DormandPrinceStepper Tried(double[] y)
        {
            var stepper = new DormandPrinceStepper(problem.Batch, from, y);
            stepper.Try(to);
            return stepper;
        }

        DormandPrinceStepper batch = Tried(all);
        batch.Interpolate(middle, dense);
        for (int i = 0; i < all.Length; i += problem.Dimension)
        {
            DormandPrinceStepper single = Tried(all[i..(i + problem.Dimension)]);
            single.Interpolate(middle, one);
            Assert.Equal(single.Trial, batch.Trial.Slice(i, problem.Dimension));
            Assert.Equal(one, dense[i..(i + problem.Dimension)]);
        }
    }

    private static double GlobalError(OdeProblem problem, double to, int steps)
    {
        var stepper = new DormandPrinceStepper(problem.Batch, 0, problem.Solution(0));
        for (int i = 1; i <= steps; i++)
        {
            stepper.Try(to * i / steps);
            stepper.Accept();
        }

        Assert.Equal(1 + 6 * steps, stepper.Evaluations);
        return problem.Error(to, stepper.Current);
    }

    private static (double Inside, double End) LocalErrors(OdeProblem problem, double step)
    {
        const double From = 0.25;
        var stepper = new DormandPrinceStepper(problem.Batch, From, problem.Solution(From));
        stepper.Try(From + step);
        var y = new double[stepper.Trial.Length];
        double inside = 0;
        for (int i = 1; i < 16; i++)
        {
            stepper.Interpolate(From + step * i / 16, y);
            inside = Math.Max(inside, problem.Error(From + step * i / 16, y));
        }

        return (inside, problem.Error(From + step, stepper.Trial));
    }

    private static OdeProblem Find(string name) => OdeProblem.All.Single(problem => problem.Name == name);
}
