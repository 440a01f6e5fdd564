using Simulator.Cli;
using Simulator.Notebooks;
using Simulator.Notebooks.Documents;
using Xunit;

namespace Simulator.Tests.Notebooks;

public class CommittedNotebooksTests
{
    public static TheoryData<string> Names => [.. Paths.Select(p => Path.GetFileName(p))];

    private static string[] Paths => [.. Directory.EnumerateFiles(Repository.PathOf("notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];

    /// <summary>All outputs are compared, numbers to 1e-6; answers to exercises run after the cells. In a process of its own, since cells have the console and the working folder for themselves.</summary>
    [Fact]
    public async Task Every_notebook_gives_the_outputs_that_are_committed_and_its_answers_run()
    {
        Assert.Equal(9, Paths.Length);
        string program = Path.Combine(AppContext.BaseDirectory, "Simulator.Cli.dll");
        ProgramRun run = await ProgramRun.Of(Repository.Root, "dotnet", [program, "notebook", "run", "--check", "--answers", "--quiet", .. Paths]);
        Assert.Equal("", run.Error);
        Assert.Equal("", run.Output);
        Assert.Equal(ExitCodes.Done, run.Code);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_are_committed_without_errors_and_pictures_have_both_forms(string name)
    {
        NotebookDocument notebook = NotebookDocument.Read(Repository.PathOf("notebooks", name));
        NotebookCell[] cells = [.. notebook.Cells.Where(c => c.IsCode)];
        Assert.All(cells.Where(c => !c.RaisesException), c => Assert.False(c.HasError, $"cell {c.Number}"));
        Assert.Contains(cells, c => c.OutputText.Length > 0);
        Assert.All(cells, c => Assert.Equal(c.OutputText.Split("Chart: ").Length - 1, c.Types.Count(t => t == MimeBundle.Png)));
        Assert.All(cells.Where(c => c.Types.Contains(MimeBundle.Png)), c => Assert.Contains(MimeBundle.Html, c.Types));
        Assert.Contains(notebook.Cells, c => c.Source.StartsWith($"# {name[..2]} · ", StringComparison.Ordinal));
        Assert.Contains(notebook.Cells, c => c.Source.Contains("<details>", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_are_as_the_program_would_write_them(string name)
    {
        string path = Repository.PathOf("notebooks", name), copy = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.ipynb");
        File.Copy(path, copy);
        try
        {
            NotebookDocument.Read(copy).Write();
            Assert.Equal(File.ReadAllText(path), File.ReadAllText(copy));
        }
        finally
        {
            File.Delete(copy);
        }
    }
}
