using Simulator.Experiments;
using Simulator.Tests.Cli;
using Xunit;

namespace Simulator.Tests.Sweeps;

public sealed class ResultTableTests : IDisposable
{
    private readonly CliFolder _folder = new();

    private readonly ResultTable _table = new(
        [new("number", ColumnKind.Number), new("integer", ColumnKind.Integer), new("a, \"text\"", ColumnKind.Text)],
        [[0.1, 1, "x"], [null, null, null], [double.MaxValue, int.MinValue, "a,b\n\"c\""], [-0.0, 0, ""]]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parquet_gives_back_what_was_written_and_the_same_bytes()
    {
        string first = _folder.PathOf("a.parquet"), second = _folder.PathOf("b.parquet");
        var texts = new Dictionary<string, string> { ["who"] = "§" };
        ParquetTable.Write(_table, texts, first);
        ParquetTable.Write(_table, texts, second);
        (ResultTable read, IReadOnlyDictionary<string, string> readTexts) = ParquetTable.Read(first);
        Assert.Equal(_table.Columns, read.Columns);
        Assert.Equal(_table.Rows.Select(r => r.ToArray()), read.Rows.Select(r => r.ToArray()));
        Assert.Equal("§", readTexts["who"]);
        Assert.Equal(ParquetTable.Digest(first), ParquetTable.Digest(second));
    }

    /// <summary>A task of a small sweep may have no cell at all.</summary>
    [Fact]
    public void A_table_without_rows_keeps_its_columns()
    {
        string path = _folder.PathOf("empty.parquet");
        ParquetTable.Write(new ResultTable(_table.Columns, []), new Dictionary<string, string>(), path);
        ResultTable read = ParquetTable.Read(path).Table;
        Assert.Equal(_table.Columns, read.Columns);
        Assert.Empty(read.Rows);
    }

    [Fact]
    public void Csv_quotes_what_needs_it_and_leaves_out_what_is_missing()
        => Assert.Equal("number,integer,\"a, \"\"text\"\"\"\n0.1,1,x\n,,\n1.7976931348623157E+308,-2147483648,\"a,b\n\"\"c\"\"\"\n-0,0,\n", _table.Csv());

    [Fact]
    public void Values_are_read_by_name()
    {
        Assert.Equal((0.1, 1.0, "x"), (_table.Number(0, "number"), _table.Number(0, "integer"), _table.Text(0, "a, \"text\"")));
        Assert.Equal((null, ""), (_table.Number(1, "number"), _table.Text(1, "integer")));
        Assert.True(_table.Has("integer"));
        Assert.False(_table.Has("other"));
    }

    [Fact]
    public void Rows_have_a_value_for_every_column()
        => Assert.Throws<ArgumentException>("rows", () => new ResultTable([new("a", ColumnKind.Text)], [["x", "y"]]));
}
