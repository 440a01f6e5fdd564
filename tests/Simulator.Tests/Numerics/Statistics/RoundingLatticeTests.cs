using FsCheck.Xunit;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;
using Xunit;

namespace Simulator.Tests.Numerics.Statistics;

public class RoundingLatticeTests
{
    [Theory]
    [InlineData("sepal_length")]
    [InlineData("sepal_width")]
    [InlineData("petal_length")]
    [InlineData("petal_width")]
    public void Iris_was_measured_to_a_millimetre(string column)
        => Assert.Equal(0.1, RoundingLattice.Step(Iris.Table.Select(column)));

    [Theory]
    [InlineData(0.1, new[] { 5.1, 0.2, 5.1, 3.0 })]
    [InlineData(0.1, new[] { 51 * 0.1, 3 * 0.1, 5.1, 0.1 + 0.2, 7 * 0.1 })] // one unit in the last place off the decimals
    [InlineData(0.25, new[] { -1.25, 0.5, 0.75, 0.75 })]
    [InlineData(10, new[] { 10.0, 20, 20, 50 })]
    [InlineData(25.4, new[] { 25.4, 76.2, 76.2, 50.8 })]
    [InlineData(0.0005, new[] { 1000.0005, 1000.001, 1000.0005, 0 })]
    public void The_step_is_the_largest_that_divides_every_value(double step, double[] column)
        => Assert.Equal(step, RoundingLattice.Step(column));

    [Theory]
    [InlineData(new[] { 0.1, 0.2, 0.3 })] // no ties
    [InlineData(new[] { 0.0, 10.0, 0.0, 10.0 })] // two values
    [InlineData(new[] { 2.0, 2.0, 2.0 })] // one value
    [InlineData(new[] { 1.0 / 3, 2.0 / 3, 1.0 / 3, 0.1 })] // no decimals
    [InlineData(new double[] { 0.1f, 0.2f, 0.3f, 0.2f })] // decimals of single precision are none of double precision
    [InlineData(new double[0])]
    public void Without_evidence_there_is_no_step(double[] column) => Assert.Null(RoundingLattice.Step(column));

    [Property]
    public bool Continuous_data_have_no_step_even_when_resampled(int seed)
    {
        RandomStream stream = RandomStream.Named(seed, "test", "lattice", "continuous");
        double[] sample = [.. Enumerable.Range(0, 5).Select(_ => stream.NextNormal())];
        return RoundingLattice.Step([.. sample, .. sample]) is null;
    }

    [Property]
    public bool Rounded_data_have_the_step_they_were_rounded_to(int seed, byte choice)
    {
        double step = new[] { 0.001, 0.02, 0.1, 0.5, 2.5 }[choice % 5];
        RandomStream stream = RandomStream.Named(seed, "test", "lattice", "rounded");
        double[] sample = [.. Enumerable.Range(0, 100).Select(_ => RoundingLattice.Round(20 * step * stream.NextNormal(), step))];
        return RoundingLattice.Step(sample) == step;
    }
}
