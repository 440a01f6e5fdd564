using Simulator.Numerics.Statistics;
using Xunit;

namespace Simulator.Tests.Numerics.Statistics;

public class MixtureGapsTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void At_the_ends_of_a_gap_the_density_is_the_given_part_of_the_lower_peak(double part)
    {
        // Three peaks so far apart that each is its component's, of heights in the ratio 2 : 20 : 3.
        var law = new UnivariateMixture([0.2, 0.5, 0.3], [-3, 0, 4], [0.4, 0.1, 0.4]);
        DensityGap[] gaps = [.. MixtureGaps.Of(law, part)];
        Assert.Equal(2, gaps.Length);
        double[] peaks = [law.Pdf(-3), law.Pdf(4)];
        for (int i = 0; i < 2; i++)
        {
            Close.Relative(part * peaks[i], law.Pdf(gaps[i].Low), 1e-10, "left end");
            Close.Relative(part * peaks[i], law.Pdf(gaps[i].High), 1e-10, "right end");
        }

        Assert.True(gaps[0] is { Low: > -3, High: < 0 } && gaps[1] is { Low: > 0, High: < 4 });
    }

    [Fact]
    public void A_hump_or_humps_that_overlap_leave_no_gap()
    {
        Assert.Empty(MixtureGaps.Of(UnivariateMixture.StandardNormal, 0.1));
        Assert.Empty(MixtureGaps.Of(new UnivariateMixture([0.5, 0.5], [-1, 1], [0.6, 0.6]), 0.1));
        Assert.Single(MixtureGaps.Of(new UnivariateMixture([0.5, 0.5], [-1, 1], [0.6, 0.6]), 0.6));
    }

    [Fact]
    public void The_emptiest_gap_is_found()
    {
        DensityGap gap = Assert.Single(MixtureGaps.Of(new UnivariateMixture([0.5, 0.5], [-1, 1], [0.001, 0.001]), 0.1));
        Close.Absolute(0, gap.Low + gap.High, 1e-12);
        Close.Absolute(1 - 0.001 * Math.Sqrt(2 * Math.Log(10)), gap.High, 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Parts_that_are_none_are_refused(double part)
        => Assert.Throws<ArgumentOutOfRangeException>(nameof(part), () => MixtureGaps.Of(UnivariateMixture.StandardNormal, part));
}
