using System.Text;
using Simulator.Numerics.Statistics;
using Xunit;

namespace Simulator.Tests.Numerics.Statistics;

public sealed class CsvTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulator-csv-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Columns_come_in_the_order_asked_for()
    {
        CsvTable table = Read("a,b,label\n1,2,x\n-3.5e-2, 4 ,y\n");
        Assert.Equal(["a", "b", "label"], table.Columns);
        Assert.Equal(2, table.RowCount);
        Assert.Equal([2.0, 1.0, 4.0, -0.035], table.Select("b", "a"));
    }

    [Fact]
    public void Byte_order_mark_carriage_returns_quotes_and_blank_lines_are_understood()
    {
        CsvTable table = Read("\uFEFF\"first, with comma\",\"say \"\"b\"\"\"\r\n\"1.5\",2\r\n\r\n3,\"4\"");
        Assert.Equal([1.5, 2.0, 3.0, 4.0], table.Select("first, with comma", "say \"b\""));
    }

    [Theory]
    [InlineData("", null, null, "the file is empty; it needs a header and at least one row.")]
    [InlineData("\n\n", null, null, "the file is empty; it needs a header and at least one row.")]
    [InlineData("a,b\n", null, null, "the file has a header but no rows; it needs at least one row.")]
    [InlineData("a,a\n1,2\n", 1, "a", "the header names the column twice; names must differ.")]
    [InlineData("a,b\n1,2\n3\n", 3, "b", "the row ends before this column; it has 1 cells where the header has 2.")]
    [InlineData("a,b\n1,2\n\n3,4,5\n", 4, "b", "the row goes on after this last column; it has 3 cells where the header has 2.")]
    [InlineData("a,b\n1,2\n3,\"4\n", 3, null, "a quote is out of place; a quoted cell is \"…\" with quotes inside it doubled.")]
    public void A_file_that_is_no_table_is_refused(string text, int? line, string? column, string problem)
        => AssertProblem(line, column, problem, () => Read(text));

    [Theory]
    [InlineData("a,b\n1,\n", 2, "the cell is empty")]
    [InlineData("a,b\n1,2\n1,abc\n", 3, "'abc' is not a finite number")]
    [InlineData("a,b\n1,\"2,5\"\n", 2, "'2,5' is not a finite number")]
    [InlineData("a,b\n\"x\ny\",NaN\n", 2, "'NaN' is not a finite number")]
    [InlineData("a,b\n\"x\ny\",1\nz,1e999\n", 4, "'1e999' is not a finite number")]
    [InlineData("a,b\n1,-Infinity\n", 2, "'-Infinity' is not a finite number")]
    public void A_cell_that_is_no_number_is_refused_where_its_column_is_asked_for(string text, int line, string found)
        => AssertProblem(line, "b", found + "; write a decimal number such as 5.1.", () => Read(text).Select("b"));

    [Fact]
    public void A_missing_column_is_refused_with_those_there_are()
        => AssertProblem(null, "c", "there is no such column; the file has 'a', 'b'.", () => Read("a,b\n1,2\n").Select("a", "c"));

    [Fact]
    public void A_column_asked_for_twice_is_refused()
        => AssertProblem(
            null, "b", "the column is asked for twice; name each column once.", () => Read("a,b\n1,2\n").Select("b", "b"));

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        string missing = Path.Combine(_folder, "none.csv");
        var e = Assert.Throws<CsvFormatException>(() => CsvTable.Read(missing));
        Assert.Equal($"{missing}: the file does not exist; give the path of a CSV file with a header.", e.Message);
        e = Assert.Throws<CsvFormatException>(() => CsvTable.Read(_folder));
        Assert.Equal($"{_folder}: the file is a folder; give the path of a CSV file with a header.", e.Message);
    }

    [Fact]
    public void Asking_for_no_column_is_a_mistake_of_the_caller()
        => Assert.Throws<ArgumentException>(() => Read("a\n1\n").Select());

    private string File => Path.Combine(_folder, "table.csv");

    private CsvTable Read(string text)
    {
        System.IO.File.WriteAllText(File, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return CsvTable.Read(File);
    }

    private void AssertProblem(int? line, string? column, string problem, Func<object> act)
    {
        var e = Assert.Throws<CsvFormatException>(act);
        Assert.Equal((File, (long?)line, column), (e.File, e.Line, e.Column));
        string place = (line is null ? "" : $", line {line}") + (column is null ? "" : $", column '{column}'");
        Assert.Equal($"{File}{place}: {problem}", e.Message);
    }
}
