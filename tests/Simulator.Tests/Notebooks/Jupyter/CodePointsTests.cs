using Simulator.Notebooks.Jupyter;
using Xunit;

namespace Simulator.Tests.Notebooks.Jupyter;

public class CodePointsTests
{
    [Theory]
    [InlineData("abc", 0, 0)]
    [InlineData("abc", 2, 2)]
    [InlineData("a😀b", 1, 1)]
    [InlineData("a😀b", 2, 3)]
    [InlineData("a😀b", 3, 4)]
    [InlineData("½", 1, 1)]
    public void A_character_outside_the_basic_plane_counts_once_there_and_twice_here(string text, int count, int index)
        => Assert.Equal((index, count), (CodePoints.ToIndex(text, count), CodePoints.FromIndex(text, index)));

    [Theory]
    [InlineData("abc", 9, 3)]
    [InlineData("abc", -1, 0)]
    [InlineData("", 1, 0)]
    public void Places_beyond_the_text_are_its_ends(string text, int count, int index) => Assert.Equal(index, CodePoints.ToIndex(text, count));

    [Fact]
    public void Half_a_character_counts_once() => Assert.Equal(2, CodePoints.ToIndex("a\ud83d", 9));
}
