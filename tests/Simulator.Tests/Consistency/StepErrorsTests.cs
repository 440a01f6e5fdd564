using Simulator.Consistency;
using Xunit;

namespace Simulator.Tests.Consistency;

public class StepErrorsTests
{
    /// <summary>Two grids differ by ¼ in the means and by 2 in the roots, whichever is larger.</summary>
    [Theory]
    [InlineData(3.25, 6)]
    [InlineData(2.75, 2)]
    public void Grids_enclose_by_what_they_differ(double coarseMean, double coarseRoot)
        => Assert.Equal(new StepErrors(2.75, 3.25, 6), StepErrors.Between((3, 4), (coarseMean, coarseRoot)));

    [Fact]
    public void The_lower_end_is_not_negative() => Assert.Equal(new StepErrors(0, 5, 1), StepErrors.Between((2, 1), (5, 1)));

    /// <summary>√(9·1² + 16·(3/2)²) = √45 below; Σ n e = 9·1.25 + 16·2 = 43.25 above, or Σ √n r = 3·2 + 4·3 = 18.</summary>
    [Fact]
    public void Blocks_are_enclosed_by_Jensen_and_Minkowski()
        => Assert.Equal(new StepErrors(Math.Sqrt(45), 18, 18), StepErrors.OfBlocks([(new StepErrors(1, 1.25, 2), 9), (new StepErrors(1.5, 2, 3), 16)]));

    /// <summary>With few copies of blocks with heavy tails the sum of the means is smaller than the sum of the roots.</summary>
    [Fact]
    public void The_smaller_of_both_upper_ends_counts()
        => Assert.Equal(new StepErrors(Math.Sqrt(2), 2.5, 10), StepErrors.OfBlocks([(new StepErrors(1, 1.25, 5), 1), (new StepErrors(1, 1.25, 5), 1)]));

    [Fact]
    public void The_ends_stay_in_order()
        => Assert.Equal(new StepErrors(1, 1, 1), StepErrors.OfBlocks([(new StepErrors(2, 3, 1), 1)]));
}
