using Simulator.Theory;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.Theory;

/// <summary>The ends of the intervals that go into (24), with a leading factor of 1 so that everything is exact.</summary>
public class TheoremBoundTests
{
    private static DistanceInterval Between(double lower, double upper) => new(lower, upper, "test", "test");

    /// <summary>(1 − 0.25 − 0.125)/1 with the upper end of W1 and the lower ends of ε and ε_F.</summary>
    [Fact]
    public void Implied_C1_takes_the_least_off_the_largest_distance()
    {
        Assert.Equal(Math.Log10(0.625), new TheoremBound(0, 0.25, 0.375, 0.125, 0.5, "global").Log10ImpliedC1(Between(0.5, 1)));
        Assert.Equal(Math.Log10(0.625) - 2, new TheoremBound(2, 0.25, 0.375, 0.125, 0.5, "global").Log10ImpliedC1(Between(0.5, 1)));
    }

    /// <summary>W1 = ε + ε_F holds with C1 = 0, which has no logarithm.</summary>
    [Fact]
    public void A_distance_that_the_errors_account_for_implies_no_C1()
        => Assert.Null(new TheoremBound(0, 0.5, 0.5, 0.25, 0.25, "global").Log10ImpliedC1(Between(0.75, 0.75)));

    [Fact]
    public void A_distance_equal_to_the_bound_is_no_violation()
    {
        var bound = new TheoremBound(0, 0, 0, 0, 0, "global");
        Assert.False(bound.IsViolatedBy(Between(1, 1), 1));
        Assert.True(bound.IsViolatedBy(Between(Math.BitIncrement(1), 2), 0.5));
        Assert.False(bound.IsViolatedBy(Between(0, 5), 1e-300));
    }

    /// <summary>1 + ε_F is 2 at the upper end and 1 at the lower: a distance of 1.5 contradicts only the lower, which proves nothing.</summary>
    [Fact]
    public void A_violation_needs_the_upper_end_of_the_errors()
    {
        Assert.False(new TheoremBound(0, 0, 1, 0, 0, "global").IsViolatedBy(Between(1.5, 1.5), 1));
        Assert.True(new TheoremBound(0, 0, 1, 0, 0, "global").IsViolatedBy(Between(2.5, 2.5), 1));
        var bound = new TheoremBound(0, 0, 0, 0, 1, "global");
        Assert.Equal(0, bound.Log10(1));
        Assert.False(bound.IsViolatedBy(Between(1.5, 1.5), 1));
        Assert.True(bound.IsViolatedBy(Between(2.5, 2.5), 1));
    }

    [Fact]
    public void Missing_inputs_are_the_callers_mistake()
    {
        var bound = new TheoremBound(0, 0, 0, 0, 0, "global");
        Assert.Throws<ArgumentNullException>("lipschitz", () => TheoremBound.Of(null!, 1, 2, (0, 0), (0, 0)));
        Assert.Throws<ArgumentNullException>("w1", () => bound.Log10ImpliedC1(null!));
        Assert.Throws<ArgumentNullException>("w1", () => bound.IsViolatedBy(null!, 1));
    }
}
