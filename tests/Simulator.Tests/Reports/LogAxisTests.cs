using ScottPlot;
using Simulator.Reports.Plotting;
using Xunit;

namespace Simulator.Tests.Reports;

public class LogAxisTests
{
    [Theory]
    [InlineData(-2.3, -1.2, "2·10⁻² 5·10⁻² 10⁻²")]
    [InlineData(-1, 3, "10⁻¹ 10⁰ 10¹ 10² 10³")]
    [InlineData(-300, 0, "10⁻³⁰⁰ 10⁻²⁵⁰ 10⁻²⁰⁰ 10⁻¹⁵⁰ 10⁻¹⁰⁰ 10⁻⁵⁰ 10⁰")]
    public void Labels_suit_the_span(double low, double high, string labels)
    {
        Tick[] ticks = LogAxis.Powers(low, high);
        Assert.Equal(labels.Split(' ').Order(), ticks.Where(t => t.IsMajor).Select(t => t.Label).Order());
        Assert.All(ticks, t => Assert.InRange(t.Position, low, high));
    }

    /// <summary>L_f of a small sphere has 10^14 digits and more.</summary>
    [Theory]
    [InlineData(-3e14, 5, 4)]
    [InlineData(-1e17, 0, 0)]
    public void Spans_beyond_integers_have_few_ticks(double low, double high, int least)
        => Assert.InRange(LogAxis.Powers(low, high).Count(t => t.IsMajor), least, 10);

    [Fact]
    public void Values_too_close_together_share_a_label()
    {
        Tick[] ticks = LogAxis.At([100, 101, 1000], 1.9, 3.1);
        Assert.Equal(["100", "1000"], ticks.Where(t => t.IsMajor).Select(t => t.Label));
        Assert.Equal(3, ticks.Length);
    }

    [Theory]
    [InlineData(2, "100")]
    [InlineData(-1, "0.100")]
    [InlineData(8.5, "3.16·10⁸")]
    [InlineData(-400.5, "3.16·10⁻⁴⁰¹")]
    [InlineData(7.9999, "1.00·10⁸")]
    [InlineData(-2.5e17, "10^-2.5e+17")]
    public void Numbers_have_three_digits(double log10, string text) => Assert.Equal(text, LogAxis.Number(log10));
}
