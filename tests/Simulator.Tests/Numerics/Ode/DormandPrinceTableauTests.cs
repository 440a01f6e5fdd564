using Simulator.Numerics.Ode;
using Xunit;

namespace Simulator.Tests.Numerics.Ode;

/// <summary>The order of the method is a finite list of equations between its coefficients.</summary>
public class DormandPrinceTableauTests
{
    private static readonly double[][] A = DormandPrinceTableau.Coefficients;

    private static readonly double[] Embedded = [.. DormandPrinceTableau.Weights.Zip(DormandPrinceTableau.ErrorWeights, (b, e) => b - e)];

    [Fact]
    public void There_are_as_many_trees_as_there_should_be()
        => Assert.Equal([1, 1, 2, 4, 9, 20, 48], Enumerable.Range(1, 7).Select(order => RootedTree.OfOrder(order).Count()));

    [Fact]
    public void Nodes_are_the_sums_of_rows()
        => Assert.All(A.Zip(DormandPrinceTableau.Nodes), pair => Close.Absolute(pair.Second, pair.First.Sum(), 4e-15));

    [Fact]
    public void Last_stage_is_the_first_of_the_next_step()
        => Assert.Equal([.. A[^1], 0], DormandPrinceTableau.Weights);

    [Fact]
    public void Solution_has_order_five_and_no_more()
    {
        Assert.All(
            RootedTree.UpToOrder(DormandPrinceTableau.Order),
            tree => Close.Absolute(0, Defect(DormandPrinceTableau.Weights, tree), 1e-14));
        Assert.Contains(
            RootedTree.OfOrder(DormandPrinceTableau.Order + 1),
            tree => Math.Abs(Defect(DormandPrinceTableau.Weights, tree)) > 1e-5);
    }

    [Fact]
    public void Embedded_solution_has_order_four_and_no_more()
    {
        Assert.All(RootedTree.UpToOrder(DormandPrinceTableau.EmbeddedOrder), tree => Close.Absolute(0, Defect(Embedded, tree), 1e-14));
        Assert.Contains(RootedTree.OfOrder(DormandPrinceTableau.EmbeddedOrder + 1), tree => Math.Abs(Defect(Embedded, tree)) > 1e-5);
    }

    /// <summary>With <c>Σ b_i(θ) Φ_i(t) = θ^|t| / γ(t)</c> all along the step.</summary>
    [Fact]
    public void Continuous_extension_has_order_four_and_no_more()
    {
        double largest = 0;
        for (int i = 0; i <= 20; i++)
        {
            double theta = i / 20.0;
            double[] weights = Dense(theta);
            foreach (RootedTree tree in RootedTree.UpToOrder(DormandPrinceTableau.DenseOrder))
                Close.Absolute(0, Defect(weights, tree, theta), 1e-14, $"{tree} at {theta}");
            double missed = RootedTree.OfOrder(DormandPrinceTableau.DenseOrder + 1).Max(tree => Math.Abs(Defect(weights, tree, theta)));
            largest = Math.Max(largest, missed);
        }

        Assert.InRange(largest, 1e-5, 1e-2);
    }

    [Fact]
    public void Continuous_extension_joins_the_steps_with_their_slopes()
    {
        Assert.All(Dense(0), weight => Assert.Equal(0, weight));
        Assert.Equal(DormandPrinceTableau.Weights, Dense(1));
        const double H = 1e-7;
        for (int i = 0; i < DormandPrinceTableau.Stages; i++)
        {
            Close.Absolute(i == 0 ? 1 : 0, Dense(H)[i] / H, 1e-5, $"slope of weight {i} at the start");
            Close.Absolute(i == 6 ? 1 : 0, (Dense(1)[i] - Dense(1 - H)[i]) / H, 1e-5, $"slope of weight {i} at the end");
        }
    }

    /// <summary>By how much weights miss the condition of a tree.</summary>
    internal static double Defect(double[][] coefficients, double[] weights, RootedTree tree, double theta = 1)
        => weights.Zip(tree.Weights(coefficients), (b, phi) => b * phi).Sum() - Math.Pow(theta, tree.Order) / tree.Density;

    private static double Defect(double[] weights, RootedTree tree, double theta = 1) => Defect(A, weights, tree, theta);

    private static double[] Dense(double theta)
    {
        var weights = new double[DormandPrinceTableau.Stages];
        DormandPrinceTableau.DenseWeights(theta, weights);
        return weights;
    }
}
