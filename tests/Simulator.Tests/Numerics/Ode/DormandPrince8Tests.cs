using Simulator.Numerics;
using Simulator.Numerics.Ode;
using Xunit;

namespace Simulator.Tests.Numerics.Ode;

/// <summary>The method of order 8: its order conditions, the order of its errors, and the steps it takes.</summary>
public class DormandPrince8Tests
{
    private static readonly RungeKuttaTableau Tableau = DormandPrince8Tableau.Tableau;

    public static TheoryData<string> Problems => [.. OdeProblem.All.Select(problem => problem.Name)];

    [Fact]
    public void Nodes_are_the_sums_of_rows() => Assert.All(
        Tableau.Coefficients.Zip(Tableau.Nodes), pair => Close.Absolute(pair.Second, pair.First.Sum(), 2e-14));

    [Fact]
    public void Solution_has_order_eight_and_no_more()
    {
        double[] weights = [.. Tableau.Coefficients[^1], 0];
        Assert.All(RootedTree.UpToOrder(8), tree => Close.Absolute(0, DormandPrinceTableauTests.Defect(Tableau.Coefficients, weights, tree), 5e-14));
        Assert.Contains(RootedTree.OfOrder(9), tree => Math.Abs(DormandPrinceTableauTests.Defect(Tableau.Coefficients, weights, tree)) > 1e-7);
    }

    /// <summary>The two estimates compare with solutions of orders 5 and 3.</summary>
    [Fact]
    public void Error_estimates_have_orders_five_and_three()
    {
        foreach ((double[] error, int order) in (ReadOnlySpan<(double[], int)>)[(Tableau.ErrorWeights, 5), (Tableau.DampingWeights, 3)])
        {
            double[] other = [.. Tableau.Coefficients[^1].Append(0).Zip(error, (b, e) => b - e)];
            Assert.All(RootedTree.UpToOrder(order), tree => Close.Absolute(0, DormandPrinceTableauTests.Defect(Tableau.Coefficients, other, tree), 5e-14));
            Assert.Contains(RootedTree.OfOrder(order + 1), tree => Math.Abs(DormandPrinceTableauTests.Defect(Tableau.Coefficients, other, tree)) > 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Fixed_steps_have_order_eight(string name)
    {
        OdeProblem problem = OdeProblem.All.Single(p => p.Name == name);
        double ErrorOf(int steps)
        {
            var stepper = new DormandPrinceStepper(problem.Batch, 0, problem.Solution(0), Tableau);
            for (int i = 1; i <= steps; i++)
            {
                stepper.Try(2.0 * i / steps);
                stepper.Accept();
            }

            return problem.Error(2, stepper.Current);
        }

        Assert.InRange(Math.Log2(ErrorOf(4) / ErrorOf(8)), 7, 10.5);
    }

    /// <summary>The error follows the tolerance, for fewer evaluations than the method of order 5 takes; wanted values are ends of steps and as accurate.</summary>
    [Theory]
    [MemberData(nameof(Problems))]
    public void Tolerances_are_met(string name)
    {
        OdeProblem problem = OdeProblem.All.Single(p => p.Name == name);
        double[] at = [0, 0.1, 0.1, 0.7, 1.999, 2];
        Outcome<OdeSolution> result = problem.IntegrateBy(OdeMethod.Order8, 0, 2, 1e-10, at);
        Assert.Equal(Status.Ok, result.Status);
        Assert.Equal(at, result.Value.Points);
        for (int i = 0; i < at.Length; i++)
            Assert.InRange(problem.Error(at[i], result.Value.At(i).Data), 0, 3e-9);
        Assert.InRange(
            problem.IntegrateBy(OdeMethod.Order8, 0, 2, 1e-12).Value.Statistics.Evaluations,
            13,
            0.6 * problem.IntegrateBy(OdeMethod.Order5, 0, 2, 1e-12).Value.Statistics.Evaluations);
    }

    /// <summary>Where values are wanted close together, steps in between stay as long as the field allows.</summary>
    [Fact]
    public void Close_values_do_not_shorten_the_steps_after_them()
    {
        OdeProblem problem = OdeProblem.All[0];
        long alone = problem.IntegrateBy(OdeMethod.Order8, 0, 2, 1e-9).Value.Statistics.Accepted;
        long close = problem.IntegrateBy(OdeMethod.Order8, 0, 2, 1e-9, 0.5, 0.5 + 1e-9, 0.5 + 2e-9).Value.Statistics.Accepted;
        Assert.InRange(close, alone, alone + 5);
    }
}
