using System.Text.Json.Nodes;
using Simulator.Cli;
using Simulator.Tests.Notebooks.Documents;
using Xunit;

namespace Simulator.Tests.Cli;

[Collection(nameof(GlobalStateTests))]
public sealed class NotebookTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Outputs_are_written_into_the_file_and_a_check_finds_them_there()
    {
        string path = _folder.Write("a.ipynb", Notebook.Of("var x = 0.1;", "Console.WriteLine(x); x + 0.2"));
        CliOutcome run = await CliFolder.Run("notebook", "run", path, "--quiet");
        Assert.Equal((ExitCodes.Done, "", ""), (run.Code, run.Output, run.Error));
        JsonNode cell = JsonNode.Parse(File.ReadAllText(path))!["cells"]![1]!;
        Assert.Equal(2, cell["execution_count"]!.GetValue<int>());
        Assert.Equal(["stream", "execute_result"], cell["outputs"]!.AsArray().Select(o => o!["output_type"]!.GetValue<string>()));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Root));

        string written = File.ReadAllText(path);
        CliOutcome check = await CliFolder.Run("notebook", "run", "--check", path);
        Assert.Equal((ExitCodes.Done, ""), (check.Code, check.Error));
        Assert.Matches(@"a\.ipynb: 2 cells in \d+\.\d s, outputs as recorded\n$", check.Output);
        Assert.Equal(written, File.ReadAllText(path));
    }

    [Fact]
    public async Task A_check_finds_what_has_changed_and_writes_nothing()
    {
        string path = _folder.Write("a.ipynb", Notebook.With(Notebook.Cell("Environment.TickCount64", "varies"), Notebook.Cell("Console.WriteLine(\"W1 is \" + 1.25);"), Notebook.Cell("Display(new Table(\"a\").Row(1));")));
        Assert.Equal(ExitCodes.Done, (await CliFolder.Run("notebook", "run", path)).Code);
        string recorded = File.ReadAllText(path), other = _folder.Write("b.ipynb", recorded);

        string changed = recorded.Replace("1.25\\n", "1.28\\n", StringComparison.Ordinal);
        Assert.NotEqual(recorded, changed);
        await File.WriteAllTextAsync(path, changed, TestContext.Current.CancellationToken);
        CliOutcome check = await CliFolder.Run("notebook", "run", "--check", path, other);
        Assert.Equal(ExitCodes.NotConverged, check.Code);
        Assert.Equal($"simulator: {path}: cell 2: expected '1.28', found '1.25' after 'W 1 is'.\n", check.Error);
        Assert.Contains("b.ipynb: 3 cells", check.Output, StringComparison.Ordinal);
        Assert.Equal(changed, File.ReadAllText(path));

        await File.WriteAllTextAsync(path, recorded.Replace("text/html", "text/latex", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        check = await CliFolder.Run("notebook", "run", "--check", path);
        Assert.Equal((ExitCodes.NotConverged, $"simulator: {path}: cell 3: expected the outputs text/latex text/plain, found text/html text/plain.\n"), (check.Code, check.Error));
    }

    [Fact]
    public async Task A_cell_that_fails_is_named_with_its_line_and_its_error_stands_in_the_file()
    {
        string path = _folder.Write("a.ipynb", Notebook.Of("1", "int a = 0;\nint b = 1 / a;", "3"));
        CliOutcome run = await CliFolder.Run("notebook", "run", path);
        Assert.Equal((ExitCodes.BadInput, ""), (run.Code, run.Output));
        Assert.Equal($"simulator: {path}: cell 2: DivideByZeroException: Attempted to divide by zero.\n  in cell 2, line 2\n", run.Error);
        JsonArray cells = JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray();
        Assert.Equal("DivideByZeroException", cells[1]!["outputs"]![0]!["ename"]!.GetValue<string>());
        Assert.Empty(cells[2]!["outputs"]!.AsArray());
    }

    [Fact]
    public async Task All_files_are_read_before_the_first_is_run()
    {
        string good = _folder.Write("a.ipynb", Notebook.Of("File.WriteAllText(\"ran\", \"\");")), missing = _folder.PathOf("gone.ipynb"), broken = _folder.Write("b.ipynb", "{");
        Assert.Equal($"{missing}: no such file, expected a notebook (.ipynb).", await _folder.Refused("notebook", "run", good, missing));
        Assert.Equal($"{broken}: no JSON, at line 1, expected a notebook (.ipynb).", await _folder.Refused("notebook", "run", good, broken));
        Assert.False(File.Exists(_folder.PathOf("ran")));
    }

    [Theory]
    [InlineData("notebook", "Required command was not provided.")]
    [InlineData("notebook run", "'FILE'")]
    [InlineData("notebook run --chekc", "'--chekc'")]
    public async Task Words_that_make_no_sense_are_refused(string line, string problem)
        => Assert.Contains(problem, await _folder.Refused(line.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public async Task A_cell_that_ends_the_program_is_a_failure()
    {
        string path = _folder.Write("a.ipynb", Notebook.Of("Environment.Exit(0);")), before = File.ReadAllText(path);
        ProgramRun run = await ProgramRun.Of(_folder.Root, "dotnet", [Path.Combine(AppContext.BaseDirectory, "Simulator.Cli.dll"), "notebook", "run", path, "--quiet"]);
        Assert.Equal((ExitCodes.BadInput, $"simulator: {path}: the program was ended while a cell ran; nothing was written.\n"), (run.Code, run.Error));
        Assert.Equal(before, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }
}
