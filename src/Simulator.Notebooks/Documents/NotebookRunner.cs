using System.Collections.Immutable;
using Simulator.Notebooks.Scripting;

namespace Simulator.Notebooks.Documents;

/// <summary>Runs the cells of a notebook from top to bottom.</summary>
public static class NotebookRunner
{
    /// <summary>Runs a notebook and puts the outputs into it; nothing is written to its file.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="answers">Whether blocks of C# in the prose are run, too, after the cells; they leave no outputs.</param>
    /// <param name="progress">Is told how many code cells are done, of how many.</param>
    /// <param name="cancellation">Stops between cells and within their loops.</param>
    /// <returns>The cell that failed although it was not meant to, or ended although it was meant to fail; null when all went well. Cells after it have no outputs.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <remarks>The working directory of the process is the notebook's folder meanwhile, as it is under Jupyter.</remarks>
    public static async Task<NotebookFailure?> RunAsync(NotebookDocument notebook, bool answers = false, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        string folder = Path.GetDirectoryName(Path.GetFullPath(notebook.FilePath))!, before = Directory.GetCurrentDirectory();
        var session = new ScriptSession(folder);
        ImmutableArray<NotebookCell> cells = [.. notebook.Cells.Where(c => c.IsCode)];
        foreach (NotebookCell cell in cells)
            cell.SetOutputs([], null);
        Directory.SetCurrentDirectory(folder);
        try
        {
            for (int i = 0; i < cells.Length; i++)
            {
                progress?.Invoke(i, cells.Length);
                if (string.IsNullOrWhiteSpace(cells[i].Source)) continue;
                var outputs = new OutputCollector();
                bool ended = await session.RunAsync(cells[i].Source, outputs.Add, cancellation: cancellation);
                cancellation.ThrowIfCancellationRequested();
                cells[i].SetOutputs(outputs.Collected, session.ExecutionCount);
                if (ended == cells[i].RaisesException) return new(cells[i], outputs.Collected.OfType<ErrorOutput>().LastOrDefault());
            }

            return answers ? await RunAnswersAsync(notebook, session, cancellation) : null;
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    private static async Task<NotebookFailure?> RunAnswersAsync(NotebookDocument notebook, ScriptSession session, CancellationToken cancellation)
    {
        foreach (NotebookCell cell in notebook.Cells)
        {
            foreach (string block in cell.CodeBlocks)
            {
                var outputs = new OutputCollector();
                bool ended = await session.RunAsync(block, outputs.Add, counted: false, cancellation);
                cancellation.ThrowIfCancellationRequested();
                if (!ended) return new(cell, outputs.Collected.OfType<ErrorOutput>().Last());
            }
        }

        return null;
    }
}

/// <summary>A cell that did not do what was expected.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Error">Its error; null when it was meant to fail and did not.</param>
public sealed record NotebookFailure(NotebookCell Cell, ErrorOutput? Error);
