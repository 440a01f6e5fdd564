using Simulator.Notebooks;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.Notebooks;

public class ValueFormatterTests
{
    public static TheoryData<object, string> Values => new()
    {
        { "text as it is", "text as it is" },
        { 0.1, "0.1" },
        { 1.0 / 3, "0.3333333333" },
        { -1.5e-9, "-1.5e-9" },
        { 1e300, "1e+300" },
        { 123456789.0, "123456789" },
        { double.NaN, "NaN" },
        { 42, "42" },
        { true, "True" },
        { DayOfWeek.Sunday, "Sunday" },
        { (1, 0.25, "x"), "(1, 0.25, x)" },
        { (int[])[1, 2, 3], "[1, 2, 3]" },
        { (double[][])[[0.5], []], "[[0.5], []]" },
        { Enumerable.Range(1, 21).ToArray(), "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, … (21 in all)]" },
        { new string?[] { null, "a" }, "[, a]" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_are_shown_in_short(object value, string expected) => Assert.Equal(expected, ValueFormatter.Bundle(value).Text);

    [Theory]
    [InlineData(0.5, 0.5, "0.5")]
    [InlineData(0.9999, 1.0001, "1 ± 1e-4")]
    [InlineData(1.23455, 1.23457, "1.23456 ± 1e-5")]
    [InlineData(0.1, 0.3, "[0.1, 0.3]")]
    [InlineData(0, 1e-9, "[0, 1e-9]")]
    [InlineData(double.NaN, 1, "not known")]
    public void An_interval_shows_the_digits_that_it_makes_certain(double lower, double upper, string expected)
        => Assert.Equal(expected, ValueFormatter.Short(new DistanceInterval(lower, upper, "a", "b")));

    [Fact]
    public void Tables_show_six_digits()
        => Assert.Equal(("0.333333", "1e-10", ""), (ValueFormatter.Short(1.0 / 3), ValueFormatter.Short(1e-10), ValueFormatter.Short(null)));

    [Fact]
    public void A_sequence_that_does_not_end_is_shown_by_its_beginning()
    {
        static IEnumerable<int> Ones()
        {
            while (true)
                yield return 1;
        }

        Assert.Equal($"[{string.Join(", ", Enumerable.Repeat(1, 20))}, …]", ValueFormatter.Bundle(Ones()).Text);
    }
}
