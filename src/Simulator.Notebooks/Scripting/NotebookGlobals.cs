namespace Simulator.Notebooks.Scripting;

/// <summary>What cells can name without more ado.</summary>
public sealed class NotebookGlobals
{
    private readonly Action<CellOutput> _output;

    internal NotebookGlobals(Action<CellOutput> output) => _output = output;

    /// <summary>Asked to stop when the notebook's reader interrupts; for work in the library that takes a token. Loops of a cell need none.</summary>
    public CancellationToken Cancel { get; internal set; }

    /// <summary>Shows a value here and now.</summary>
    /// <param name="value">A table, a chart, anything.</param>
    public void Display(object value) => _output(new DisplayOutput(ValueFormatter.Bundle(value)));
}
