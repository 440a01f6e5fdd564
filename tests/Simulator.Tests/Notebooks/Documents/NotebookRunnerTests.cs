using System.Text.Json.Nodes;
using Simulator.Notebooks;
using Simulator.Notebooks.Documents;
using Xunit;

namespace Simulator.Tests.Notebooks.Documents;

[Collection(nameof(GlobalStateTests))]
public sealed class NotebookRunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulator notebook ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Cells_are_run_in_order_in_the_folder_of_the_notebook()
    {
        string before = Directory.GetCurrentDirectory();
        await File.WriteAllTextAsync(Path.Combine(_folder, "data.txt"), "from the file", TestContext.Current.CancellationToken);
        NotebookDocument notebook = Read(Notebook.Of("int x = 1;", "", "Console.Write(x); Console.WriteLine(2);\nConsole.Error.WriteLine(3);", "File.ReadAllText(\"data.txt\")"));
        var progress = new List<(int, int)>();
        Assert.Null(await NotebookRunner.RunAsync(notebook, answers: false, (done, all) => progress.Add((done, all)), TestContext.Current.CancellationToken));
        Assert.Equal(["", "", "12\n3\n", "from the file\n"], notebook.Cells.Select(c => c.OutputText));
        Assert.Equal([(0, 4), (1, 4), (2, 4), (3, 4)], progress);
        Assert.Equal(before, Directory.GetCurrentDirectory());
    }

    [Fact]
    public async Task The_run_ends_at_the_first_cell_that_fails_and_those_after_it_have_no_outputs()
    {
        NotebookDocument notebook = Read(Notebook.Of("1", "throw new Exception(\"no\");", "3"));
        notebook.Cells[2].SetOutputs([new StreamOutput("stdout", "of an earlier run")], 9);
        NotebookFailure failure = Assert.IsType<NotebookFailure>(await NotebookRunner.RunAsync(notebook, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal((2, "Exception", "no"), (failure.Cell.Number, failure.Error!.Name, failure.Error.Message));
        Assert.Equal(["1\n", "Exception: no\n", ""], notebook.Cells.Select(c => c.OutputText));
        Assert.True(notebook.Cells[1].HasError);
    }

    [Fact]
    public async Task A_cell_that_is_meant_to_fail_must_fail()
    {
        NotebookDocument meant = Read(Notebook.With(Notebook.Cell("nonsense", "raises-exception"), Notebook.Cell("2")));
        Assert.Null(await NotebookRunner.RunAsync(meant, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal("2\n", meant.Cells[1].OutputText);

        NotebookFailure failure = Assert.IsType<NotebookFailure>(
            await NotebookRunner.RunAsync(Read(Notebook.With(Notebook.Cell("1", "raises-exception"))), cancellation: TestContext.Current.CancellationToken));
        Assert.Equal((1, null), (failure.Cell.Number, failure.Error));
    }

    [Fact]
    public async Task Answers_run_after_the_cells_and_leave_no_outputs()
    {
        JsonObject Fence() => Notebook.Prose("Answer:\n\n```csharp\nif (x < 2) throw new Exception(\"fenced\");\n```\n");
        JsonObject Markup() => Notebook.Prose("<details><pre><code class=\"language-csharp\">if (x &lt; 3) throw new Exception(\"marked up\");</code></pre></details>");
        NotebookDocument good = Read(Notebook.With(Fence(), Markup(), Notebook.Cell("int x = 3;")));
        Assert.Null(await NotebookRunner.RunAsync(good, answers: true, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal("", good.Cells[0].OutputText);

        NotebookDocument bad = Read(Notebook.With(Fence(), Markup(), Notebook.Cell("int x = 2;")));
        Assert.Null(await NotebookRunner.RunAsync(bad, answers: false, cancellation: TestContext.Current.CancellationToken));
        NotebookFailure failure = Assert.IsType<NotebookFailure>(await NotebookRunner.RunAsync(bad, answers: true, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal((2, "marked up"), (failure.Cell.Number, failure.Error!.Message));
    }

    [Fact]
    public async Task A_run_that_is_stopped_says_so()
    {
        NotebookDocument notebook = Read(Notebook.Of("while (true) ;"));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NotebookRunner.RunAsync(notebook, cancellation: stop.Token));
    }

    private NotebookDocument Read(string text)
    {
        string path = Path.Combine(_folder, "a.ipynb");
        File.WriteAllText(path, text);
        return NotebookDocument.Read(path);
    }
}
