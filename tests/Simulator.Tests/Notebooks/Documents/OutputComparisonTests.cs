using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Laws.Generators;
using Simulator.Notebooks.Documents;
using Xunit;

namespace Simulator.Tests.Notebooks.Documents;

public class OutputComparisonTests
{
    [Theory]
    [InlineData("W1 = 0.5", "W1 = 0.5")]
    [InlineData("a  b\n", "a b")]
    [InlineData("3.1415926535", "3.1415926534")]
    [InlineData("1.34450", "1.34451")]
    [InlineData("1", "0.999999")]
    [InlineData("W1 = 0.0317060 ± 3e-8", "W1 = 0.0317060 ± 2.1e-8")]
    [InlineData("[0.25, 1]", "[0.25000001, 1]")]
    public void Texts_that_differ_by_rounding_are_alike(string expected, string found) => Assert.Null(OutputComparison.Difference(expected, found));

    [Theory]
    [InlineData("W1 = 0.5", "W2 = 0.5", "expected '1', found '2' after 'W'")]
    [InlineData("the end is near", "the end was near", "expected 'is', found 'was' after 'the end'")]
    [InlineData("100 steps", "101 steps", "expected '100', found '101'")]
    [InlineData("0.123", "0.124", "expected '0.123', found '0.124'")]
    [InlineData("0.1230000", "0.1230021", "expected '0.1230000', found '0.1230021'")]
    [InlineData("0.5", "0.6", "expected '0.5', found '0.6'")]
    [InlineData("0.952886", "1.0", "expected '0.952886', found '1.0'")]
    [InlineData("1000000", "1000001", "expected '1000000', found '1000001'")]
    [InlineData("4.48555e-12", "1e-15", "expected '4.48555e-12', found '1e-15'")]
    [InlineData("0", "1e-12", "expected '0', found '1e-12'")]
    [InlineData("1e400", "5", "expected '1e400', found '5'")]
    [InlineData("5", "1e99999999999", "expected '5', found '1e99999999999'")]
    [InlineData("1 ± 3e-8", "1 ± 3e-6", "expected '3e-8', found '3e-6' after '1 ±'")]
    [InlineData("1.5e-3", "1.5e-4", "expected '1.5e-3', found '1.5e-4'")]
    [InlineData("0.5", "-0.5", "expected '0.5', found '-0.5'")]
    [InlineData("one two", "one", "expected 'two', found 'the end' after 'one'")]
    [InlineData("", "3", "expected 'the end', found '3'")]
    [InlineData("NaN", "0.1", "expected 'NaN', found '0.1'")]
    public void The_first_difference_is_named(string expected, string found, string difference) => Assert.Equal(difference, OutputComparison.Difference(expected, found));

    [Property]
    public bool A_text_is_like_itself(NonNull<string> text) => OutputComparison.Difference(text.Get, text.Get) is null;

    [Property]
    public Property Whether_texts_differ_does_not_depend_on_which_is_expected() => Prop.ForAll(Texts(), Texts(), (a, b)
        => (OutputComparison.Difference(a, b) is null) == (OutputComparison.Difference(b, a) is null));

    [Property]
    public Property A_number_beyond_the_tolerance_is_found_and_one_within_is_not() => Prop.ForAll(Sizes.LogUniform(1e-9, 1e9).ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (size, negative) =>
    {
        double value = negative ? -size : size;
        Assert.Null(OutputComparison.Difference(Sentence(value), Sentence(value * (1 + 5e-7))));
        Assert.NotNull(OutputComparison.Difference(Sentence(value), Sentence(value * (1 + 2e-5))));
        Assert.NotNull(OutputComparison.Difference(Sentence(value), Sentence(-value)));
    });

    private static string Sentence(double value) => string.Create(CultureInfo.InvariantCulture, $"W1: {value:G12}, then text");

    private static Arbitrary<string> Texts() => Gen.Elements("a", "b", " ", "1", "1.0", "0.1", "0.11", "1e-3", "-2", ".", "\n").ListOf().Select(parts => string.Concat(parts)).ToArbitrary();
}
