using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Consistency;

/// <summary>How figures and errors of blocks become those of a product: a mixture on the line, a sphere and a Gaussian.</summary>
public class ProductSolutionTests
{
    private static readonly MixtureTarget Mixture = MixtureTarget.OnLine([0.5, 0.5], [-1, 1], [0.6, 0.6]);
    private static readonly SphereTarget Sphere = new(2, 1.5);
    private static readonly GaussianTarget Gaussian = new(1, 0.3);

    private static ExactSolution Solve(Target target) => ReferenceTests.Solve(target, new CosineSchedule(), 12);

    [Fact]
    public void Errors_of_blocks_add_up_in_squares()
    {
        ExactSolution product = Solve(new ProductTarget([(Mixture, 2), (Sphere, 3)])), mixture = Solve(Mixture), sphere = Solve(Sphere);
        double a = mixture.Errors().RootMeanSquareError, b = sphere.Errors().RootMeanSquareError, error = product.Errors().RootMeanSquareError;
        Assert.True(a > 0 && b > 0);
        Close.Relative(Math.Sqrt(2 * a * a + 3 * b * b), error, 1e-13);
        Assert.Equal(error, product.NumericalError.Value);
        Assert.Equal(mixture.NumericalError.Diagnostics.Evaluations + sphere.NumericalError.Diagnostics.Evaluations, product.NumericalError.Diagnostics.Evaluations);
        SamplingErrors errors = product.Measure();
        foreach (Measured m in (Measured[])[errors.CouplingError, errors.OptimalCoupling, errors.Initialisation, errors.ConsistencyError])
            Close.Relative(1e-9 * m.Value + error, m.Error, 1e-12);
    }

    [Fact]
    public void Error_at_a_point_is_the_norm_of_the_blocks_errors()
    {
        double[] x = [0.3, 0.7, -0.4, -1, 0.2, 1.1], errors = new double[2], line = new double[2], plane = new double[2];
        Solve(new ProductTarget([(Mixture, 1), (Sphere, 1)])).ErrorAt(new PointBatch(x, 3), errors);
        Solve(Mixture).ErrorAt(new PointBatch([x[0], x[3]], 1), line);
        Solve(Sphere).ErrorAt(new PointBatch([x[1], x[2], x[4], x[5]], 2), plane);
        for (int i = 0; i < 2; i++)
        {
            Assert.True(line[i] > 0 && plane[i] > 0);
            Close.Relative(Math.Sqrt(line[i] * line[i] + plane[i] * plane[i]), errors[i], 1e-13);
        }
    }

    [Fact]
    public void Lipschitz_constant_is_that_of_the_steepest_block()
    {
        Measured product = Solve(new ProductTarget([(Gaussian, 2), (Mixture, 1)])).LipschitzConstant, mixture = Solve(Mixture).LipschitzConstant;
        Assert.True(mixture.Value > 1.2 * Solve(Gaussian).LipschitzConstant.Value && mixture.Error > 0);
        Assert.Equal(mixture.Value, product.Value);
        Close.Absolute(mixture.Error, product.Error, 1e-15);
    }

    /// <summary>E‖·‖ of the optimal coupling is well below the root of the mean square when there are few blocks.</summary>
    [Fact]
    public void W1_of_few_blocks_is_bounded_by_their_optimal_couplings()
    {
        SamplingErrors errors = Solve(new ProductTarget([(Mixture, 3)])).Measure();
        Assert.Equal(errors.OptimalCoupling.Value + errors.OptimalCoupling.Error, errors.W1.Upper);
        Assert.True(errors.W1.Upper < 0.999 * errors.W2.Upper);
        Assert.Equal(("norm of the blocks' W1", "blockwise optimal coupling (Laplace integral)"), (errors.W1.LowerBy, errors.W1.UpperBy));
        Assert.Equal(("norm of the blocks' W2", "norm of the blocks' W2"), (errors.W2.LowerBy, errors.W2.UpperBy));
    }

    /// <summary>Copies of one block in two places count together.</summary>
    [Fact]
    public void Order_of_the_blocks_does_not_matter_to_distances()
        => Assert.Equal(
            Solve(new ProductTarget([(Mixture, 3), (Gaussian, 1)])).Measure(),
            Solve(new ProductTarget([(Mixture, 2), (Gaussian, 1), (Mixture, 1)])).Measure());
}
