using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>Data that cannot be fitted: the complaint names the specification and the place in the CSV file.</summary>
public sealed class BadDataTests : IDisposable
{
    private const string Good = "a,b\n1,2\n2,3\n4,5\n7,1\n";

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "data.csv: the file is empty; it needs a header and at least one row")]
    [InlineData("a,b\n", "data.csv: the file has a header but no rows; it needs at least one row")]
    [InlineData("a,b\n1,2\n,3\n", "data.csv, line 3, column 'a': the cell is empty; write a decimal number")]
    [InlineData("a,b\n1,2\nx,3\n", "data.csv, line 3, column 'a': 'x' is not a finite number; write a decimal number")]
    [InlineData("a,b\n1,2\nNaN,3\n", "data.csv, line 3, column 'a': 'NaN' is not a finite number")]
    [InlineData("a,b\n1,2\n1e999,3\n", "data.csv, line 3, column 'a': '1e999' is not a finite number")]
    [InlineData("a,b\r\n1,2\r\n\"1,5\",3\r\n", "data.csv, line 3, column 'a': '1,5' is not a finite number")]
    [InlineData("a,b\n1,2\n1\n", "data.csv, line 3, column 'b': the row ends before this column")]
    [InlineData("a,b\n1,2,3\n", "data.csv, line 2, column 'b': the row goes on after this last column")]
    [InlineData("a,a\n1,2\n", "data.csv, line 1, column 'a': the header names the column twice")]
    [InlineData("a,b\n\"1,2\n", "data.csv, line 2: a quote is out of place")]
    [InlineData("b,c\n1,2\n", "data.csv, column 'a': there is no such column; the file has 'b', 'c'")]
    [InlineData("a;b\n1;2\n", "data.csv, column 'a': there is no such column; the file has 'a;b'")]
    [InlineData("a,b\n1,2\n", "data.csv: A single row gives column 'a' no scale; at least two different rows are needed")]
    [InlineData("a\n2\n2\n2\n", "data.csv: Column 'a' is constant (all values are 2) and has no scale; leave it out")]
    [InlineData("a\n1e300\n-1e300\n2e299\n", "data.csv: Column 'a' spreads too little or too much for double precision; choose another unit")]
    public async Task Bad_data_are_refused_in_both_commands(string csv, string problem)
    {
        string data = _folder.Write("data.csv", csv);
        await AssertRefused("[\"a\"]", "1", problem);
        string sentence = await _folder.Refused("fit", data, "--columns", "a", "--components", "1", "--out", _folder.PathOf("t.json"));
        Assert.Contains(problem, sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[\"a\"]", "¦0", "components: found 0, expected an integer of at least 1")]
    [InlineData("[\"a\"]", "¦1.5", "components: found 1.5, expected an integer of at least 1")]
    [InlineData("[\"a\"]", "¦\"BIC\"", "components: found the string \"BIC\", expected an integer of at least 1 or \"bic\"")]
    [InlineData("¦[]", "1", "columns: found an empty array, expected an array of column names")]
    [InlineData("¦\"a\"", "1", "columns: found the string \"a\", expected an array of column names")]
    [InlineData("[¦1]", "1", "columns[0]: found 1, expected a string")]
    [InlineData("[\"a\"]", "1, \"standardize\": ¦\"yes\"", "standardize: found the string \"yes\", expected true or false")]
    [InlineData("[\"a\"]", "1, ¦\"standardise\": true", "standardise: found the unknown field 'standardise', expected one of kind, file,")]
    public async Task Fields_of_a_fit_are_checked(string columns, string components, string problem)
    {
        _folder.Write("data.csv", Good);
        await _folder.AssertRefusedAt(Spec("data.csv", columns, components), "target." + problem);
    }

    [Theory]
    [InlineData("[\"c\"]", "1", "data.csv, column 'c': there is no such column; the file has 'a', 'b'")]
    [InlineData("[\"a\",\"a\"]", "1", "data.csv, column 'a': the column is asked for twice")]
    [InlineData("[\"a\"]", "5", "5 components need at least as many different points, but the 4 rows of the data hold only 4")]
    public async Task What_the_data_cannot_give_is_refused(string columns, string components, string problem)
    {
        _folder.Write("data.csv", Good);
        await AssertRefused(columns, components, problem);
    }

    [Theory]
    [InlineData("nope.csv", "nope.csv: the file does not exist; give the path of a CSV file")]
    [InlineData("data", "data: the file is a folder; give the path of a CSV file")]
    public async Task A_missing_file_is_refused(string file, string problem)
    {
        Directory.CreateDirectory(_folder.PathOf("data"));
        await _folder.AssertRefusedAt(Spec(file, "[\"a\"]", "1").Replace("{\"kind\"", "¦{\"kind\"", StringComparison.Ordinal), "target: ", problem);
    }

    [Fact]
    public Task An_empty_file_name_is_refused()
        => _folder.AssertRefusedAt(
            Spec("", "[\"a\"]", "1").Replace("\"file\":", "\"file\": ¦", StringComparison.Ordinal), "target.file: found an empty file name, expected a CSV file");

    [Fact]
    public async Task Data_beside_which_noise_vanishes_are_refused_unless_standardised()
    {
        _folder.Write("data.csv", "a\n1e18\n1.1e18\n1.3e18\n5e18\n5.2e18\n5.1e18\n");
        await AssertRefused("[\"a\"]", "2", "expected at most 1e12", "set 'standardize'");
        string path = _folder.Write("spec.json", Spec("data.csv", "[\"a\"]", "2, \"standardize\": true"));
        Assert.Equal(0, (await CliFolder.Run("verify", path, "--out", _folder.Out, "--quiet")).Code);
    }

    private Task AssertRefused(string columns, string components, params string[] parts)
        => _folder.AssertRefusedAt(
            Spec("data.csv", columns, components).Replace("{\"kind\"", "¦{\"kind\"", StringComparison.Ordinal), ["target: ", .. parts]);

    private static string Spec(string file, string columns, string components) =>
        "{\n \"target\": {\"kind\": \"fitted\", \"file\":\"" + file + "\",\n  \"columns\": " + columns + ", \"components\": " + components + "},\n \"steps\": [20]\n}";
}
