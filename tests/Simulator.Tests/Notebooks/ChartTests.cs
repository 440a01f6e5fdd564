using System.Text;
using Simulator.Notebooks;
using Xunit;

namespace Simulator.Tests.Notebooks;

public class ChartTests
{
    private static readonly double[] Places = [1, 2, 3];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_chart_is_a_picture_in_pixels_and_one_in_vectors(bool logarithmic)
    {
        MimeBundle bundle = new Chart("a < b", "across", "up", logarithmic).Line("line", Places, Places).Marks("marks", Places, [3, 2, 1]).Scatter("dots", Places, [2, 2, 2])
            .Guide("guide", Places, Places).ToBundle();
        byte[] png = Convert.FromBase64String(bundle.Forms[MimeBundle.Png]);
        Assert.Equal("PNG", Encoding.ASCII.GetString(png, 1, 3));
        string markup = bundle.Forms[MimeBundle.Html];
        Assert.Contains("alt=\"a &lt; b\"", markup, StringComparison.Ordinal);
        string svg = Encoding.UTF8.GetString(Convert.FromBase64String(markup.Split("base64,")[1].Split('"')[0]));
        foreach (string word in (string[])["across", "up", "line", "marks", "dots", "guide"])
            Assert.Contains(word, svg, StringComparison.Ordinal);
        Assert.Equal("Chart: a < b", bundle.Text);
    }

    [Fact]
    public void Equal_charts_have_equal_bytes()
        => Assert.Equal(Simple().ToBundle().Forms.AsEnumerable(), Simple().ToBundle().Forms);

    [Fact]
    public void What_is_not_positive_is_left_out_on_logarithmic_axes()
    {
        MimeBundle all = new Chart("t", "x", "y", logarithmic: true).Line("a", [1, 2, 0, 3], [1, 2, 5, -1]).ToBundle();
        Assert.Equal(new Chart("t", "x", "y", logarithmic: true).Line("a", [1, 2], [1, 2]).ToBundle().Forms.AsEnumerable(), all.Forms);
    }

    [Fact]
    public void Places_and_values_must_be_as_many()
        => Assert.StartsWith("3 places and 2 values.", Assert.Throws<ArgumentException>(() => new Chart("t", "x", "y").Line("a", Places, [1, 2])).Message, StringComparison.Ordinal);

    private static Chart Simple() => new Chart("t", "x", "y").Line("a", Places, Places);
}
