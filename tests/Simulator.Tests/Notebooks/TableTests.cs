using Simulator.Notebooks;
using Xunit;

namespace Simulator.Tests.Notebooks;

public class TableTests
{
    [Fact]
    public void A_table_is_text_and_markup_of_the_same_cells()
    {
        MimeBundle bundle = new Table("steps", "W1").Row(100, 1.0 / 3).Row(200, "n/a").ToBundle();
        Assert.Equal([MimeBundle.Html, MimeBundle.Plain], bundle.Forms.Keys);
        string[] lines = bundle.Text.TrimEnd('\n').Split('\n');
        Assert.Equal(["steps", "W1"], Words(lines[0]));
        Assert.Equal([["100", "0.333333"], ["200", "n/a"]], lines[2..].Select(Words));
        foreach (string cell in (string[])["steps", "W1", "100", "0.333333", "200", "n/a"])
            Assert.Contains($">{cell}</t", bundle.Forms[MimeBundle.Html], StringComparison.Ordinal);
    }

    [Fact]
    public void Text_does_not_become_markup()
    {
        string markup = new Table("<b>").Row("a & b <script>").ToBundle().Forms[MimeBundle.Html];
        Assert.Contains("&lt;b&gt;", markup, StringComparison.Ordinal);
        Assert.Contains("a &amp; b &lt;script&gt;", markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_items_has_a_row_for_each()
    {
        var table = Table.Of(["a", "bcd"], ("word", w => w), ("length", w => w.Length));
        Assert.Equal(new Table("word", "length").Row("a", 1).Row("bcd", 3).ToBundle().Text, table.ToBundle().Text);
    }

    [Fact]
    public void A_row_of_another_length_is_refused()
        => Assert.StartsWith("The row has 1 cells, the table 2 columns.", Assert.Throws<ArgumentException>(() => new Table("a", "b").Row(1)).Message, StringComparison.Ordinal);

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
